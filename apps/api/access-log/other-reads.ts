import { type Words } from './words.js';

/** What is read at another place than the registry of queries, by the route's name. */
export const OTHER_READS: Readonly<Record<string, Words>> = {
  calendar_feed: { nl: 'een agenda waar jouw traject in staat', en: 'a calendar in which your trajectory is' },
  person_file_made: {
    nl: 'je hele dossier, om er een afschrift van te maken',
    en: 'your whole file, to make a copy of it',
  },
  person_file: { nl: 'het afschrift van je dossier', en: 'the copy of your file' },
};
