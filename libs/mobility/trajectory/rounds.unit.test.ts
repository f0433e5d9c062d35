import { isRefusal } from '@overstap/kernel';
import { describe, expect, it } from '@jest/globals';
import { migrate, nextVersion } from '../testing/migrating.js';
import { PhaseLife, templateOf } from './testing/phase-life.js';

const names = { nl: 'Proef', en: 'Test' };
const inReview = (offset: string) => ({ anchor: 'phase.review', offset });

/** A review of at most three rounds, each over once somebody is ready, none more once the plan is agreed; the search comes after it. */
const ROUNDS = templateOf({
  phases: [
    {
      ...{ id: 'review', names, from: { anchor: 'start', offset: '0 calendarDays' }, to: inReview('20 calendarDays') },
      ...{ exit: { event: 'ReadinessAssessed' }, repeats: { max: 3, until: { event: 'TrajectoryPlanAgreed' } } },
      ladder: 'usual',
    },
    { id: 'search', names, from: { anchor: 'start', offset: '20 calendarWeeks' }, after: ['review'] },
  ],
  tasks: [
    {
      ...{ code: 'TALK', names, owners: ['COACH'], phase: 'review', due: inReview('10 calendarDays') },
      ladder: 'usual',
    },
    {
      ...{ code: 'FORM', names, owners: ['COACH'], phase: 'review', due: inReview('5 calendarDays'), mandatory: true },
      doneBy: { event: 'InterestRegistered' },
    },
    {
      ...{ code: 'WEEKLY', names, owners: ['COACH'], phase: 'review', due: inReview('7 calendarDays') },
      repeat: { every: '7 calendarDays' },
    },
  ],
});

/** Begun on Monday 14 September; the first round is over on the 21st. */
const inSecond = (): PhaseLife => {
  const life = new PhaseLife(ROUNDS).until('2026-09-21');
  life.say.ready();
  return life.until('2026-09-22');
};
const phase = (life: PhaseLife) => life.phase('review');

