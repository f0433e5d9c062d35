import { describe, expect, it } from '@jest/globals';
import { PhaseLife } from './testing/phase-life.js';

/** The first phase has until 4 October, its talk until the 24th; the second begins when the first is over, at the latest on 9 November. */
const on = (day: string): PhaseLife => new PhaseLife().until(day);

describe('a phase that is skipped by decision', () => {
  it('ends with its tasks and clocks, in one append, and the next one begins', () => {
    const life = on('2026-09-21');
    expect(life.appends(() => life.skip('first')).toSorted()).toEqual(
      [
        ...['PhaseSkipped', 'ClockStopped', 'TaskCancelled', 'ClockStopped'],
        // The second begins; the first is over for it, though not completed.
        ...['PhaseEntered', 'ClockStopped', 'ClockArmed'],
      ].toSorted(),
    );
    expect(life.of('PhaseSkipped')[0]?.data).toEqual({ phaseId: 'first', reason: 'DECIDED', note: 'it adds nothing' });
    expect(life.task('TALK')).toMatchObject({ status: 'CANCELLED', cancelledBy: 'PHASE_SKIPPED' });
    for (const clock of ['phase.first', 'task.TALK'])
      expect(life.clock(clock)).toMatchObject({ status: 'STOPPED', how: 'CANCELLED' });
    expect(life.phase('second')).toMatchObject({ status: 'OPEN', enteredOn: '2026-09-21' });
    life.until('2026-11-01');
    expect([...life.fired('phase.first'), ...life.fired('task.TALK')]).toEqual([]);
  });

  it('is over for whatever waits for it: what begins after it, and what ends with it', () => {
    const life = on('2026-09-21');
    life.say.ready();
    expect(life.phase('follower')?.status).toBe('OPEN');
    life.skip('first');
    expect(life.phase('second')).toMatchObject({ status: 'OPEN', enteredOn: '2026-09-21' });
    expect(life.phase('follower')).toMatchObject({ status: 'COMPLETED', endedOn: '2026-09-21' });
  });

  it('is waited for again once it is opened again', () => {
    const life = on('2026-09-21').skip('second').skip('first').reopen('first');
    life.say.ready();
    expect(life.phase('follower')?.status).toBe('OPEN');
  });

  it('of which a landing left out is yet to come once that is taken back: nothing begins after it before it', () => {
    const life = on('2026-09-21');
    life.say.placement().until('2026-09-22').say.takeBack('PlacementRecorded');
    expect([life.phase('first')?.status, life.phase('second')?.status]).toEqual(['OPEN', 'SKIPPED']);
    expect(
      life
        .until('2026-09-30')
        .of('PhaseEntered')
        .map(({ data }) => data.phaseId),
    ).toEqual(['first']);
  });

  it('never begins where it had not yet, whatever day it is', () => {
    const life = on('2026-09-21').skip('second').until('2026-11-20').say.plan();
    expect(life.state.workflow.phases['second']).toMatchObject({ status: 'SKIPPED', endedBy: 'DECIDED' });
    expect(life.of('PhaseEntered').map(({ data }) => data.phaseId)).not.toContain('second');
  });

  it('stays skipped when somebody lands, and when the landing is taken back', () => {
    const life = on('2026-09-21').skip('second');
    life.until('2026-11-20').say.placement();
    life.say.takeBack('PlacementRecorded');
    expect(life.phase('second')).toMatchObject({ status: 'SKIPPED', endedBy: 'DECIDED' });
  });

  it('is not skipped while a clock runs in it that the law or the contract sets', () => {
    const life = on('2026-09-21').tell('RegisterInterest', { preferences: ['anything'] });
    expect(life.appends(() => expect(life.refusal(() => life.skip('lawful'))).toBe('phase-holds-deadline'))).toEqual(
      [],
    );
    expect(life.clock('task.LAW')).toMatchObject({ status: 'RUNNING', dueOn: '2026-10-26' });
    life.say.done('LAW');
    expect(life.refusal(() => life.skip('lawful'))).toBeUndefined();
    expect(life.phase('lawful')?.status).toBe('SKIPPED');
    expect(life.task('LAW')?.status).toBe('DONE');
  });

  it('is skipped once, and neither when it is over nor when the template does not have it', () => {
    const life = on('2026-09-21').skip('second');
    expect(life.appends(() => life.skip('second'))).toEqual([]);
    life.say.plan();
    expect(life.refusal(() => life.skip('first'))).toBe('phase-over');
    expect(life.refusal(() => life.skip('third'))).toBe('phase-unknown');
  });
});

