export { TamperedError } from './sealed-block.js';
export { loadMasterKeys, MasterKeyError, type KeyWrapper, type MasterKeySettings } from './master-key.js';
export { privacyMigrations } from './migrations.js';
export { SubjectErasedError, SubjectKeys, type SubjectKeyConnections } from './subject-keys.js';
export { PersonalDataCodec, type EventToSeal, type TextPlace } from './personal-data-codec.js';
export { Erasure, type ErasureEntry } from './erasure.js';
export { rewrapSubjectKeys } from './rotation.js';
