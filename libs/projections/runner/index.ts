export { beginRebuildIn } from './builds.js';
export { type ColumnType } from './columns.js';
export { Loop } from './loop.js';
export { type ParkedChoice, type ParkedOutcome, type ParkedPartition } from './parked-events.js';
export { type Lag, measureLag, Progress } from './progress.js';
export {
  type AnyReadModel,
  defineReadModel,
  type EventOpener,
  type ProjectedEvent,
  type Reactor,
  type ReadModel,
  type Rows,
} from './read-model.js';
export { type ProjectionOptions, ProjectionRunner } from './runner.js';
export { projectionMigrations } from './schema.js';
