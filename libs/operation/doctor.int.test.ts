import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventStoreMigrations } from '@overstap/event-store';
import { Health, VirtualClock } from '@overstap/platform';
import { loadMasterKeys, privacyMigrations } from '@overstap/privacy';
import { type Lag, type ParkedPartition } from '@overstap/projections';
import { temporaryDirectory, testDatabase, type TestDatabase } from '../../test/support/postgres.js';
import { doctor, operationMigrations, Sealer, type ExaminedProgram } from './index.js';
import { PeopleLog, SetClock } from './testing/people-log.js';

const lagOf = (more: Partial<Lag>): Lag => ({
  ...{ name: 'coach_list', version: 1, state: 'live', position: '1.1.1', behind: 0, more: false, since: undefined },
  ...{ leased: true, parked: 0 },
  ...more,
});
const workOf = (lag: readonly Lag[] = [lagOf({})], parked: readonly Partial<ParkedPartition>[] = []) => ({
  projections: { lag: async () => lag, parked: { list: async () => parked as readonly ParkedPartition[] } },
});

describe('the doctor', () => {
  let database: TestDatabase;
  let program: ExaminedProgram;
  const clock = new SetClock();
  const settings = {
    dataDir: temporaryDirectory(),
    eventStore: 'postgres',
    queue: 'postgres',
    production: false,
  } as const;

  beforeAll(async () => {
    database = await testDatabase([eventStoreMigrations, privacyMigrations, operationMigrations]);
    const log = await PeopleLog.open(
      database,
      loadMasterKeys({ masterKey: randomBytes(32).toString('base64'), production: true }),
    );
    await log.refer('a', randomUUID(), 'Ann', 3);
    program = { settings, database, store: log.store, clock, health: new Health() };
  });
  afterAll(() => database.drop());

  test('says what is running', async () => {
    const found = await doctor(program, { ...workOf(), sweepAge: async () => 4 });
    expect(found).toMatchObject({
      ...{ ok: true, problems: [], sweepAgeSeconds: 4, dataDirectory: settings.dataDir },
      version: {
        overstap: expect.stringMatching(/^\d+\.\d+/),
        node: process.version,
        postgresql: expect.stringMatching(/^18/),
      },
      running: { pid: process.pid, database: 'embedded', queue: 'postgres' },
      clock: { now: clock.at, virtual: false },
      readModels: [{ name: 'coach_list', behind: 0 }],
      seals: { unsealed: 3, more: false, since: '2026-09-01T08:00:00.000Z' },
    });
    expect(found.version?.schema).toMatch(/^\d+ steps, the last operation\//);
    expect(found.disk?.freeBytes).toBeGreaterThan(0);
    expect(await doctor({ ...program, clock: new VirtualClock(clock.at) }, workOf())).toMatchObject({
      clock: { virtual: true },
    });
  });

  test('names each problem and what to do about it', async () => {
    const health = new Health();
    health.register('queue', () => Promise.reject(new Error('x')));
    const since = '2026-09-01T08:00:00.000Z';
    const late: ExaminedProgram = { ...program, health, clock: new SetClock('2026-09-01T08:20:00.000Z') };
    const lag = [
      lagOf({ name: 'slow', behind: 1000, more: true, since }),
      lagOf({ name: 'orphan', behind: 2, since, leased: false }),
      lagOf({ name: 'new', state: 'building', behind: 5, since }),
    ];
    const work = {
      ...workOf(lag, [{ name: 'coach_list' }]),
      sweepAge: async () => 301,
      unattended: async () => ['OWN'],
    };
    const { ok, problems } = await doctor(late, work);
    expect(ok).toBe(false);
    expect(problems.map(({ what }) => what)).toEqual([
      'The check queue fails: Error',
      'slow is 1000 or more events behind, the oldest for 1200 s',
      'orphan is 2 events behind, the oldest for 1200 s, and no worker moves it',
      '1 partitions are set aside because an event could not be handled (coach_list)',
      'Events wait for their seal for 1200 s',
      'The sweep of reminders last finished 301 s ago',
      'Programmes name a manager or planners whom nobody is any more: OWN',
    ]);
    await new Sealer({ database, store: program.store, clock, report: () => undefined }).sealNow();
    expect((await doctor(late, workOf())).seals).toMatchObject({ unsealed: 0, since: null });
  });

  test('answers when a part cannot be examined', async () => {
    const broken = { ...program, settings: { ...settings, dataDir: '/nowhere/at/all' } };
    const work = { projections: { ...workOf().projections, lag: () => Promise.reject(new Error('Ann')) } };
    const found = await doctor(broken, work);
    expect(found).toMatchObject({ ok: false, disk: null, readModels: null, seals: { unsealed: expect.any(Number) } });
    expect(found.problems).toHaveLength(2);
    expect(JSON.stringify(found)).not.toContain('Ann');
  });
});
