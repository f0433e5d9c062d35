import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { temporaryDirectory } from '../support/postgres.js';
import { answerCompose, type AskedOfCompose, DONE, type Ran } from './asked-of-compose.js';
import { readComposeFile, ROOT } from './compose-file.js';
import { hasPostgresClient, NativePostgres } from './native-postgres.js';

const PROGRAMS = ['api-1', 'api-2', 'worker-1', 'worker-2'];
const FAILED: Ran = { code: 1, out: '', err: 'does not answer\n' };

const which = (command: string): string =>
  execFileSync('/bin/sh', ['-c', `command -v ${command}`], { encoding: 'utf8' }).trim();

const suite = hasPostgresClient() ? describe : describe.skip;

/** The script with a real psql on a real PostgreSQL; the programs, Redis and what fills a database are stand-ins. */
suite('scripts/restore.sh', () => {
  let postgres: NativePostgres;
  let asked: AskedOfCompose;
  let script: ChildProcess;
  let running: Set<string>;
  let instead: (asked: string) => Ran | undefined | Promise<Ran | undefined>;
  let path: string | undefined;

  const compose = async ([verb, ...rest]: readonly string[]): Promise<Ran> => {
    const other = await instead([verb, ...rest].join(' '));
    if (other) return other;
    if (verb === 'stop') for (const name of rest) running.delete(name);
    if (verb === 'start') for (const name of rest) running.add(name);
    if (rest.includes('psql')) return postgres.psql(rest.slice(rest.indexOf('psql') + 1));
    if (rest.includes('redis-cli')) return { ...DONE, out: 'OK\n' };
    if (rest.includes('npx')) await postgres.query('overstap', 'CREATE TABLE of_the_backup ()');
    return DONE;
  };
  /** What each database holds, by its name. */
  const databases = async (): Promise<Record<string, string | undefined>> => {
    const { rows } = await postgres.query<{ datname: string }>(
      'postgres',
      `SELECT datname FROM pg_database WHERE datname LIKE 'overstap%' ORDER BY 1`,
    );
    const tables = `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`;
    const each = rows.map(async ({ datname }) => {
      const held = await postgres.query<{ tablename: string }>(datname, tables);
      return [datname, held.rows[0]?.tablename] as const;
    });
    return Object.fromEntries(await Promise.all(each));
  };
  const restore = (): ReturnType<typeof run> => run('restore.sh', 'one', '--replace');
  const run = async (name: string, ...args: readonly string[]): Promise<{ code: number | null; out: string }> => {
    // With a process group of its own, to which a terminal's Ctrl-C goes.
    const env = { ...asked.scriptEnv, PATH: path };
    script = spawn(join(ROOT, 'scripts', name), args, { env, detached: true });
    let out = '';
    for (const stream of [script.stdout, script.stderr])
      stream?.on('data', (piece: Buffer) => (out += piece.toString()));
    const [code] = (await once(script, 'close')) as [number | null];
    return { code, out };
  };
  const signal = (name: NodeJS.Signals): Ran => {
    process.kill(-(script.pid ?? 0), name);
    return FAILED;
  };
  /** The script and whatever it called end by a signal as it asks for this, which is not carried out. */
  const endedAt = async (part: string, name: NodeJS.Signals): ReturnType<typeof restore> => {
    instead = (line) => (line.includes(part) ? signal(name) : undefined);
    const ended = await restore();
    instead = () => undefined;
    return ended;
  };

  beforeAll(async () => {
    const { services } = readComposeFile({ POSTGRES_PASSWORD: 'geheim', OVERSTAP_MASTER_KEY: 'x' });
    postgres = await NativePostgres.start(services['postgres'] ?? {});
    asked = await answerCompose(compose);
  });
  afterAll(async () => {
    asked?.stop();
    await postgres?.stop();
  });
  beforeEach(async () => {
    for (const name of ['overstap', 'overstap_before'])
      await postgres.query('postgres', `DROP DATABASE IF EXISTS ${name}`);
    await postgres.query('postgres', 'CREATE DATABASE overstap');
    await postgres.query('overstap', 'CREATE TABLE of_before ()');
    running = new Set(PROGRAMS);
    instead = () => undefined;
    path = process.env['PATH'];
  });

  test('puts the backup in the place of the database, and leaves nothing beside it', async () => {
    expect(await restore()).toEqual({ code: 0, out: 'Restored from /backups/one.\n' });
    expect(await databases()).toEqual({ overstap: 'of_the_backup' });
    expect([...running]).toEqual(PROGRAMS);
  });

  test.each([
    ['before the rename', 'RENAME TO overstap_before'],
    ['after the rename', 'CREATE DATABASE'],
    ['while the backup is read', 'overstap restore'],
  ])('broken off %s puts the database of before back and starts the programs', async (_when, at) => {
    const { code, out } = await endedAt(at, 'SIGINT');
    expect([code, out]).toEqual([1, expect.stringContaining('the database is the one of before')]);
    expect(await databases()).toEqual({ overstap: 'of_before' });
    expect([...running]).toEqual(PROGRAMS);
  });

  test.each([
    ['by flock', true],
    ['where there is no flock', false],
  ])('keeps a second restore, and a backup, away %s: they say so and change nothing', async (_how, hasFlock) => {
    if (!hasFlock) {
      path = temporaryDirectory('commands');
      for (const command of ['dirname', 'ln', 'readlink', 'rm', 'date'])
        symlinkSync(which(command), join(path, command));
    }
    const said: unknown[] = [];
    let asks = 0;
    instead = async (line) => {
      asks += 1;
      if (!line.includes('overstap restore')) return undefined;
      instead = () => void (asks += 1);
      asks = 0;
      for (const second of [await restore(), await run('backup.sh', 'two')]) said.push([second.code, second.out, asks]);
      return undefined;
    };
    expect(await restore()).toEqual({ code: 0, out: 'Restored from /backups/one.\n' });
    const away = [1, expect.stringMatching(/^A backup or a restore is under way .*Nothing was changed\./), 0];
    expect(said).toEqual([away, away]);
    expect(await databases()).toEqual({ overstap: 'of_the_backup' });
    expect((await restore()).code).toBe(0);
  });

  test('killed outright after the rename loses nothing: the next run puts the database of before back, and begins', async () => {
    expect((await endedAt('CREATE DATABASE', 'SIGKILL')).code).toBeNull();
    expect(await databases()).toEqual({ overstap_before: 'of_before' });
    instead = (line) => (line.includes('overstap restore') ? FAILED : undefined);
    const { code, out } = await restore();
    expect([code, out]).toEqual([1, expect.stringContaining('An earlier restore was killed')]);
    expect(await databases()).toEqual({ overstap: 'of_before' });
    expect([...running]).toEqual(PROGRAMS);
    await endedAt('CREATE DATABASE', 'SIGKILL');
    expect((await restore()).code).toBe(0);
    expect(await databases()).toEqual({ overstap: 'of_the_backup' });
  });

  test('killed outright while both are there is for people to decide: the next run touches nothing and says how', async () => {
    await endedAt('overstap restore', 'SIGKILL');
    running = new Set(PROGRAMS);
    const { code, out } = await restore();
    expect([code, out]).toEqual([1, expect.stringContaining('Nothing was touched.')]);
    expect(out).toContain(`-c 'DROP DATABASE overstap' -c 'ALTER DATABASE overstap_before RENAME TO overstap'`);
    expect(await databases()).toEqual({ overstap: undefined, overstap_before: 'of_before' });
    expect([...running]).toEqual(PROGRAMS);
  });

  test('finds a session open on the database, changes nothing and starts the programs', async () => {
    const session = postgres.client('overstap');
    await session.connect();
    const { code, out } = await restore();
    await session.end();
    expect([code, out]).toEqual([1, expect.stringContaining('the database is the one of before')]);
    expect(out).toContain('being accessed by other users');
    expect(await databases()).toEqual({ overstap: 'of_before' });
    expect([...running]).toEqual(PROGRAMS);
  });

  test('with PostgreSQL away drops and starts nothing, and the same command goes on once it answers', async () => {
    let away = false;
    instead = (line) => {
      away ||= line.includes('CREATE DATABASE');
      return away && line.includes('psql') ? FAILED : undefined;
    };
    const { code, out } = await restore();
    expect([code, out]).toEqual([1, expect.stringContaining('Drop nothing')]);
    expect([await databases(), running.size]).toEqual([{ overstap_before: 'of_before' }, 0]);
    instead = () => undefined;
    expect((await restore()).code).toBe(0);
    expect(await databases()).toEqual({ overstap: 'of_the_backup' });
  });

  test.each([
    ['is away', FAILED],
    ['is not ready', { ...DONE, out: 'LOADING Redis is loading the dataset in memory\n' }],
  ])('whose Redis %s is done all the same, and says that the queue was not emptied', async (_what, answer) => {
    instead = (line) => (line.includes('FLUSHALL') ? answer : undefined);
    const { code, out } = await restore();
    expect([code, out]).toEqual([1, expect.stringContaining('Restored from /backups/one.\nThe queue was not emptied')]);
    expect(await databases()).toEqual({ overstap: 'of_the_backup' });
    expect([...running]).toEqual(PROGRAMS);
  });

  test('broken off when the backup is in its place keeps both, and says that it was restored', async () => {
    const { code, out } = await endedAt('FLUSHALL', 'SIGTERM');
    expect([code, out]).toEqual([1, expect.stringContaining('Restored from /backups/one, but broken off after that')]);
    expect(await databases()).toEqual({ overstap: 'of_the_backup', overstap_before: 'of_before' });
    expect([...running]).toEqual(PROGRAMS);
  });
});
