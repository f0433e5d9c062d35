import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openKurrentDb } from '@overstap/event-store';
import { type EventStore, type Position, START, type StoredEvent } from '@overstap/kernel';
import { hasRedis, type RedisServer, startRedis } from '../../libs/reminders/testing/redis-server.js';
import { CLOCK_EVENTS, ladders, type LogEvent } from '../faults/support/ladders.js';
import { MachineClock } from '../faults/support/machine-clock.js';
import { FIRST_STARTED, RestartablePostgres } from '../faults/support/restartable-postgres.js';
import { chance, sized } from '../faults/support/shape.js';
import { WorkerProcess } from '../faults/support/worker.js';
import { type GivenKurrentDb, givenKurrentDb } from '../kurrentdb-server/given.js';
import { CoachLedger } from '../processes/coach-ledger.js';
import { before, Installation, TAKEOVER_SECONDS } from '../processes/installation.js';
import { rowsOfAll } from '../processes/read-model-rows.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';
import { wordsInClear } from './words-in-clear.js';

const EXPORT = new URL('../../samples/cohort-hr-export.csv', import.meta.url);
const OVERSTAP = fileURLToPath(new URL('../../apps/cli/bin/overstap.js', import.meta.url));
const PEOPLE = 40;
const CLOCK = '2026-09-01T09:00:00+02:00';
/** Two weeks after people were invited, rungs of theirs are due. */
const MORNING = '2026-09-15T06:30:00.000Z';
const SECONDS = sized(15, 120);
/** At least so many end, however long they take to come back. */
const ENDS = 4;
/** Of an employer's file: first and last name, e-mail address, telephone, job and site. */
const PERSONAL = [1, 2, 3, 4, 6, 12];
const TASK = 'Vraag hoe het met haar moeder gaat';
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
  let postgres: RestartablePostgres | undefined;
  let redis: RedisServer | undefined;
  let installation: Installation | undefined;
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
    await installation?.end();
    await redis?.stop();
    await postgres?.stop();
    await kurrentDb?.stop();
  });

  test('the command line goes from an employer’s file to a report that counts everybody', async () => {
    await overstap('programme', 'open', 'REORG-2026', '--employer', 'Voorbeeld BV', ...TERMS);
    const file = join(temporaryDirectory('export'), 'cohort.csv');
    await writeFile(file, (await cohort()).join('\n'), 'latin1');
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
    await tell('add-task', { title: TASK, role: 'COACH' });
    const { position } = await tell('hold-intake', { on: '2026-09-01', minutes: 60, mode: 'ONSITE' });
    const counted = await report({ 'overstap-position': position });
    expect(counted).toMatchObject({
      referred: PEOPLE,
      phases: { REFERRED: PEOPLE - invited, ACTIVE: 1, INVITED: invited - 1 },
    });
    expect(await overstap('report', 'REORG-2026', '--as-of', '2027-06-30')).toEqual(counted);
  });

  test('nothing personal lies in the log in clear: not a name, an address, a job, nor what somebody wrote', async () => {
    const [, ...people] = await cohort();
    const personal = people.flatMap((line) => PERSONAL.map((column) => line.split(';')[column] ?? ''));
    // What is as short as that may be there by chance.
    const words = [...new Set([...personal, TASK])].filter((word) => word.length > 4);
    expect(words.length).toBeGreaterThan(2 * PEOPLE);
    const there = ['ParticipantReferred', 'REORG-2026', 'default'];
    expect((await wordsInClear(kurrentDb.url, [...words, ...there])).toSorted()).toEqual(there);
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
    for (let tries = 0; tries < 600 && (await ready()) !== 200; tries += 1) await sleep(100);
    expect(await program.get('/health/ready')).toMatchObject({ status: 'up', checks: { kurrentdb: { status: 'up' } } });
    const server = kurrentDb.testServer;
    // A real one is not the test's to stop.
    if (!server) return;
    const until = async (status: number): Promise<void> => {
      for (let tries = 0; tries < 600 && (await ready()) !== status; tries += 1) await sleep(100);
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

  test('several apis and workers, killed and stopped at random, record every rung once and keep what they acknowledged', async () => {
    await program.stop();
    postgres = await RestartablePostgres.on(directory);
    const clock = new MachineClock(before(MORNING, 60_000));
    const key = await readFile(join(directory, 'master.key'), 'utf8');
    const log = { EVENT_STORE: 'kurrentdb', KURRENTDB_URL: kurrentDb.url };
    // As in a cluster, where Redis is installed.
    redis = hasRedis() ? await startRedis() : undefined;
    const queue = redis ? { QUEUE: 'redis', REDIS_URL: redis.url } : { QUEUE: 'postgres' };
    const env = { ...log, ...queue, DATABASE_URL: postgres.url(FIRST_STARTED), OVERSTAP_MASTER_KEY: key.trim() };
    const startWorker = () => WorkerProcess.start({ clock, env });
    installation = new Installation({ clock, env, startWorker, record: { database: FIRST_STARTED } }, postgres);
    await installation.start({ apis: 2, workers: 2 });
    const ledger = new CoachLedger(installation);
    ledger.start(4);
    clock.set(before(MORNING, 1_000));
    const random = chance('killed at random, log in KurrentDB');
    const until = performance.now() + SECONDS * 1000;
    while (performance.now() < until || installation.ends.length < ENDS) {
      await installation.endOne(random);
      await sleep(500 + random() * 2_000);
    }
    await installation.settled();
    await ledger.stop();
    process.stderr.write(`${installation.story}; ${ledger.acknowledged.length} commands acknowledged\n`);

    const store = await openKurrentDb(kurrentDb.url);
    try {
      const promised = async () =>
        ladders((await eventsOf(store, CLOCK_EVENTS)) as unknown as readonly LogEvent[], MORNING);
      for (let tries = 0; tries < 600 && (await promised()).some(({ records }) => records.length === 0); tries += 1)
        await sleep(100);
      const rungs = await promised();
      expect(rungs.length).toBeGreaterThan(0);
      expect(rungs.filter(({ records }) => records.length !== 1)).toEqual([]);
      expect(rungs.filter(({ at, records }) => (records[0]?.recordedAt ?? '') < at)).toEqual([]);
      expect(rungs.filter(({ at }) => at === MORNING).length).toBeGreaterThan(0);
      expect(ledger.refused).toEqual([]);
      expect(ledger.acknowledged.length).toBeGreaterThan(SECONDS);
      const coaches = (await eventsOf(store, ['CoachRegistered'])).map(({ stream }) => stream.replace(/^coach-/, ''));
      expect(coaches.filter((coach) => coach !== 'coach-7').toSorted()).toEqual(ledger.acknowledged.toSorted());
      const live = await rowsOfAll(postgres, FIRST_STARTED, haveRead(store));
      await installation.apis[0]?.post('/operation/rebuild', {});
      expect(await rowsOfAll(postgres, FIRST_STARTED, haveRead(store))).toEqual(live);
    } finally {
      await store.close();
    }
    const { ends, takeovers, badExits } = installation;
    expect(ends.length).toBeGreaterThan(3);
    expect(badExits).toEqual([]);
    expect(takeovers.length).toBeGreaterThan(0);
    expect(takeovers.filter(({ seconds }) => seconds > TAKEOVER_SECONDS)).toEqual([]);
  }, 600_000);
});

/** The head of an employer's file and so many people of it. */
const cohort = async (): Promise<readonly string[]> =>
  (await readFile(EXPORT, 'latin1')).split('\n').slice(0, 1 + PEOPLE);

/** Where each reader stands between two events is its own: they are there once they are past the last event, and no other one comes. */
function haveRead(store: EventStore): (positions: readonly Position[]) => Promise<boolean> {
  let before: Position = START;
  return async (positions) => {
    const last = (await eventsOf(store)).at(-1)?.position ?? START;
    const stayed = last === before;
    before = last;
    return stayed && positions.every((position) => store.compare(position, last) >= 0);
  };
}

async function eventsOf(store: EventStore, types?: readonly string[]): Promise<readonly StoredEvent[]> {
  const found: StoredEvent[] = [];
  for (let after: Position = START; ;) {
    const { events, next, atHead } = await store.readAll(after, 1_000, types ? { types } : {});
    found.push(...events);
    if (atHead) return found;
    after = next;
  }
}
