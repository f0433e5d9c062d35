import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { asOwner, databaseFor } from '../ground.mjs';

const run = promisify(execFile);
const DEBIAN = '/usr/lib/postgresql';

/** PostgreSQL's own benchmark; undefined where it is not installed (Debian: `postgresql-contrib`). */
async function programPath() {
  if (!existsSync(DEBIAN)) return undefined;
  const versions = (await readdir(DEBIAN)).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(DEBIAN, version, 'bin', 'pgbench')).find((path) => existsSync(path));
}

/**
 * Single-row inserts of rows of so many bytes, each its own transaction, prepared, from so many clients: what the machine's
 * PostgreSQL can commit when nobody batches. Answers a measurement that gives transactions a second, or undefined.
 */
export async function singleRowInserts(ground, { clients, seconds, bytes }) {
  const program = await programPath();
  if (!program) return undefined;
  const connection = await databaseFor(ground, 'pgbench');
  await asOwner(connection, (client) =>
    client.query('CREATE TABLE bench_row (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL)'),
  );
  const script = join(ground.dataDir, 'single-row.sql');
  await writeFile(script, `INSERT INTO bench_row (body) VALUES ('${'x'.repeat(bytes)}');\n`);
  const { host, port, user, password, database } = connection;
  const flags = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(seconds), '-f', script];
  return async () => {
    const { stdout } = await run(program, [...flags, '-h', host, '-p', String(port), '-U', user, database], {
      env: { ...process.env, PGPASSWORD: password ?? '' },
    });
    const tps = /tps = ([\d.]+)/.exec(stdout)?.[1];
    if (!tps) throw new Error(`pgbench gave no figure:\n${stdout}`);
    return Number(tps);
  };
}
