import { fieldsOf, oncePer, type PayloadClass } from '@overstap/kernel';
import { EVENT_CATALOGUE } from '@overstap/mobility';
import { DUTCH_CODES, ENGLISH_CODES } from './code-names.js';
import { DUTCH_EVENTS } from './event-names.js';
import { DUTCH_FIELDS } from './field-names.js';

export type FileLanguage = 'nl' | 'en';
export const FILE_LANGUAGES = ['nl', 'en'] as const satisfies readonly FileLanguage[];

/** `SessionNoteRecorded`: session note recorded. */
const spaced = (name: string): string => name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').toLowerCase();
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const eventName = (type: string, language: FileLanguage): string =>
  (language === 'nl' ? DUTCH_EVENTS[type] : undefined) ?? capital(spaced(type));

/** Of an event of this type, where a field means something else in it. */
export const fieldName = (field: string, language: FileLanguage, type = ''): string =>
  (language === 'nl' ? (DUTCH_FIELDS[`${type}.${field}`] ?? DUTCH_FIELDS[field]) : undefined) ??
  spaced(field.replace(/Ref$/, ''));

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const HERE = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'short' });
/** Day and time where the person lives: `2026-09-01 10:00`. */
const momentOf = (instant: string): string => HERE.format(new Date(instant));

/** What was sent to a person, in a few words; a code that is not here is said as a code is. */
const MESSAGE_NAMES: Readonly<Record<string, Readonly<Record<FileLanguage, string>>>> = {
  INVITATION: { nl: 'Uitnodiging', en: 'Invitation' },
  GLASS_BROKEN: { nl: 'Er is in je dossier meegelezen', en: 'Somebody read on in your file' },
  CORRECTED: { nl: 'Iets werd verbeterd zoals je vroeg', en: 'Something was put right as you asked' },
  REQUEST_REFUSED: { nl: 'Een verzoek van je werd afgewezen', en: 'A request of yours was refused' },
  SURVEY: { nl: 'Vragenlijst', en: 'Survey' },
  NEW_TASK: { nl: 'Er staat een taak voor je klaar', en: 'There is a task for you' },
  HEADS_UP: { nl: 'Er loopt binnenkort een termijn af', en: 'A time limit ends soon' },
  DUE: { nl: 'Een termijn loopt vandaag af', en: 'A time limit ends today' },
  OVERDUE: { nl: 'Een termijn is voorbij', en: 'A time limit has passed' },
  PARTICIPANT_HEADS_UP: { nl: 'Herinnering: bijna tijd', en: 'Reminder: nearly time' },
  PARTICIPANT_DUE: { nl: 'Herinnering: het is tijd', en: 'Reminder: it is time' },
  PARTICIPANT_OFFER: { nl: 'Aanbod van hulp', en: 'An offer of help' },
};
export const messageName = (code: string, language: FileLanguage): string =>
  MESSAGE_NAMES[code]?.[language] ?? codeText(code, 'message', language);

/** Fields that hold codes, by name; what a person wrote in another is left as they wrote it. */
const CODED = oncePer(
  (events: typeof EVENT_CATALOGUE): ReadonlySet<string> =>
    new Set([...['status', 'mail'], ...[...events.values()].flatMap(({ payload }) => [...codesIn(payload).keys()])]),
);

/** The codes that a field of a payload, or of what lies in it, may hold, by the name of the field. */
export function codesIn(payload: PayloadClass): ReadonlyMap<string, readonly string[]> {
  return new Map(
    fieldsOf(payload).flatMap(({ name, schema, nested }) => {
      if (nested) return [...codesIn(nested())];
      const { enum: codes } = (schema['enum'] ? schema : (schema['items'] ?? {})) as {
        readonly enum?: readonly string[];
      };
      return codes ? [[name, codes] as const] : [];
    }),
  );
}