describe('a phase that is opened again by decision', () => {
  /** Completed on 21 September after seven of its twenty days, with nothing after it. */
  const over = (): PhaseLife => {
    const life = on('2026-09-21').skip('second');
    life.say.plan();
    return life.until('2026-10-05');
  };

  it('has a clock of a new generation with what was left of its time; the old one stays in the record', () => {
    const life = over();
    expect(life.clock('phase.first')).toMatchObject({ status: 'STOPPED', how: 'MET', generation: 1 });
    life.reopen('first');
    expect(life.phase('first')).toMatchObject({ status: 'OPEN', enteredOn: '2026-09-14' });
    // Fourteen days later than 4 October, for so long it was over.
    expect(life.clock('phase.first')).toMatchObject({ status: 'RUNNING', dueOn: '2026-10-18', generation: 2 });
    expect(life.of('ClockRearmed').at(-1)?.data).toMatchObject({ cause: 'REOPENED', clockId: 'phase.first' });
    expect(life.of('PhaseReopened')[0]?.data).toEqual({
      ...{ phaseId: 'first', reason: 'DECIDED', on: '2026-10-05', note: 'there is more to it' },
    });
    expect(life.of('PhaseCompleted').filter(({ data }) => data.phaseId === 'first')).toHaveLength(1);
    expect(life.until('2026-10-20').fired('phase.first')).toEqual(['before', 'due']);
  });

  it('is not ended by what had ended it before, and is by what comes after', () => {
    const life = over().reopen('first').until('2026-10-06');
    expect(life.phase('first')?.status).toBe('OPEN');
    life.say.plan();
    expect(life.phase('first')).toMatchObject({ status: 'COMPLETED', endedOn: '2026-10-06' });
    life.say.takeBack('TrajectoryPlanAgreed');
    expect(life.of('PhaseReopened').at(-1)?.data.reason).toBe('CORRECTED');
    expect(life.clock('phase.first')).toMatchObject({ status: 'RUNNING', dueOn: '2026-10-18' });
  });

  it('stands still for the pauses of the whole as well, and for a day once that both cover', () => {
    const life = on('2026-09-21').skip('second');
    life.say.plan();
    life.until('2026-09-25').say.pause();
    life.until('2026-10-05').reopen('first');
    expect(life.clock('phase.first')?.status).toBe('SUSPENDED');
    life.until('2026-10-09').say.resume();
    expect(life.clock('phase.first')).toMatchObject({ status: 'RUNNING', dueOn: '2026-10-22' });
  });

  it('brings back the tasks that fell away when it was skipped, with what was left of their time', () => {
    const life = on('2026-09-21').skip('second').skip('first').until('2026-10-01').reopen('first');
    expect(life.task('TALK')?.status).toBe('OPEN');
    expect(life.clock('task.TALK')).toMatchObject({ status: 'RUNNING', dueOn: '2026-10-04', generation: 2 });
    expect(life.clock('phase.first')).toMatchObject({ dueOn: '2026-10-14', generation: 2 });
  });

  it('leaves alone the tasks of a phase that was completed: those went on', () => {
    const life = over().reopen('first');
    expect(life.clock('task.TALK')).toMatchObject({ status: 'EXPIRED', dueOn: '2026-09-24', generation: 1 });
  });

  it('begins at its time where it was skipped before, at once when that has come', () => {
    const early = on('2026-09-21').skip('second').until('2026-09-23').reopen('second');
    expect(early.phase('second')).toBeUndefined();
    expect(early.of('PhaseReopened')[0]?.data.on).toBeUndefined();
    early.say.plan();
    expect(early.phase('second')).toMatchObject({ status: 'OPEN', enteredOn: '2026-09-23' });
    expect(over().reopen('second').phase('second')).toMatchObject({ status: 'OPEN', enteredOn: '2026-10-05' });
  });

  it('is refused beside a phase that excludes it, and while it has yet to begin', () => {
    const life = on('2026-09-21');
    expect(life.refusal(() => life.reopen('second'))).toBe('phase-not-begun');
    life.say.plan();
    expect(life.refusal(() => life.reopen('first'))).toBe('phase-beside-another');
    life.skip('second').reopen('first');
    expect(life.appends(() => life.reopen('first'))).toEqual([]);
    expect(life.refusal(() => life.reopen('second'))).toBe('phase-beside-another');
  });

  it('is refused where it would be over again at once, and after a landing', () => {
    const life = over();
    life.say.ready();
    expect(life.phase('follower')?.status).toBe('COMPLETED');
    expect(life.refusal(() => life.reopen('follower'))).toBe('phase-ends-again');
    life.say.placement();
    expect(life.refusal(() => life.reopen('first'))).toBe('trajectory-landed');
  });
});
