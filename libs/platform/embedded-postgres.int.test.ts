import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { temporaryDirectory } from '../../test/support/postgres.js';
import { isRunning } from './process-liveness.js';
import { checkOut, end, start, type Started } from './testing/program-on-directory.js';

jest.setTimeout(120_000);
const asRoot = process.getuid?.() === 0;
const forRoot = asRoot ? test : test.skip;
if (!asRoot)
  console.warn('Skipped: what PostgreSQL does for a program that runs as root; run the tests as root to see it.');

const query = async (started: Started, sql: string): Promise<unknown[]> => {
  const client = new pg.Client(started.ready!.connection);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('the embedded PostgreSQL', () => {
  let program: string;
  const running: Started[] = [];
  const run = async (...args: Parameters<typeof start>): Promise<Started> => {
    const started = await start(...args);
    running.push(started);
    return started;
  };
  const others: string[] = [];
  /** Below the machine's temporary directory, open to every user. */
  const openDirectory = (): string => {
    const directory = mkdtempSync(join(tmpdir(), 'overstap-open-'));
    execFileSync('chmod', ['755', directory]);
    others.push(directory);
    return directory;
  };

  beforeAll(() => {
    program = checkOut(temporaryDirectory('checkout'));
  });
  afterEach(async () => {
    for (const started of running.splice(0)) await end(started, 'SIGTERM');
  });
  afterAll(() => {
    for (const directory of others) rmSync(directory, { recursive: true, force: true });
  });

  test('keeps its files closed, listens on no network, keeps what was written, starts fast and stops within 5 s', async () => {
    const dataDir = join(temporaryDirectory('fresh'), 'new', '.overstap');
    const durably = { ...process.env, DURABLE: 'yes' };
    const first = await run(program, dataDir, [], durably);
    expect(first.logs).toEqual([expect.stringContaining('Making a new database')]);
    expect(modeOf(dataDir)).toBe('700');
    expect(modeOf(join(dataDir, 'postgres'))).toBe('700');
    for (const file of ['postgres-password', 'postgres.log', 'overstap.lock'])
      expect(modeOf(join(dataDir, file))).toBe('600');
    expect(await query(first, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '' }]);
    expect(await query(first, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    await query(first, 'CREATE TABLE kept AS SELECT 7 AS seven');
    expect(await end(first, 'SIGTERM')).toBeLessThan(5_000);
    expect(isRunning(first.ready!.pid)).toBe(false);
    expect(existsSync(join(dataDir, 'overstap.lock'))).toBe(false);

    const second = await run(program, dataDir, [], durably);
    expect(second.logs).toEqual([]);
    expect(second.took).toBeLessThan(10_000);
    expect(await query(second, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }]);
  });

  test('stops within 5 s also while a connection works', async () => {
    const started = await run(program, temporaryDirectory('busy'));
    const client = new pg.Client(started.ready!.connection);
    client.on('error', () => undefined);
    await client.connect();
    const long = client.query('SELECT pg_sleep(60)').catch((error: Error) => error.message);
    expect(await end(started, 'SIGTERM')).toBeLessThan(5_000);
    expect(await long).toMatch(/terminating|terminated/);
  });

  test('that was left behind by a killed program is stopped, and that is said', async () => {
    const dataDir = temporaryDirectory('left');
    const killed = await run(program, dataDir);
    await query(killed, 'CREATE TABLE kept AS SELECT 7 AS seven');
    await end(killed, 'SIGKILL');
    expect(isRunning(killed.ready!.pid)).toBe(true);
    const next = await run(program, dataDir);
    expect(next.logs).toEqual([expect.stringMatching(`process ${killed.ready!.pid}.*left behind`)]);
    expect(isRunning(killed.ready!.pid)).toBe(false);
    expect(await query(next, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }]);
  });

  test('that was itself killed comes back, also when its number now belongs to another process', async () => {
    const dataDir = temporaryDirectory('killed');
    const killed = await run(program, dataDir);
    process.kill(killed.ready!.pid, 'SIGKILL');
    await end(killed, 'SIGKILL');
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    writeFileSync(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'));
    const next = await run(program, dataDir);
    expect(next.refused).toBeUndefined();
    expect(next.logs).toEqual([]);
  });

  test('refuses a second program on the same directory and leaves the first alone', async () => {
    const dataDir = temporaryDirectory('twice');
    const first = await run(program, dataDir);
    const second = await run(program, dataDir);
    expect(second.refused).toMatch(`Another Overstap (process ${first.process.pid}) is running on`);
    expect(await query(first, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('takes over the lock of a program whose number another process now has', async () => {
    const dataDir = temporaryDirectory('stale');
    writeFileSync(join(dataDir, 'overstap.lock'), JSON.stringify({ pid: process.pid, started: '1' }));
    expect((await run(program, dataDir)).ready).toBeDefined();
    expect(readdirSync(dataDir).filter((name) => name.startsWith('overstap.lock'))).toEqual(['overstap.lock']);
  });

  test('uses a loopback port where the path is too long for a socket', async () => {
    const dataDir = join(temporaryDirectory('long'), 'x'.repeat(100));
    const started = await run(program, dataDir);
    expect(started.ready!.connection['host']).toBe('127.0.0.1');
    expect(await query(started, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(await query(started, 'SHOW unix_socket_directories')).toEqual([{ unix_socket_directories: '' }]);
  });

  test('writes no statement and no value into its log', async () => {
    const dataDir = temporaryDirectory('quiet');
    const started = await run(program, dataDir);
    await query(started, 'CREATE TABLE person (name text PRIMARY KEY)');
    await query(started, `INSERT INTO person VALUES ('Canary')`);
    await expect(query(started, `INSERT INTO person VALUES ('Canary')`)).rejects.toThrow(/duplicate/);
    await expect(query(started, `SELECT 'Canary'::date`)).rejects.toThrow(/invalid input/);
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).not.toContain('Canary');
  });

  test.each([
    ['a file where the directory should be', (at: string) => writeFileSync(at, ''), /is not a directory/],
    [
      'a cluster of another version',
      (at: string) => {
        mkdirSync(join(at, 'postgres'), { recursive: true });
        writeFileSync(join(at, 'postgres', 'PG_VERSION'), '12\n');
      },
      /made by PostgreSQL 12; this program brings PostgreSQL \d+/,
    ],
    [
      'other files in its place',
      (at: string) => mkdirSync(join(at, 'postgres'), { recursive: true }),
      /not a PostgreSQL cluster/,
    ],
  ])('says what is wrong: %s', async (_, prepare, message) => {
    const at = join(temporaryDirectory('wrong'), 'data');
    prepare(at);
    expect((await run(program, at)).refused).toMatch(message);
  });

  test('says what is wrong: a directory that nobody can make', async () => {
    expect((await run(program, '/proc/overstap/data')).refused).toMatch(/\/proc\/overstap cannot be made/);
  });

  test('says what is wrong: its password file is gone, or of another database', async () => {
    const dataDir = temporaryDirectory('password');
    await end(await run(program, dataDir), 'SIGTERM');
    rmSync(join(dataDir, 'postgres-password'));
    expect((await run(program, dataDir)).refused).toMatch(/postgres-password is missing or does not fit/);
    writeFileSync(join(dataDir, 'postgres-password'), 'another');
    expect((await run(program, dataDir)).refused).toMatch(/postgres-password is missing or does not fit/);
  });

  test('shows the end of its log when PostgreSQL gives up', async () => {
    const dataDir = temporaryDirectory('broken');
    await end(await run(program, dataDir), 'SIGTERM');
    writeFileSync(join(dataDir, 'postgres', 'postgresql.conf'), 'no_such_setting = 1\n');
    expect((await run(program, dataDir)).refused).toMatch(/PostgreSQL did not start[\s\S]*no_such_setting/);
  });

  const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'];

  forRoot('runs as an ordinary user too, and refuses a directory of somebody else', async () => {
    const directory = openDirectory();
    const own = checkOut(join(directory, 'checkout'));
    mkdirSync(join(directory, 'theirs'), { mode: 0o755 });
    expect((await run(own, join(directory, 'theirs'), nobody)).refused).toMatch(/belongs to another user \(uid 0/);
    execFileSync('chown', ['65534', directory]);
    const started = await run(own, join(directory, 'mine'), nobody);
    expect(statSync(join(directory, 'mine', 'postgres')).uid).toBe(65534);
    expect(await query(started, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  forRoot('started by root runs as nobody, from a checkout that nobody cannot enter, fresh from npm', async () => {
    const closed = temporaryDirectory('closed');
    const started = await run(checkOut(join(closed, 'checkout'), { ownBinaries: true }), join(closed, '.overstap'));
    expect(started.refused).toBeUndefined();
    expect(modeOf(closed)).toBe('700');
    expect(statSync(`/proc/${started.ready!.pid}`).uid).not.toBe(0);
    expect(statSync(join(closed, '.overstap', 'postgres')).uid).toBe(65534);
    expect(statSync(join(closed, '.overstap', 'postgres-password')).uid).toBe(0);
  });

  /** As in a container with the usual limits. */
  const without = (...capabilities: string[]): string[] => [
    'setpriv',
    `--bounding-set=${capabilities.map((name) => `-${name}`).join(',')}`,
    `--inh-caps=${capabilities.map((name) => `-${name}`).join(',')}`,
    '--',
  ];

  forRoot.each([
    ['open', () => join(openDirectory(), 'data')],
    ['closed', () => temporaryDirectory('closed')],
  ])('does without the capability to search closed directories, its parents being %s', async (_, directory) => {
    const started = await run(program, directory(), without('dac_read_search'));
    expect(started.refused).toBeUndefined();
    expect(await query(started, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  forRoot('names the directory to choose when it can reach the one given in no way', async () => {
    const dataDir = temporaryDirectory('unreachable');
    const started = await run(program, dataDir, [], { ...process.env, PATH: '/nowhere' });
    expect(started.refused).toMatch(
      /cannot reach .*Set OVERSTAP_DATA_DIR to a directory whose parents every user may pass/,
    );
  });

  forRoot('says that the disk is full, and leaves nothing half-made', async () => {
    const disk = temporaryDirectory('disk');
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      console.warn('Skipped: the full disk; this machine does not let tests mount one.');
      return;
    }
    try {
      expect((await run(program, join(disk, 'data'))).refused).toMatch(/disk that holds .* is full/);
      expect(existsSync(join(disk, 'data', 'postgres'))).toBe(false);
    } finally {
      execFileSync('umount', ['-l', disk]);
    }
  });
});
