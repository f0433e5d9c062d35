export { InvalidAppendError, MAX_APPEND_BYTES } from './append-limits.js';
export { type CopyWriter, RepeatedIdError, type TooLarge } from './copy-writer.js';
export { kurrentDbCopyWriter, openKurrentDb } from './kurrentdb/open.js';
export { MemoryEventStore } from './memory/memory-event-store.js';
export { postgresCopyWriter } from './postgres/copy-writer.js';
export { eventStoreMigrations } from './postgres/migrations.js';
export { PostgresEventStore, type EventStoreConnections } from './postgres/postgres-event-store.js';
