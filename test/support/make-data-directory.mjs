/**
 * `node make-data-directory.mjs DIRECTORY`: a data directory of the built program as its first start leaves the database, with the shipped templates in
 * the log and in the read models, under OVERSTAP_CLOCK if it is set. With `migrated` after it nothing is in the database. Keys are each copy's own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { MIGRATIONS } from '../../dist/apps/program/migrations.js';
import { openProgram } from '../../dist/apps/program/program.js';
import { startWork } from '../../dist/apps/program/work.js';
import { createLogger, migrate, readSettings, startEmbeddedPostgres } from '../../dist/libs/platform/index.js';

const [, , dataDir, state] = process.argv;
const server = await startEmbeddedPostgres({ dataDir, durable: false });
if (state === 'migrated') await migrate(server.connection, MIGRATIONS);
else await publishTemplates(server.connection);
await server.stop();

async function publishTemplates({ user, password, host, port, database }) {
  const url = new URL(`postgres://localhost:${port}/${database}`);
  url.username = user;
  url.password = String(password);
  url.searchParams.set('host', String(host));
  const elsewhere = mkdtempSync(`${dataDir}-keys-`);
  const env = { OVERSTAP_CLOCK: process.env.OVERSTAP_CLOCK, OVERSTAP_DATA_DIR: elsewhere, DATABASE_URL: url.href };
  const { settings, problems } = readSettings(env);
  if (problems) throw new Error(JSON.stringify(problems));
  const program = await openProgram(settings, createLogger('warn'));
  const work = await startWork(program, { follows: true, sends: false });
  await work.projections.drain();
  await work.stop();
  await program.close();
  rmSync(elsewhere, { recursive: true });
}
