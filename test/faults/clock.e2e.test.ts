import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Agency, makeAgency } from './support/agency.js';
import { type Engine, Ground } from './support/ground.js';
import { LONG, sized } from './support/shape.js';

const PEOPLE = sized(6, 60);
const HOUR_MS = 3_600_000;
const before = (instant: string, ms: number): string => new Date(Date.parse(instant) - ms).toISOString();

/** People invited on a Wednesday have rungs on Friday at 08:30, those of Thursday on Monday at 08:30: with the change of the clocks between. */
const CHANGES = [
  {
    change: 'the last Sunday of March',
    invited: ['2028-03-22T08:00:00.000Z', '2028-03-23T08:00:00.000Z'],
    friday: '2028-03-24T07:30:00.000Z',
    sunday: '2028-03-26T01:00:00.000Z',
    monday: '2028-03-27T06:30:00.000Z',
  },
  {
    change: 'the last Sunday of October',
    invited: ['2028-10-25T07:00:00.000Z', '2028-10-26T07:00:00.000Z'],
    friday: '2028-10-27T06:30:00.000Z',
    sunday: '2028-10-29T01:00:00.000Z',
    monday: '2028-10-30T07:30:00.000Z',
  },
] as const;

describe.each(CHANGES)('a worker on whose machine the clock is set, around $change', (days) => {
  const { invited, friday, sunday, monday } = days;
  let ground: Ground;
  let agency: Agency;
  beforeAll(async () => {
    ground = await Ground.start();
    const waves = invited.map((at) => ({ people: PEOPLE, at }));
    agency = await makeAgency(ground.postgres, { waves, webhook: ground.hooks.url });
  });
  afterEach(() => ground?.endScenario());
  afterAll(() => ground?.stop());

  const engines: readonly Engine[] = LONG ? ['PostgreSQL', 'Redis'] : [days === CHANGES[0] ? 'PostgreSQL' : 'Redis'];
  test.each(engines)(
    'an hour forward and back, records each rung once, in its order and never before its moment, with its queue on %s',
    async (engine) => {
      const run = await ground.begin(engine, { agency, now: before(friday, HOUR_MS / 2), until: monday });
      if (!run) return;
      const dueBy = (instant: string): number => run.expected.filter(({ at }) => at <= instant).length;
      const early = before(monday, HOUR_MS + 2_000);
      expect(dueBy(friday)).toBeGreaterThanOrEqual(PEOPLE);
      expect(run.expected.length - dueBy(early)).toBeGreaterThanOrEqual(PEOPLE);
      const first = await run.startWorker();

      await pause(2_000);
      expect(await run.recorded()).toBe(0);
      run.clock.jump(HOUR_MS);
      await run.until(dueBy(friday), 120_000);
      run.clock.jump(-HOUR_MS);
      await pause(1_000);
      run.clock.set(before(friday, 1_000));
      await pause(3_000);
      expect(await run.recorded()).toBe(dueBy(friday));

      await first.kill();
      await run.record.claimsRunOut();
      run.clock.set(before(sunday, 1_000));
      const second = await run.startWorker();
      await pause(1_000);
      run.clock.set(early);
      await run.until(dueBy(early), 120_000);
      await pause(1_000);
      expect(await run.recorded()).toBe(dueBy(early));
      run.clock.jump(HOUR_MS);
      await run.until(Infinity, 120_000);
      expect(second.runs).toBe(true);

      const rungs = await run.check();
      for (const trajectory of new Set(rungs.map((rung) => rung.trajectory))) {
        const own = rungs.filter((rung) => rung.trajectory === trajectory).map(({ at }) => at);
        expect(own).toEqual(own.toSorted());
      }
    },
    300_000,
  );
});
