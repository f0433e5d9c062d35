export { TamperedError } from './sealed-block.js';
export { MasterKeyError } from './key-form.js';
export {
  loadMasterKeys,
  type KeyWrapper,
  type MasterKeys,
  type MasterKeySettings,
  type WrappedKey,
} from './master-key.js';
export { privacyMigrations } from './migrations.js';
export { SubjectErasedError, SubjectKeys, type SubjectKeyConnections } from './subject-keys.js';
export { PersonalDataCodec, type EventToSeal, type TextPlace } from './personal-data-codec.js';
export { Erasure, type ErasureEntry } from './erasure.js';
export { notRetired, rewrapSubjectKeys, rotateMasterKey, type WrappedTable } from './rotation.js';
