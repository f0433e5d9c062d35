import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';
import { type Agency, makeAgency } from './support/agency.js';
import { type Engine, Ground } from './support/ground.js';
import { olderWorker } from './support/older-version.js';
import { MachineClock } from './support/machine-clock.js';
import { LONG, sized } from './support/shape.js';
import { WorkerProcess } from './support/worker.js';

const PEOPLE = sized(12, 300);
const DUE = '2026-09-03T06:30:00.000Z';
const NEW_TYPE = 'FirstContactAttempted';

describe('two workers of different versions on one database', () => {
  let ground: Ground;
  let agency: Agency;
  let older: string;
  /** Whose stream holds an event that the older version does not know. */
  const unreadable = new Set<string>();
  beforeAll(async () => {
    ground = await Ground.start({ redis: LONG });
    older = olderWorker(NEW_TYPE);
    agency = await makeAgency(ground.postgres, {
      waves: [{ people: PEOPLE, at: '2026-09-01T07:00:00.000Z' }],
      webhook: ground.hooks.url,
      then: async (program) => {
        const { items } = await program.get<{ items: readonly { trajectory: string }[] }>('/trajectories?limit=500');
        for (const { trajectory } of items.filter((_item, n) => n % 2 === 0)) {
          const attempt = { n: 1, channel: 'PHONE', outcome: 'NO_ANSWER' };
          await program.post(`/trajectories/${trajectory}/attempt-first-contact`, attempt);
          unreadable.add(trajectory);
        }
        // A move to where the clock stands: everything has followed the log when it answers.
        await program.post('/clock', await program.get('/clock').then(({ now }) => ({ now })));
      },
    });
    // The newer version brought the database up to date before the older one starts once more.
    await ground.postgres.query(
      agency.database,
      `INSERT INTO overstap_migration (name, timestamp) VALUES ('reminders/999-of-a-newer-version', now())`,
    );
  });
  afterEach(() => ground?.endScenario());
  afterAll(() => ground?.stop());

  test.each(sized<readonly Engine[]>(['PostgreSQL'], ['PostgreSQL', 'Redis']))(
    'the older leaves alone what it cannot read, and together they record and tell of each rung once, with the queue on %s',
    async (engine) => {
      const now = new Date(Date.parse(DUE) - 1_000).toISOString();
      const run = await ground.begin(engine, { agency, now, until: DUE });
      if (!run) return;
      const readable = run.expected.filter(({ trajectory }) => !unreadable.has(trajectory));
      expect(readable.length).toBeGreaterThanOrEqual(PEOPLE / 2);
      expect(run.expected.length - readable.length).toBeGreaterThanOrEqual(PEOPLE / 2);

      const old = await run.startWorker(older);
      await run.until(readable.length);
      await pause(2_000);
      expect(await run.recorded()).toBe(readable.length);
      const young = await run.startWorker();
      await run.until(Infinity, 120_000);
      expect([old.runs, young.runs]).toEqual([true, true]);
      expect(old.output()).toContain(`an event of type ${NEW_TYPE}, which this version does not know`);
      expect(old.output()).not.toMatch(/Sanne|voorbeeld\.example/);
      await run.check();
    },
    300_000,
  );

  test('the older, which holds the lead, stops before an event that it does not know, and hides it from nobody', async () => {
    const now = new Date(Date.parse(DUE) - 3_600_000).toISOString();
    const clock = new MachineClock(now);
    const database = await ground.postgres.database(agency.database);
    const env = { ...agency.env, DATABASE_URL: ground.postgres.url(database) };
    const leases = async (): Promise<number> => {
      const { rows } = await ground.postgres.query<{ held: number }>(
        database,
        'SELECT count(*)::int AS held FROM projection_checkpoint WHERE lease_until > clock_timestamp()',
      );
      return rows[0]?.held ?? 0;
    };
    const old = await WorkerProcess.start({ env, clock, main: older });
    const api = await RunningProgram.start(temporaryDirectory('api'), { ...env, ...clock.env }, 'api');
    let young: WorkerProcess | undefined;
    try {
      await until(async () => (await leases()) > 10);
      const { items } = await api.get<{ items: readonly { trajectory: string }[] }>('/trajectories?limit=500');
      const { trajectory = '' } = items.find((item) => !unreadable.has(item.trajectory)) ?? {};
      const attempt = { n: 1, channel: 'PHONE', outcome: 'NO_ANSWER' };
      await api.post(`/trajectories/${trajectory}/attempt-first-contact`, attempt);
      await api.registerCoach('behind-it');
      const coaches = async () =>
        (await api.get<{ items: readonly { coach: string }[] }>('/coaches')).items.map(({ coach }) => coach);
      await until(() => Promise.resolve(old.output().includes(`an event of type ${NEW_TYPE}, which this version of`)));
      await until(async () => (await leases()) === 0);
      await pause(1_000);
      expect(await leases()).toBe(0);
      expect(await coaches()).not.toContain('behind-it');

      young = await WorkerProcess.start({ env, clock });
      await until(async () => (await coaches()).includes('behind-it'));
      const { items: lines } = await api.get<{ items: readonly object[] }>(`/trajectories/${trajectory}/timeline`);
      expect(JSON.stringify(lines)).toContain(NEW_TYPE);
      expect([old.runs, young.runs]).toEqual([true, true]);
    } finally {
      await api.stop();
      await Promise.all([old.kill(), young?.kill()]);
    }
  });
});

async function until(reached: () => Promise<boolean>, withinMs = 120_000): Promise<void> {
  for (const end = performance.now() + withinMs; !(await reached()); await pause(50))
    if (performance.now() > end) throw new Error('It was not reached in time');
}