describe('a phase that repeats', () => {
  it('begins anew on the day on which its exit criteria ended it, with a box and tasks of that round', () => {
    const life = inSecond();
    expect(phase(life)).toMatchObject({ status: 'OPEN', round: 2, enteredOn: '2026-09-21' });
    expect(life.of('PhaseEntered').map(({ data }) => data.round)).toEqual([undefined, 2]);
    expect(life.clock('phase.review')).toMatchObject({ status: 'STOPPED', how: 'MET', dueOn: '2026-10-04' });
    expect(life.clock('phase.review.r2')).toMatchObject({ status: 'RUNNING', dueOn: '2026-10-11', generation: 1 });
    expect(life.clock('task.TALK.r2')).toMatchObject({ status: 'RUNNING', dueOn: '2026-10-01' });
    expect(life.task('WEEKLY.r2.1')).toMatchObject({ status: 'OPEN', round: 2 });
    expect(life.until('2026-10-12').fired('phase.review.r2')).toEqual(['before', 'due']);
  });

  it('leaves of the round before only what is mandatory', () => {
    const life = inSecond();
    expect(life.task('TALK')).toMatchObject({ status: 'CANCELLED', cancelledBy: 'NOT_NEEDED' });
    expect(life.task('FORM')?.status).toBe('OPEN');
    expect(life.clock('task.FORM')).toMatchObject({ dueOn: '2026-09-19' });
  });

  it('does nothing of a round by what was done in the one before', () => {
    const life = new PhaseLife(ROUNDS).until('2026-09-21').tell('RegisterInterest', { preferences: ['anything'] });
    life.say.ready();
    life.until('2026-09-22');
    expect(life.task('FORM')?.status).toBe('DONE');
    expect(life.task('FORM.r2')?.status).toBe('OPEN');
    life.tell('RegisterInterest', { preferences: ['something'] });
    expect(life.task('FORM.r2')).toMatchObject({ status: 'DONE', byFact: true });
  });

  it('is over after its last round; what comes after it waits for that', () => {
    const life = inSecond();
    life.say.ready();
    expect(phase(life)).toMatchObject({ status: 'OPEN', round: 3 });
    expect(life.phase('search')).toBeUndefined();
    life.until('2026-09-23').say.ready();
    expect(phase(life)).toMatchObject({ status: 'COMPLETED', endedOn: '2026-09-23' });
    expect(life.phase('search')).toMatchObject({ status: 'OPEN', enteredOn: '2026-09-23' });
  });

  it('has no further round once what it repeats for is there', () => {
    const life = inSecond();
    life.say.plan();
    expect(phase(life)?.status).toBe('OPEN');
    life.say.ready();
    expect(phase(life)).toMatchObject({ status: 'COMPLETED', round: 2, endedBy: 'EXIT_CRITERIA' });
  });

  it('goes on in its round when what ended that is taken back, and after a landing that never was', () => {
    const life = inSecond();
    life.say.plan();
    life.say.ready();
    life.say.takeBack('ReadinessAssessed');
    expect(phase(life)).toMatchObject({ status: 'OPEN', round: 2 });
    life.say.placement();
    expect(phase(life)).toMatchObject({ status: 'COMPLETED', endedBy: 'LANDED' });
    life.say.takeBack('PlacementRecorded');
    expect(phase(life)).toMatchObject({ status: 'OPEN', round: 2 });
    expect(life.clock('phase.review.r2')).toMatchObject({ status: 'RUNNING', dueOn: '2026-10-11' });
  });

  it('is skipped and opened again in the round in which it was', () => {
    const life = inSecond().skip('review');
    expect(life.task('TALK.r2')).toMatchObject({ status: 'CANCELLED', cancelledBy: 'PHASE_SKIPPED' });
    life.skip('search').until('2026-09-29').reopen('review');
    expect(phase(life)).toMatchObject({ status: 'OPEN', round: 2, enteredOn: '2026-09-21' });
    expect(life.clock('phase.review.r2')).toMatchObject({ status: 'RUNNING', dueOn: '2026-10-18', generation: 2 });
    expect(life.clock('task.TALK.r2')).toMatchObject({ status: 'RUNNING', dueOn: '2026-10-08' });
  });

  it('keeps its round, its tasks and their clocks under another version of its template', () => {
    const life = inSecond();
    const longer = nextVersion(ROUNDS, ({ phases }) => ({
      phases: phases.map((each) =>
        each.to ? { ...each, to: { ...each.to, offset: { value: 30, unit: 'calendarDays' as const } } } : each,
      ),
    }));
    expect(isRefusal(migrate(life, longer))).toBe(false);
    expect(phase(life)).toMatchObject({ status: 'OPEN', round: 2 });
    expect(life.clock('phase.review.r2')).toMatchObject({ status: 'RUNNING', dueOn: '2026-10-21' });
    expect(life.task('TALK.r2')).toMatchObject({ status: 'OPEN', round: 2 });
    expect(life.task('TALK')?.status).toBe('CANCELLED');
    life.say.ready();
    expect(phase(life)).toMatchObject({ round: 3 });
  });

  it('keeps the date of a round where the migration says so', () => {
    const life = inSecond();
    const longer = nextVersion(ROUNDS, ({ phases }) => ({
      phases: phases.map((each) =>
        each.to ? { ...each, to: { ...each.to, offset: { value: 30, unit: 'calendarDays' as const } } } : each,
      ),
    }));
    expect(isRefusal(migrate(life, longer, { keep: ['phase.review.r2'] }))).toBe(false);
    expect(life.clock('phase.review.r2')).toMatchObject({ dueOn: '2026-10-11' });
  });

  it('goes on in its round under another name', () => {
    const life = inSecond();
    const due = { anchor: 'phase.talks', offset: { value: 10, unit: 'calendarDays' as const } };
    const renamed = nextVersion(ROUNDS, ({ phases, tasks }) => ({
      phases: phases.map((each) => ({
        ...each,
        ...(each.id === 'review' ? { id: 'talks', to: { ...due, offset: { ...due.offset, value: 20 } } } : {}),
        ...(each.after ? { after: ['talks'] } : {}),
      })),
      tasks: tasks.filter(({ code }) => code === 'TALK').map((each) => ({ ...each, phase: 'talks', due })),
    }));
    expect(isRefusal(migrate(life, renamed, { phases: { review: 'talks' } }))).toBe(false);
    expect(life.phase('talks')).toMatchObject({ status: 'OPEN', round: 2, enteredOn: '2026-09-21' });
    expect(life.clock('phase.talks.r2')).toMatchObject({ status: 'RUNNING', dueOn: '2026-10-11' });
    expect(life.task('TALK.r2')).toMatchObject({ status: 'OPEN', round: 2, phaseId: 'talks' });
    life.until('2026-09-24').say.ready();
    expect(life.phase('talks')?.round).toBe(3);
  });
});
