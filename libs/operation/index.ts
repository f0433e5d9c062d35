export { operationMigrations } from './migrations.js';
export { canonicalJson } from './canonical-event.js';
export { NO_HASH, type Seal } from './seal.js';
export { readSealCheckpoint, Sealer, type SealedRound, type SealerOptions } from './sealer.js';
export { dailyRoots, type DailyRoot } from './seal-roots.js';
export { type BrokenSeal, type RevisionGap, type SealFault, type SealRoot } from './tenant-check.js';
export {
  verifyLog,
  type LogReport,
  type ReadModelReport,
  type TenantReport,
  type VerifyOptions,
} from './verify-log.js';
export { backup, type BackupOptions, type BackupReport, type BackupSource } from './backup.js';
export { alignErasures, ERASURE_FILE, readErasures, recordErasure } from './erasure-file.js';
export { type Manifest, MASTER_KEY_FILE, readManifest } from './manifest.js';
export { programVersion } from './program-version.js';
export { restoreInto, type RestoreReport, type RestoreTarget } from './restore-into.js';
export { copyLog, type CopyReport, type CopyStep } from './copy/copy-log.js';
export { followedPositions, moveFollowers } from './copy/followers.js';
export { doctor, type Diagnosis, type ExaminedProgram, type ExaminedWork, type Findings } from './doctor.js';
export { type Problem } from './doctor-problems.js';
