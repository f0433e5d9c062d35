import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { type TrajectoryLife } from '../testing/trajectory-life.js';

/** Invited on Tuesday 1 September; the planner is asked to call on Thursday at 08:30. */
const toBeCalled = (): TrajectoryLife => begun('IND-6', false).say.invite().until('2026-09-04');

describe('a task that a rung raised', () => {
  it('is done by a contact of the day before that is recorded only afterwards', () => {
    const life = toBeCalled();
    expect(life.task('ACTIVATION_CALL_1')).toBeUndefined();
    expect(life.task('ACTIVATION_CALL_1.1')).toMatchObject({ status: 'OPEN', createdOn: '2026-09-03' });
    life.say.contact('2026-09-02');
    expect(life.task('ACTIVATION_CALL_1.1')).toMatchObject({ status: 'DONE', byFact: true, doneOn: '2026-09-03' });
    expect(life.clock('task.ACTIVATION_CALL_1.1')).toMatchObject({ status: 'STOPPED', how: 'MET' });
  });

  it('is not done by what was known when it was raised', () => {
    const life = begun('IND-6', false).say.invite().until('2026-09-02');
    life.tell('AttemptFirstContact', { n: 1, channel: 'PHONE', outcome: 'NO_ANSWER' }).until('2026-09-09');
    expect(life.task('ACTIVATION_CALL_1.1')).toBeUndefined();
    expect(life.task('ACTIVATION_CALL_2.1')).toMatchObject({ status: 'OPEN' });
  });

  it('opens again when the late fact is taken back, and stays done when its day is put right', () => {
    const life = toBeCalled().say.contact('2026-09-02');
    life.say.correct('FirstContactMade', { on: '2026-09-01' });
    expect(life.task('ACTIVATION_CALL_1.1')).toMatchObject({ status: 'DONE' });
    life.say.takeBack('FirstContactMade');
    expect(life.task('ACTIVATION_CALL_1.1')).toMatchObject({ status: 'OPEN' });
  });
});
