export * from './clocks.js';
export { closeAll } from './closing.js';
export {
  DataDirectoryError,
  lockDataDirectory,
  makeDataDirectory,
  secretFile,
  type DataDirectoryLock,
} from './data-directory.js';
export * from './database.js';
export * from './database-trouble.js';
export * from './embedded-postgres.js';
export * from './health.js';
export * from './ids.js';
export * from './logging.js';
export * from './metrics.js';
export * from './migrations.js';
export * from './operator-error.js';
export { PostgresStartError } from './postgres-server.js';
export * from './right-of-way.js';
export { DatabasePrivilegeError, ROLES, type DatabaseRole } from './roles.js';
export { postgresAt } from './postgres-needed.js';
export { Room } from './room.js';
export * from './settings.js';
export { askAnew, silence } from './silence.js';
export * from './tenant-table.js';
export { hostsIn, type Needed, untilAllThere } from './until-there.js';
