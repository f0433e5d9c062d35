import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Health, VirtualClock } from '@overstap/platform';
import { Reminders } from '../reminders.js';
import { type DueRow } from './due-table.js';
import { RuleWithoutRunner, SweepLoop } from './sweep-loop.js';

const NOW = '2027-03-02T07:30:00.000Z';
const rung = (at: string): DueRow => ({
  tenant: 'a',
  aggregate: 'trajectory',
  id: 't-1',
  clockId: 'task.S5_INTAKE',
  generation: 1,
  rung: 'due',
  at,
});

/** What a loop of many rounds reports; `rows` is asked in every round. */
async function reported(rows: (round: number) => readonly DueRow[]): Promise<unknown[]> {
  const errors: unknown[] = [];
  let round = 0;
  const loop = new SweepLoop({
    due: {
      momentsBefore: () => Promise.resolve([]),
      streamsAt: () => Promise.resolve([]),
      dueBefore: (instant) => Promise.resolve(rows(round++).filter(({ at }) => at <= instant)),
      earliest: () => Promise.resolve(undefined),
    },
    outbox: { pendingBy: () => Promise.resolve([]) } as never,
    queue: { add: () => Promise.resolve(), size: () => Promise.resolve(0) } as never,
    clock: new VirtualClock(NOW),
    everyMs: 1,
    report: (_where, error) => errors.push(error),
  });
  loop.start();
  for (let tries = 0; round < 5 && tries < 10_000; tries += 1) await pause(2);
  await loop.stop();
  expect(round).toBeGreaterThanOrEqual(5);
  return errors;
}

describe('R21 a rule without a runner', () => {
  it('that has been silent for a day raises an alarm, once, with the rule and no name of a person', async () => {
    const [alarm, ...more] = await reported(() => [rung('2027-03-01T07:30:00.000Z')]);
    expect(alarm).toBeInstanceOf(RuleWithoutRunner);
    expect(String(alarm)).toContain('rung due of clock task.S5_INTAKE on trajectory t-1');
    expect(more).toEqual([]);
  });

  it('is said by the health of a process that runs none itself', async () => {
    const said = async (earliest: string): Promise<unknown> => {
      const health = new Health();
      const due = { dueBefore: () => Promise.resolve([]), earliest: () => Promise.resolve(earliest) };
      const clock = new VirtualClock(NOW);
      new Reminders({ database: {}, manners: {}, due, clock, report: () => undefined } as never).registerHealth(health);
      return (await health.ready()).checks['sweep']?.detail;
    };
    expect(await said('2027-03-01T07:30:00.000Z')).toMatch('carried out elsewhere since 2027-03-01T07:30:00.000Z');
    expect(await said('2027-03-01T07:31:00.000Z')).toBe('off: nothing is sent');
  });

  it('raises none while it is late by less, nor for what one round after downtime carries out', async () => {
    expect(await reported(() => [rung('2027-03-01T07:31:00.000Z')])).toEqual([]);
    expect(await reported((round) => (round === 0 ? [rung('2027-02-01T07:30:00.000Z')] : []))).toEqual([]);
  });
});
