import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type GivenKurrentDb, givenKurrentDb } from '../kurrentdb-server/given.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

const EXPORT = new URL('../../samples/cohort-hr-export.csv', import.meta.url);
const OVERSTAP = fileURLToPath(new URL('../../apps/cli/bin/overstap.js', import.meta.url));
const PEOPLE = 40;
const CLOCK = '2026-09-01T09:00:00+02:00';
const TERMS = ['--template', 'IND-6', '--starts', '2026-09-01'];

interface Report {
  readonly referred: number;
  readonly phases: Record<string, number>;
}
interface Copied {
  readonly copied: number;
  readonly digest: string;
  readonly rebuilding: readonly string[];
}
type Items = { readonly items: readonly Record<string, string>[] };

/** On the test server; `npm run test:kurrentdb` runs it on a real, empty one. */
describe('with its events in KurrentDB', () => {
  let kurrentDb: GivenKurrentDb;
  let directory: string;
  let program: RunningProgram;
  const start = async (eventStore = 'kurrentdb'): Promise<RunningProgram> =>
    RunningProgram.start(directory, { OVERSTAP_CLOCK: CLOCK, EVENT_STORE: eventStore, KURRENTDB_URL: kurrentDb.url });
  const overstap = async <T = Record<string, unknown>>(...args: readonly string[]): Promise<T> => {
    const env = { PATH: process.env['PATH'], OVERSTAP_DATA_DIR: directory, KURRENTDB_URL: kurrentDb.url };
    const { stdout } = await promisify(execFile)(process.execPath, [OVERSTAP, ...args, '--json'], { env });
    return JSON.parse(stdout) as T;
  };
  const copyEvents = (from: string, to: string) => overstap<Copied>('copy-events', '--from', from, '--to', to);
  const report = (headers = {}) => program.get<Report>('/programmes/REORG-2026/report?asOf=2027-06-30', headers);

  beforeAll(async () => {
    kurrentDb = await givenKurrentDb();
    directory = join(temporaryDirectory('kurrentdb'), 'data');
    program = await start();
  });
  afterAll(async () => {
    await program?.stop();
    await kurrentDb?.stop();
  });

  test('the command line goes from an employer’s file to a report that counts everybody', async () => {
    await overstap('programme', 'open', 'REORG-2026', '--employer', 'Voorbeeld BV', ...TERMS);
    const lines = (await readFile(EXPORT, 'latin1')).split('\n');
    const file = join(temporaryDirectory('export'), 'cohort.csv');
    await writeFile(file, lines.slice(0, 1 + PEOPLE).join('\n'), 'latin1');
    const into = [file, '--programme', 'REORG-2026'];
    const everybody = { accepted: PEOPLE, rejected: 0, duplicates: 0 };
    expect(await overstap('import', ...into, '--dry-run')).toMatchObject(everybody);
    expect(await overstap('import', ...into)).toMatchObject(everybody);
    expect(await overstap('import', ...into)).toMatchObject({ accepted: 0, duplicates: PEOPLE });
    const { invited } = await overstap<{ invited: number }>('wave', 'release', '1', '--programme', 'REORG-2026');
    expect(invited).toBeGreaterThan(1);

    const [call] = (await overstap<Items>('queue', 'planner', '--limit', '3')).items;
    const id = call?.['trajectory'] ?? '';
    const tell = (command: string, data: object) =>
      overstap<{ position: string }>(
        'send',
        'trajectory',
        id,
        command,
        '--data',
        JSON.stringify(data),
        '--key',
        command,
      );
    await tell('make-first-contact', { on: '2026-09-01', channel: 'PHONE' });
    await program.registerCoach('coach-7');
    await tell('match-coach', { coachId: 'coach-7' });
    // The same key again is the same command, also at the stream's present revision.
    expect(await tell('match-coach', { coachId: 'coach-7' })).toMatchObject({ duplicate: true });
    const { position } = await tell('hold-intake', { on: '2026-09-01', minutes: 60, mode: 'ONSITE' });
    const counted = await report({ 'overstap-position': position });
    expect(counted).toMatchObject({
      referred: PEOPLE,
      phases: { REFERRED: PEOPLE - invited, ACTIVE: 1, INVITED: invited - 1 },
    });
    expect(await overstap('report', 'REORG-2026', '--as-of', '2027-06-30')).toEqual(counted);
  });

  test('after kill -9 the program goes on where it was', async () => {
    const before = await report();
    await program.stop('SIGKILL');
    program = await start();
    expect(await report()).toEqual(before);
    const terms = { code: 'NEXT', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };
    const opened = await program.post<{ events: unknown[] }>('/programmes/open-programme', terms);
    expect(opened.events).not.toEqual([]);
  });

  test('a backup is refused, because it would leave the log out', async () => {
    const answer = await program.send('/operation/backup', { directory: join(directory, '..', 'backup') });
    expect(await answer.text()).toMatch(/The log is in KurrentDB/);
  });

  test('the log moves to PostgreSQL and back: the report is the same, seals hold, and nobody is written to twice', async () => {
    const told = async () => (await program.get<Items>('/outbox?limit=500')).items.length;
    const ok = async () => (await program.post<{ ok: boolean }>('/operation/verify', {})).ok;
    expect(await ok()).toBe(true);
    const before = { report: await report(), told: await told() };
    await expect(copyEvents('kurrentdb', 'postgres')).rejects.toThrow(/Another Overstap .* Stop it first/);
    await program.stop();
    const there = await copyEvents('kurrentdb', 'postgres');
    expect(there.rebuilding).toContain('trajectory_summary');
    expect(await copyEvents('kurrentdb', 'postgres')).toMatchObject({ copied: 0, digest: there.digest });
    await expect(start()).rejects.toThrow(/The log of this installation is in PostgreSQL: set EVENT_STORE=postgres/);

    program = await start('postgres');
    expect({ report: await report(), told: await told() }).toEqual(before);
    expect(await ok()).toBe(true);
    const terms = { code: 'MOVED', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };
    await program.post('/programmes/open-programme', terms);
    await program.stop();

    expect((await copyEvents('postgres', 'kurrentdb')).copied).toBeGreaterThan(0);
    program = await start();
    expect({ report: await report(), told: await told() }).toEqual(before);
    expect(await ok()).toBe(true);
    expect((await program.post<{ events: unknown[] }>('/programmes/open-programme', terms)).events).toEqual([]);
  });

  test('health says that it is well, and so of KurrentDB when that is away; the program goes on when it is back', async () => {
    const ready = async (): Promise<number> => (await program.fetch('/health/ready')).status;
    for (let tries = 0; tries < 200 && (await ready()) !== 200; tries += 1) await sleep(100);
    expect(await program.get('/health/ready')).toMatchObject({ status: 'up', checks: { kurrentdb: { status: 'up' } } });
    const server = kurrentDb.testServer;
    // A real one is not the test's to stop.
    if (!server) return;
    const until = async (status: number): Promise<void> => {
      for (let tries = 0; tries < 200 && (await ready()) !== status; tries += 1) await sleep(100);
      expect(await ready()).toBe(status);
    };
    await until(200);
    await server.stop();
    await until(503);
    await server.start();
    await until(200);
    const terms = { code: 'LATER', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };
    await program.post('/programmes/open-programme', terms);
  });
});
