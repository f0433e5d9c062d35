/** `node make-data-directory.mjs DIRECTORY`: a data directory of the built program with a migrated database and nothing else. */
import { MIGRATIONS } from '../../dist/apps/program/migrations.js';
import { migrate, startEmbeddedPostgres } from '../../dist/libs/platform/index.js';

const server = await startEmbeddedPostgres({ dataDir: process.argv[2], durable: false });
await migrate(server.connection, MIGRATIONS);
await server.stop();
