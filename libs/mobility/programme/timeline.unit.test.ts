import { describe, expect, it } from '@jest/globals';
import { type Actor, type FoldedEvent, type Instant, isRefusal, type LocalDate } from '@overstap/kernel';
import { calendarOf, NEW_AGENCY, withCalendar } from '../agency/state.js';
import { type CohortEvent } from '../cohort/catalogue.js';
import { EVENT_CATALOGUE } from '../event-catalogue.js';
import { nextDueAt } from '../workflow/due.js';
import { programme, type ProgrammeCommand } from './decider.js';
import { type ProgrammeEvent, type ProgrammeState, UNKNOWN_PROGRAMME } from './state.js';
import { programmeSubject } from './subject.js';
import { programmeWorld } from './testing/programme-world.js';
import { cohortFacts, type ProgrammeWorld } from './world.js';

const MANAGER: Actor = { type: 'PROGRAMME_MANAGER', id: 'm-1' };

/** A programme that is lived through, command by command. */
class Life {
  state: ProgrammeState = UNKNOWN_PROGRAMME;
  readonly events: ProgrammeEvent[] = [];

  constructor(public world: ProgrammeWorld) {}

  /** The types of the events that the command brings about, or the code of its refusal. */
  do(now: Instant, command: ProgrammeCommand, actor = MANAGER): string | string[] {
    const decided = programme.decide(command, this.state, this.world, { now, actor, newId: () => 'id' });
    if (isRefusal(decided)) return decided.code;
    for (const event of decided) {
      this.state = programme.evolve(this.state, { ...event, id: `e-${this.events.length}`, recordedAt: now, actor });
      this.events.push(event);
    }
    return decided.map(({ type }) => type);
  }

  /** Visits every instant at which something falls due, until the day. */
  until(day: LocalDate): void {
    for (let at = nextDueAt(this.state.workflow); at !== undefined && at < day; at = nextDueAt(this.state.workflow))
      this.do(at, { type: 'FallDue', data: {} }, { type: 'SYSTEM', id: 'reminders' });
  }

  clock(id: string) {
    return this.state.workflow.clocks[id];
  }

  task(id: string) {
    return this.state.workflow.tasks[id];
  }
}

const at = (day: LocalDate): Instant => `${day}T08:00:00.000Z`;
const cohortEvent = (day: LocalDate, event: Pick<CohortEvent, 'type' | 'data'>): FoldedEvent<CohortEvent> =>
  ({
    ...event,
    id: `c-${event.type}`,
    occurredAt: at(day),
    recordedAt: at(day),
    actor: MANAGER,
  }) as FoldedEvent<CohortEvent>;
const cohortCreated = cohortEvent('2026-09-10', {
  type: 'CohortCreated',
  data: { cohortId: 'c-1', programmeId: 'SP-1', label: 'Autumn', redundancyDate: '2027-01-04' },
});

const legal = (data: object): ProgrammeCommand => ({ type: 'RecordLegalContext', data });

function prepared(change: Partial<ProgrammeWorld> = {}): Life {
  const life = new Life(programmeWorld('COL-12', change));
  life.do(at('2026-09-01'), {
    type: 'CreateProgramme',
    data: { code: 'SP-1', employer: 'e-1', template: 'COL-12', startsOn: '2026-12-01', endsOn: '2027-12-01' },
  });
  return life;
}

const opened = (life: Life): Life => {
  life.do(at('2026-12-01'), {
    type: 'OpenProgramme',
    data: { code: 'SP-1', employer: 'e-1', template: 'COL-12', startsOn: '2026-12-01' },
  });
  return life;
};

