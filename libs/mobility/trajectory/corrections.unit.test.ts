import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';

describe('a correction', () => {
  it('of the intake moves the start, and every date that is counted from it', () => {
    const life = begun('IND-6').until('2026-09-16').say.correct('IntakeHeld', { on: '2026-09-10' });
    expect(life.of('FactCorrected').at(-1)?.data.changes).toEqual({ on: '2026-09-10', plannedEndOn: '2027-03-11' });
    expect(life.clock('deadline.END')).toMatchObject({ armedOn: '2026-09-10', dueOn: '2027-03-11', generation: 2 });
    expect(life.clock('task.S9_PLAN')).toMatchObject({ armedOn: '2026-09-10', dueOn: '2026-10-01' });
    expect(life.clock('phase.intake')).toMatchObject({ armedOn: '2026-09-10', dueOn: '2026-10-01' });
    expect(life.of('ClockRearmed').at(-1)?.data.cause).toBe('ANCHOR_MOVED');
  });

  it('of the intake that was nobody’s takes the start back: phases close, tasks fall away, the invitation counts again', () => {
    const life = begun('IND-6').until('2026-09-16').say.takeBack('IntakeHeld');
    expect(life.status).toBe('REACHED');
    expect(life.state.workflow.phases['intake']).toEqual({
      status: 'SKIPPED',
      endedBy: 'ANCHOR_VOIDED',
      skippedOn: '2026-09-16',
    });
    expect(life.task('S9_PLAN')).toMatchObject({ status: 'CANCELLED', cancelledBy: 'ANCHOR_VOIDED' });
    expect(life.task('S5_INTAKE')?.status).toBe('OPEN');
    life.until('2026-09-18').say.intake();
    expect(life.status).toBe('ACTIVE');
    expect(life.state.workflow.phases['intake']).toEqual({ status: 'OPEN', enteredOn: '2026-09-18' });
    expect(life.task('S9_PLAN')?.status).toBe('OPEN');
    expect(life.clock('task.S9_PLAN')).toMatchObject({ generation: 2, armedOn: '2026-09-18' });
  });

  it('of the notification moves its 48 hours', () => {
    const life = begun('IND-6', false).say.correct('ParticipantReferred', { notifiedOn: '2026-08-31' });
    expect(life.clock('deadline.FIRST_CONTACT')).toMatchObject({ dueOn: '2026-09-02', generation: 2 });
  });

  it('into the future, or against the rules of the event, is refused', () => {
    const life = begun('IND-6');
    expect(life.refusal((it) => it.say.correct('IntakeHeld', { on: '2026-12-01' }))).toBe('date-in-the-future');
    expect(life.refusal((it) => it.say.correct('IntakeHeld', { minutes: 0 }))).toBe('min');
    expect(life.refusal((it) => it.say.correct('IntakeHeld', {}))).toBe('changes-empty');
  });

  it('shares no note that was recorded for the coach alone, and takes back that one was shared', () => {
    const note = (sharedWithParticipant: boolean) =>
      begun('IND-6').tell('RecordSessionNote', { noteId: 'n-1', ref: 'Twijfelt', sharedWithParticipant });
    expect(note(false).refusal((it) => it.say.correct('SessionNoteRecorded', { sharedWithParticipant: true }))).toBe(
      'note-not-shared',
    );
    const taken = note(true).say.correct('SessionNoteRecorded', { sharedWithParticipant: false });
    expect(taken.of('FactCorrected').at(-1)?.data.changes).toEqual({ sharedWithParticipant: false });
  });

  it('of a field that is no date leaves the order of the day alone', () => {
    const life = begun('IND-6')
      .say.pause()
      .say.resume()
      .say.correct('TrajectoryPaused', { expectedResumeOn: '2027-01-01' });
    expect(life.status).toBe('ACTIVE');
  });

  it('that takes the plan back opens the phase again that it had ended', () => {
    const life = begun('IND-6').say.plan();
    expect(life.state.workflow.phases['intake']).toMatchObject({ status: 'COMPLETED', endedBy: 'EXIT_CRITERIA' });
    life.until('2026-09-16').say.takeBack('TrajectoryPlanAgreed');
    expect(life.state.workflow.phases['intake']).toMatchObject({ status: 'OPEN', enteredOn: '2026-09-14' });
    expect(life.task('S9_PLAN')?.status).toBe('OPEN');
    expect(life.clock('task.S9_PLAN')).toMatchObject({ status: 'RUNNING', generation: 2 });
  });

  it('does not open a task again that a person completed', () => {
    const life = begun('IND-6').say.done('S9_PLAN').say.plan().say.takeBack('TrajectoryPlanAgreed');
    expect(life.task('S9_PLAN')?.status).toBe('DONE');
  });
});
