export { type About, type AccessEntry, type WayIn, WAYS_IN } from './access-entry.js';
export { AccessLog, type AccessLogParts } from './access-log.js';
export { accessLogMigrations } from './migrations.js';
export { accessEntries, type AccessFilter, type Look, looksAt, type LooksPage } from './reading.js';
export { type AccessLogOfTenant, type AccessLogReport, verifyAccessLog } from './verify-access-log.js';
