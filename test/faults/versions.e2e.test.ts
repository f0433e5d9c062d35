import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CoachLedger, registered } from '../processes/coach-ledger.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';
import { type Agency, makeAgency } from './support/agency.js';
import { type Engine, Ground } from './support/ground.js';
import { answersOf, ask, askAgainAndAgain } from './support/answers.js';
import { ADDED, type OlderVersion, versionWithout } from './support/older-version.js';
import { MachineClock } from './support/machine-clock.js';
import { LONG, sized } from './support/shape.js';
import { type BuildOfModel, CHANGED_NAMES, until, Upgrade } from './support/upgrade.js';
import { WorkerProcess } from './support/worker.js';

const PEOPLE = sized(12, 300);
const DUE = '2026-09-03T06:30:00.000Z';
const NEW_TYPE = 'FirstContactAttempted';

describe('two versions on one database', () => {
  let ground: Ground;
  let agency: Agency;
  let older: OlderVersion;
  /** Whose stream holds an event that the older version does not know. */
  const unreadable = new Set<string>();
  beforeAll(async () => {
    ground = await Ground.start({ redis: LONG });
    older = versionWithout(NEW_TYPE);
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

      const old = await run.startWorker(older.worker);
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
    const old = await WorkerProcess.start({ env, clock, main: older.worker });
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

  test('rows of another version of a read model are filled beside the older ones; both versions answer meanwhile and afterwards, and lose nothing', async () => {
    const now = new Date(Date.parse(DUE) - 3_600_000).toISOString();
    const upgrade = await Upgrade.begin(ground.postgres, { agency, now });
    const ledger = new CoachLedger(upgrade);
    try {
      const olderApi = await upgrade.startOlder();
      const areAllLive = (behind: number, worker: BuildOfModel['worker']) => async () => {
        const builds = await upgrade.builds();
        const live = builds.filter(
          (build) => build.state === 'live' && build.behind === behind && build.worker === worker,
        );
        return live.length === builds.length && live.length === CHANGED_NAMES.length;
      };
      await until(areAllLive(1, 'older'));
      const trajectories = await (await ask(olderApi, '/trajectories?limit=500')).text();
      ledger.start(2);
      const stopAsking = askAgainAndAgain(olderApi, ['/trajectories?limit=500', '/coaches', '/queues/coach']);

      const endQuestion = await upgrade.askForLong();
      const newerApi = await upgrade.startNewer();
      const beside = async () => (await upgrade.builds()).filter(({ name }) => name === ADDED.model);
      await until(async () => (await beside()).some(({ worker }) => worker === 'newer'));
      const first = await beside();
      expect(first).toMatchObject([
        { behind: 1, state: 'live', worker: 'older' },
        { behind: 0, state: 'building', worker: 'newer' },
      ]);
      // Each worker moves its own on, past what is written meanwhile.
      await until(async () => (await beside()).every(({ position }, nth) => position !== first[nth]?.position));
      expect(await (await ask(newerApi, '/trajectories?limit=500')).text()).toBe(trajectories);
      const early = await ask(newerApi, '/coaches');
      expect([early.status, await early.json()]).toMatchObject([503, { code: 'rows-of-another-version' }]);

      await endQuestion();
      await until(areAllLive(0, 'newer'));
      await upgrade.restartOlderWorker();
      const swapped = await upgrade.builds();
      expect(swapped.map(({ behind, build, worker }) => [behind, build, worker])).toEqual(
        CHANGED_NAMES.map(() => [0, 2, 'newer']),
      );
      const refused = await olderApi.send('/operation/rebuild', { names: CHANGED_NAMES });
      expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'rebuild-refused' }]);
      expect(await upgrade.builds()).toMatchObject(swapped.map(({ position: _, ...build }) => build));

      expect(await stopAsking()).toEqual([]);
      await ledger.stop();
      expect(ledger.refused).toEqual([]);
      expect([...(await registered(ground.postgres, upgrade.database)).keys()].toSorted()).toEqual(
        ledger.acknowledged.toSorted(),
      );
      const [{ trajectory = '', participant = '' } = {}] = (
        JSON.parse(trajectories) as { items: { trajectory: string; participant: string }[] }
      ).items;
      const [coach = ''] = ledger.acknowledged;
      const ids = { trajectories: trajectory, participants: participant, programmes: 'P', coaches: coach };
      const { position } = await olderApi.post<{ position: string }>(`/coaches/${coach}/change-coach-profile`, {
        languages: ['en'],
      });
      const seen = { 'overstap-position': position };
      const older = await shownBy(olderApi, ids, seen);
      const newer = await shownBy(newerApi, ids, seen);
      expect(JSON.stringify(newer)).toContain('"maxComplexity":6');
      const known = JSON.parse(JSON.stringify(newer), (field, value: unknown) =>
        field === 'maxComplexity' ? undefined : value,
      ) as typeof newer;
      const differing = Object.keys(newer).filter((address) => !isDeepStrictEqual(older[address], known[address]));
      expect(differing).toEqual([]);
      expect(Object.values(older).filter((answer) => typeof answer === 'object').length).toBeGreaterThan(40);
      expect(JSON.stringify(older['/coaches']).match(/"coach":/g)).toHaveLength(ledger.acknowledged.length);
    } finally {
      await Promise.all([ledger.stop(), upgrade.end()]);
    }
  });
});

/** Its answers once the position asked for is visible everywhere: a query waits for it only a moment. */
async function shownBy(...asked: Parameters<typeof answersOf>): ReturnType<typeof answersOf> {
  for (;;) {
    const answers = await answersOf(...asked);
    if (!Object.values(answers).includes(503)) return answers;
  }
}
