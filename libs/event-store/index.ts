export { InvalidAppendError, MAX_APPEND_BYTES } from './append-limits.js';
export { openKurrentDb } from './kurrentdb/open.js';
export { MemoryEventStore } from './memory/memory-event-store.js';
export { eventStoreMigrations } from './postgres/migrations.js';
export { PostgresEventStore, type EventStoreConnections } from './postgres/postgres-event-store.js';
