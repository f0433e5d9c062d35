import { describe, expect, it } from '@jest/globals';
import { type Actor, type FoldedEvent, type Instant, isRefusal } from '@overstap/kernel';
import { type CohortEvent } from '../cohort/catalogue.js';
import { firedRungs, publishedRungs } from '../testing/ladder-coverage.js';
import { requireShape } from '../testing/trajectory-life.js';
import { nextDueAt } from '../workflow/due.js';
import { programme, type ProgrammeCommand } from './decider.js';
import { type ProgrammeEvent, type ProgrammeState, UNKNOWN_PROGRAMME } from './state.js';
import { programmeWorld } from './testing/programme-world.js';
import { cohortFacts, type ProgrammeWorld } from './world.js';

const MANAGER: Actor = { type: 'PROGRAMME_MANAGER', id: 'm-1' };
const at = (day: string): Instant => `${day}T08:00:00.000Z`;

/** One programme lived through: commands at their own time, and in between everything that time brings. */
class Life {
  state: ProgrammeState = UNKNOWN_PROGRAMME;
  readonly events: ProgrammeEvent[] = [];

  constructor(readonly world: ProgrammeWorld) {}

  tell(day: string, type: ProgrammeCommand['type'], data: object): this {
    this.until(day);
    this.decide({ type, data } as ProgrammeCommand, at(day));
    return this;
  }

  until(day: string): this {
    for (
      let next = nextDueAt(this.state.workflow);
      next !== undefined && next <= at(day);
      next = nextDueAt(this.state.workflow)
    )
      this.decide({ type: 'FallDue', data: {} }, next);
    return this;
  }

  private decide(command: ProgrammeCommand, now: Instant): void {
    const decided = programme.decide(command, this.state, this.world, { now, actor: MANAGER, newId: () => 'id' });
    if (isRefusal(decided)) throw new Error(`${command.type}: ${decided.code}`);
    for (const event of decided) {
      requireShape(event);
      this.state = programme.evolve(this.state, {
        ...event,
        id: `e-${this.events.length}`,
        recordedAt: now,
        actor: MANAGER,
      });
      this.events.push(event);
    }
  }
}

const cohort = {
  type: 'CohortCreated',
  data: { cohortId: 'c-1', programmeId: 'SP-1', label: 'Autumn', redundancyDate: '2027-01-04' },
  id: 'c',
  occurredAt: at('2026-09-01'),
  recordedAt: at('2026-09-01'),
  actor: MANAGER,
} as FoldedEvent<CohortEvent>;

const CREATED = { code: 'SP-1', employer: 'e-1', template: 'COL-12', startsOn: '2026-12-01', endsOn: '2027-12-01' };

/** Prepared, opened, and from then on neglected in everything; a vacancy comes up. */
const neglected = (): Life =>
  new Life(programmeWorld('COL-12', { cohorts: cohortFacts([cohort]) }))
    .tell('2026-09-01', 'CreateProgramme', CREATED)
    .until('2026-11-15')
    .tell('2026-11-16', 'RecordLegalContext', {
      orAdviceRequestedOn: '2026-12-21',
      wmcoNotifiedOn: '2026-11-16',
      orDecisionOn: '2026-11-16',
      orSuspensionEndsOn: '2026-12-16',
    })
    .tell('2026-12-01', 'OpenProgramme', CREATED)
    .tell('2026-12-10', 'OpenInternalVacancy', {
      vacancyId: 'v-1',
      priorityUntil: '2026-12-24',
      function: 'x',
      level: '8',
    })
    .tell('2027-02-01', 'RecordBudgetThreshold', { pct: 80 })
    .until('2028-06-01');

describe('every rung that COL-12 publishes for its programme is seen to fire', () => {
  it('in a programme that nobody attends to', () => {
    const life = neglected();
    const { template } = life.world;
    const fired = firedRungs(life, template.programme);
    expect(publishedRungs(template.programme, template).filter((rung) => !fired.has(rung))).toEqual([]);
  });
});
