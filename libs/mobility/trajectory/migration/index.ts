export { type MigrateTrajectory, MigrationTerms } from './command.js';
export * from './preview.js';
export * from './proposal.js';
export { problemOfTerms } from './terms-problems.js';
