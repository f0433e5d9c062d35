import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Agency, makeAgency } from './support/agency.js';
import { type Engine, Ground } from './support/ground.js';
import { olderWorker } from './support/older-version.js';
import { LONG, sized } from './support/shape.js';

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
      },
    });
    // The newer version brought the database up to date before the older one starts once more.
    await ground.postgres.query(
      agency.database,
      `INSERT INTO overstap_migration (name, timestamp) VALUES ('reminders/999-of-a-newer-version', now())`,
    );
  }, 300_000);
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
});
