export { operationMigrations } from './migrations.js';
export { type Seal } from './seal.js';
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