function codeText(code: string, field: string, language: FileLanguage): string {
  const names = language === 'nl' ? DUTCH_CODES : ENGLISH_CODES;
  const called = names[`${field}.${code}`] ?? names[code];
  return called ?? (/^[A-Z][A-Z0-9_]*$/.test(code) ? code.replaceAll('_', ' ').toLowerCase() : code);
}

/** What a field holds: codes as words, dates as they are. */
export function valueText(value: unknown, language: FileLanguage, field: string): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return { nl: value ? 'ja' : 'nee', en: value ? 'yes' : 'no' }[language];
  if (Array.isArray(value)) return value.map((each) => valueText(each, language, field)).join('; ');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, each]) => `${fieldName(name, language)}: ${valueText(each, language, name)}`)
      .join(', ');
  const text = String(value);
  if (INSTANT.test(text)) return momentOf(text);
  return CODED(EVENT_CATALOGUE).has(field) ? codeText(text, field, language) : text;
}

export interface Headings {
  readonly title: string;
  readonly intro: string;
  readonly you: string;
  readonly account: string;
  readonly trajectory: string;
  readonly requests: string;
  readonly consents: string;
  readonly workingFile: string;
  readonly workingFileSays: string;
  readonly messages: string;
  readonly preferences: string;
  readonly accessLog: string;
  readonly nothing: string;
  readonly day: string;
  readonly what: string;
  readonly field: string;
  readonly value: string;
  readonly read: string;
  readonly unread: string;
  readonly destroyed: string;
  readonly withdrawn: string;
  readonly workflow: string;
  readonly page: string;
}

export const HEADINGS: Readonly<Record<FileLanguage, Headings>> = {
  nl: {
    title: 'Afschrift van je dossier',
    intro:
      'Hierin staat alles wat over jou is vastgelegd. Gegevens van anderen staan er niet in; van wie iets vastlegde staat alleen de rol. Klopt er iets niet, dan kun je vragen om het te verbeteren.',
    you: 'Wie je bent',
    account: 'Je account',
    trajectory: 'Traject',
    requests: 'Je gegevens en verzoeken',
    consents: 'Toestemmingen',
    workingFile: 'Persoonlijke werkaantekeningen van de coach',
    workingFileSays:
      'Deze aantekeningen zijn niet met je gedeeld. Ze horen bij het eigen werkdossier van de coach en niet bij dit afschrift; ze zijn van:',
    messages: 'Berichten aan jou',
    preferences: 'Hoe je bericht wilt krijgen',
    accessLog: 'Wie jouw gegevens bekeek',
    nothing: 'Niets.',
    day: 'Datum',
    what: 'Wat',
    field: 'Gegeven',
    value: 'Waarde',
    read: 'gelezen',
    unread: 'niet gelezen',
    destroyed: 'deels vernietigd',
    withdrawn: 'ingetrokken op',
    workflow:
      'Wat het programma daaruit afleidde (taken, fasen en termijnen) staat in het afschrift als bestand (JSON), dat hierbij hoort.',
    page: 'Bladzijde',
  },
  en: {
    title: 'A copy of your file',
    intro:
      'This is everything that is recorded about you. What belongs to others is left out; of whoever recorded something only the role is told. If something is wrong, you can ask for it to be put right.',
    you: 'Who you are',
    account: 'Your account',
    trajectory: 'Trajectory',
    requests: 'Your details and requests',
    consents: 'Consents',
    workingFile: 'Personal working notes of the coach',
    workingFileSays:
      'These notes were not shared with you. They are in the coach’s own working file and not part of this copy; they are of:',
    messages: 'Messages to you',
    preferences: 'How you want to be told',
    accessLog: 'Who looked at your data',
    nothing: 'Nothing.',
    day: 'Date',
    what: 'What',
    field: 'Detail',
    value: 'Value',
    read: 'read',
    unread: 'not read',
    destroyed: 'destroyed in part',
    withdrawn: 'withdrawn on',
    workflow:
      'What the program concluded from it (tasks, phases and time limits) is in the copy as a file (JSON) that goes with this.',
    page: 'Page',
  },
};
