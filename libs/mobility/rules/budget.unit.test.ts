import { describe, expect, it } from '@jest/globals';
import { type Actor, type Instant, isRefusal } from '@overstap/kernel';
import { programme, type ProgrammeCommand } from '../programme/decider.js';
import { UNKNOWN_PROGRAMME } from '../programme/state.js';
import { programmeWorld } from '../programme/testing/programme-world.js';
import { nextDueAt } from '../workflow/due.js';

const MANAGER: Actor = { type: 'PROGRAMME_MANAGER', id: 'm-1' };
const world = programmeWorld('IND-6');
const TERMS = { code: 'P-1', employer: 'e-1', template: 'IND-6', startsOn: '2026-12-01' };

/** The days on which the programme manager was asked to look at the budget, after these shares of it were used in the morning. */
function reviews(...used: readonly (readonly [string, number | ProgrammeCommand])[]): string[] {
  let state = UNKNOWN_PROGRAMME;
  const days: string[] = [];
  const decide = (command: ProgrammeCommand, now: Instant): void => {
    const decided = programme.decide(command, state, world, { now, actor: MANAGER, newId: () => 'id' });
    if (isRefusal(decided)) throw new Error(decided.message);
    for (const event of decided) {
      state = programme.evolve(state, { ...event, id: `${now} ${event.type}`, recordedAt: now, actor: MANAGER });
      if (event.type === 'TaskCreated' && event.data.code === 'BUDGET_REVIEW') days.push(now);
    }
  };
  const until = (instant: Instant): void => {
    for (let at = nextDueAt(state.workflow); at !== undefined && at < instant; at = nextDueAt(state.workflow))
      decide({ type: 'FallDue', data: {} }, at);
  };
  decide({ type: 'OpenProgramme', data: TERMS }, '2026-12-01T08:00:00.000Z');
  for (const [day, pct] of used) {
    until(`${day}T08:00:00.000Z`);
    const command =
      typeof pct === 'number' ? { type: 'RecordBudgetThreshold' as const, data: { pct: pct as 80 } } : pct;
    decide(command, `${day}T08:00:00.000Z`);
    const review = Object.values(state.workflow.tasks).find(({ status }) => status === 'OPEN');
    if (review)
      decide(
        { type: 'CompleteTask', data: { taskId: review.taskId, evidenceRef: 'review-1' } },
        `${day}T08:00:00.000Z`,
      );
  }
  until('2027-12-01T08:00:00.000Z');
  return days.map((instant) => instant.slice(0, 10));
}

describe('R20 budget', () => {
  it('at the end of the day on which 80 per cent are used, and again at 100, the programme manager looks at it', () => {
    expect(reviews(['2027-02-01', 50], ['2027-04-01', 80], ['2027-06-01', 100])).toEqual(['2027-04-01', '2027-06-01']);
  });

  it('at 80 per cent of another budget it is looked at once more', () => {
    const larger = { type: 'SetBudget', data: { totalCents: 2_000_000 } } as const;
    expect(reviews(['2027-02-01', 80], ['2027-03-01', 80])).toEqual(['2027-02-01']);
    expect(reviews(['2027-02-01', 80], ['2027-03-01', larger], ['2027-04-01', 80])).toEqual([
      '2027-02-01',
      '2027-04-01',
    ]);
  });

  it('not at half of it', () => {
    expect(reviews(['2027-02-01', 50])).toEqual([]);
  });
});