describe('the timeline of a programme', () => {
  it('begins with its preparation', () => {
    const life = prepared();
    expect(life.state.workflow.phases['preparation']?.status).toBe('OPEN');
    expect(life.task('LEGAL_DATES')).toMatchObject({ status: 'OPEN', role: 'PROGRAMME_MANAGER', mandatory: true });
    expect(life.clock('task.LEGAL_DATES')).toMatchObject({ status: 'RUNNING', dueOn: '2026-09-15' });
    expect(life.clock('deadline.WMCO_WAIT')).toBeUndefined();
  });

  it('counts the wait after the dismissal notification from its day, and moves with it', () => {
    const life = prepared();
    life.do(at('2026-09-08'), legal({ wmcoNotifiedOn: '2026-09-07' }));
    expect(life.task('LEGAL_DATES')?.status).toBe('DONE');
    expect(life.clock('deadline.WMCO_WAIT')).toMatchObject({
      kind: 'STATUTORY',
      armedOn: '2026-09-07',
      dueOn: '2026-10-07',
    });
    expect(life.do(at('2026-09-09'), legal({ wmcoNotifiedOn: '2026-09-08' }))).toContain('ClockRearmed');
    expect(life.clock('deadline.WMCO_WAIT')).toMatchObject({ dueOn: '2026-10-08' });
  });

  it('suspends only after a decision against the works council’s advice', () => {
    const life = prepared();
    life.do(at('2026-09-08'), legal({ orDecisionOn: '2026-09-07' }));
    expect(life.clock('deadline.OR_SUSPENSION')).toBeUndefined();
    life.do(at('2026-09-09'), legal({ orDecisionOn: '2026-09-07', orSuspensionEndsOn: '2026-10-07' }));
    expect(life.clock('deadline.OR_SUSPENSION')?.status).toBe('RUNNING');
  });

  it('follows the first redundancy of its cohorts, and what their imports and waves did', () => {
    const life = prepared();
    const tell = (...events: readonly FoldedEvent<CohortEvent>[]) => {
      life.world = { ...life.world, cohorts: cohortFacts(events) };
      life.do(at('2026-09-11'), { type: 'RecomputeClocks', data: {} });
    };
    expect(life.task('RELEASE_WAVES')).toBeUndefined();
    const later = cohortEvent('2026-09-10', {
      type: 'CohortCreated',
      data: { cohortId: 'c-2', programmeId: 'SP-1', label: 'Spring', redundancyDate: '2027-03-01' },
    });
    tell(later, cohortCreated);
    expect(life.clock('task.RELEASE_WAVES')).toMatchObject({ armedOn: '2027-01-04', dueOn: '2027-01-05' });
    tell(
      cohortCreated,
      cohortEvent('2026-09-11', {
        type: 'CohortWaveReleased',
        data: { cohortId: 'c-1', wave: 1, inviteOn: '2027-01-05' },
      }),
    );
    expect(life.task('RELEASE_WAVES')?.status).toBe('DONE');
  });

  it('knows every date that a template may start from', () => {
    const life = opened(prepared({ cohorts: cohortFacts([cohortCreated]), lastLandedOn: '2027-05-01' }));
    life.do(at('2026-12-02'), legal({ orAdviceRequestedOn: '2026-09-20', wmcoNotifiedOn: '2026-09-21' }));
    life.do(at('2026-12-03'), { type: 'CloseProgramme', data: { on: '2026-12-03' } });
    const { anchorOn } = programmeSubject(life.state, life.world);
    const dates = {
      created: '2026-09-01',
      opened: '2026-12-01',
      plannedStart: '2026-12-01',
      plannedEnd: '2027-12-01',
      worksCouncilRequest: '2026-09-20',
      wmcoNotified: '2026-09-21',
      worksCouncilSuspension: undefined,
      redundancy: '2027-01-04',
      lastLanding: '2027-05-01',
      closed: '2026-12-03',
      'event.ProgrammeOpened': '2026-12-01',
      'event.BudgetSet': undefined,
      'phase.preparation': '2026-09-01',
      'phaseEnd.preparation': '2026-12-03',
      nothing: undefined,
    };
    expect(Object.fromEntries(Object.keys(dates).map((anchor) => [anchor, anchorOn(anchor, 'first')]))).toEqual(dates);
  });

  it('computes its dates again when a day is closed, and only then', () => {
    const life = prepared();
    expect(life.do(at('2026-09-02'), { type: 'RecomputeClocks', data: {} })).toEqual([]);
    const closed = calendarOf(withCalendar(NEW_AGENCY, 'nl', { closedDays: ['2026-09-07'] }), 'nl');
    if (isRefusal(closed)) throw new Error(closed.code);
    life.world = { ...life.world, calendar: closed };
    life.do(at('2026-09-02'), { type: 'RecomputeClocks', data: {} });
    expect(life.clock('task.LEGAL_DATES')?.dueOn).toBe('2026-09-16');
  });

  it('lets its clocks expire and its rungs speak, each once', () => {
    const life = prepared();
    life.until('2026-10-01');
    const fired = life.events.filter(({ type }) => type === 'RungFired').map(({ data }) => JSON.stringify(data));
    expect(life.clock('task.LEGAL_DATES')?.status).toBe('EXPIRED');
    expect(fired.length).toBeGreaterThan(2);
    expect(new Set(fired).size).toBe(fired.length);
    expect(life.do(at('2026-09-30'), { type: 'FallDue', data: {} })).toEqual([]);
  });

  it('ends with the programme, but for the report on it', () => {
    const life = opened(prepared());
    life.until('2027-02-01');
    life.do(at('2027-02-01'), { type: 'CloseProgramme', data: { on: '2027-02-01' } });
    const { clocks, tasks } = life.state.workflow;
    const open = [...Object.values(clocks), ...Object.values(tasks)].filter(
      ({ status }) => status !== 'STOPPED' && status !== 'DONE' && status !== 'CANCELLED',
    );
    expect(new Set(open.map(({ code }) => code))).toEqual(new Set(['CLOSE_OUT_REPORT']));
  });

  it('holds nothing that a person’s key would have to seal, over a year', () => {
    const life = opened(prepared({ cohorts: cohortFacts([cohortCreated]) }));
    life.do(at('2026-12-02'), legal({ orAdviceRequestedOn: '2026-12-01', wmcoNotifiedOn: '2026-12-01' }));
    life.do(at('2026-12-02'), {
      type: 'OpenInternalVacancy',
      data: { vacancyId: 'v', priorityUntil: '2027-01-01', function: 'Planner', level: '8' },
    });
    life.until('2028-02-01');
    const sealed = life.events.filter(({ type, data }) =>
      Object.keys(data).some((field) => EVENT_CATALOGUE.get(type)?.sealed.has(field)),
    );
    expect(life.events.length).toBeGreaterThan(100);
    expect(sealed).toEqual([]);
  });
});

