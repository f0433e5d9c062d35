export { type FetchedBy, type KeptFile, personFileMigrations, PersonFiles } from './files.js';
export { personFilePdf } from './pdf.js';
export {
  consentsIn,
  type FiledConsent,
  type FileEvent,
  type FiledTrajectory,
  filedTrajectory,
  type PersonFile,
  type WorkingNote,
} from './person-file.js';
export { type NameOf, ownEvents } from './own-events.js';
export { FILE_LANGUAGES, type FileLanguage } from './words.js';
