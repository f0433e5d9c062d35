export * from './data-directory.js';
export * from './database.js';
export * from './embedded-postgres.js';
export * from './migrations.js';
export { PostgresStartError } from './postgres-server.js';
export { DatabasePrivilegeError, ROLES, type DatabaseRole } from './roles.js';
export * from './tenant-table.js';
