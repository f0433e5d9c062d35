export { type MigrationAction, nextAction } from './next-action.js';
export { MigrationPlan } from './plan.js';
export { type ClockSummary, type MigrationSummary } from './summary.js';
export { type DryRun, type MigrationReport, TemplateMigration } from './template-migration.js';
