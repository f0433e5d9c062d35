import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
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
  const copyEvents = async (from: string, to: string): Promise<Copied> => {
    const env = { PATH: process.env['PATH'], OVERSTAP_DATA_DIR: directory, KURRENTDB_URL: kurrentDb.url };
    const args = [OVERSTAP, 'copy-events', '--from', from, '--to', to, '--json'];
    return JSON.parse((await promisify(execFile)(process.execPath, args, { env })).stdout) as Copied;
  };
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

  test('a cohort is imported once, and the report counts everybody', async () => {
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    const terms = { code: 'REORG-2026', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };
    await program.post('/programmes/open-programme', terms);
    const lines = (await readFile(EXPORT, 'latin1')).split('\n');
    const file = Buffer.from(lines.slice(0, 1 + PEOPLE).join('\n'), 'latin1');
    const done = await program.upload<{ accepted: number }>('/programmes/REORG-2026/imports', file);
    expect(done.body).toMatchObject({ accepted: PEOPLE, rejected: 0, duplicates: 0 });
    const { invited } = await program.post<{ invited: number }>('/programmes/REORG-2026/waves/1/release', {});
    expect(invited).toBeGreaterThan(1);
    const { items } = await program.get<Items>('/trajectories?programme=REORG-2026&status=INVITED&limit=1');
    const id = items[0]?.['trajectory'];
    const tell = (command: string, body: object) =>
      program.post<{ position: string }>(`/trajectories/${id}/${command}`, body, { 'idempotency-key': command });
    await tell('make-first-contact', { on: '2026-09-01', channel: 'PHONE' });
    await program.registerCoach('coach-7');
    await tell('match-coach', { coachId: 'coach-7' });
    // The same key again is the same command, also at the stream's present revision.
    expect(await tell('match-coach', { coachId: 'coach-7' })).toMatchObject({ duplicate: true });
    const { position } = await tell('hold-intake', { on: '2026-09-01', minutes: 60, mode: 'ONSITE' });
    expect(await report({ 'overstap-position': position })).toMatchObject({
      referred: PEOPLE,
      phases: { REFERRED: PEOPLE - invited, ACTIVE: 1, INVITED: invited - 1 },
    });
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

  test('health says so when KurrentDB is away, and the program goes on when it is back', async () => {
    const server = kurrentDb.testServer;
    if (!server) return;
    const ready = async (): Promise<number> => (await program.fetch('/health/ready')).status;
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