describe('the tasks of a programme', () => {
  const onTask = (type: string, data: object = {}, taskId = 'LEGAL_DATES') =>
    ({ type, data: { taskId, ...data } }) as ProgrammeCommand;
  const now = at('2026-09-02');

  it('go to its manager', () => {
    const life = prepared();
    life.do(now, { type: 'AssignProgrammeManager', data: { userId: 'm-1' } });
    expect(life.task('LEGAL_DATES')?.assigneeId).toBe('m-1');
    expect(life.do(now, onTask('AssignTask', { to: 'm-1' }))).toEqual([]);
    expect(life.do(now, onTask('AssignTask', { to: 'm-2' }))).toEqual(['TaskReassigned']);
  });

  it('are claimed while nobody has them; somebody else’s change hands by being reassigned', () => {
    const life = prepared();
    const other = { type: 'PROGRAMME_MANAGER', id: 'm-2' } as const;
    expect(life.do(now, onTask('ClaimTask'))).toEqual(['TaskClaimed']);
    expect(life.do(now, onTask('ClaimTask'))).toEqual([]);
    expect(life.do(now, onTask('ClaimTask'), other)).toBe('task-taken');
    expect(life.do(now, onTask('AssignTask', { to: 'm-2' }))).toEqual(['TaskReassigned']);
    expect(life.do(now, onTask('ClaimTask'), other)).toEqual([]);
  });

  it('are done once, on or before today, and their clock is met', () => {
    const life = prepared();
    expect(life.do(now, onTask('CompleteTask', { on: '2026-09-03' }))).toBe('date-in-the-future');
    expect(life.do(now, onTask('CompleteTask', {}, 'NONE'))).toBe('task-unknown');
    expect(life.do(now, onTask('CompleteTask', { on: '2026-09-01' }))).toBe('evidence-missing');
    const done = onTask('CompleteTask', { on: '2026-09-01', evidenceRef: 'dates-1' });
    expect(life.do(now, done)).toEqual(['TaskCompleted', 'ClockStopped']);
    expect(life.clock('task.LEGAL_DATES')).toMatchObject({ status: 'STOPPED', how: 'MET', stoppedOn: '2026-09-01' });
    expect(life.do(now, onTask('CompleteTask'))).toEqual([]);
    expect(life.do(now, onTask('StartTask'))).toBe('task-ended');
  });

  it('are cancelled by whoever may, and stay so', () => {
    const life = prepared();
    const cancel = onTask('CancelTask', { reason: 'NOT_NEEDED' });
    expect(life.do(now, cancel, { type: 'PLANNER', id: 'p' })).toBe('task-mandatory');
    expect(life.do(now, cancel)).toEqual(['TaskCancelled', 'ClockStopped']);
    expect(life.do(now, cancel)).toEqual([]);
    expect(life.do(now, { type: 'RecomputeClocks', data: {} })).toEqual([]);
  });

  it('wait, go on and are put off', () => {
    const life = prepared();
    expect(life.do(now, onTask('StartTask'))).toEqual(['TaskStarted']);
    expect(life.do(now, onTask('StartTask'))).toEqual([]);
    expect(life.do(now, onTask('UnblockTask'))).toEqual([]);
    expect(life.do(now, onTask('BlockTask', { waitingOn: 'EMPLOYER' }))).toEqual(['TaskBlocked']);
    expect(life.do(now, onTask('BlockTask', { waitingOn: 'EMPLOYER' }))).toEqual([]);
    expect(life.do(now, onTask('UnblockTask'))).toEqual(['TaskUnblocked']);
    expect(life.do(now, onTask('SnoozeTask', { until: '2026-09-02' }))).toBe('date-in-the-past');
    expect(life.do(now, onTask('SnoozeTask', { until: '2026-09-03' }))).toEqual(['TaskSnoozed']);
  });
});
