import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { TrajectoryLife, worldOf } from '../testing/trajectory-life.js';

/** Started on Monday 14 September; the assignment is the programme manager's, due on the 21st. */
const started = (): TrajectoryLife => begun('IND-6').until('2026-09-15');
const ASSIGNMENT = 'S6_ASSIGNMENT';
const undo = (life: TrajectoryLife, undoes: string, taskId = ASSIGNMENT) =>
  life.tell('UndoTask', { taskId, undoes, reason: 'MISTAKE', note: 'the wrong line' });

describe('a completion taken back', () => {
  it('opens the task, with its clock due on the same day as before', () => {
    const life = started();
    const dueOn = life.clock(`task.${ASSIGNMENT}`)?.dueOn;
    life.say.done(ASSIGNMENT).until('2026-09-17');
    expect(life.clock(`task.${ASSIGNMENT}`)).toMatchObject({ status: 'STOPPED', how: 'MET' });
    undo(life, 'COMPLETION');
    expect(life.task(ASSIGNMENT)).toMatchObject({ status: 'OPEN' });
    expect(life.task(ASSIGNMENT)?.doneOn).toBeUndefined();
    expect(life.clock(`task.${ASSIGNMENT}`)).toMatchObject({ status: 'RUNNING', dueOn, generation: 2 });
    expect(life.of('TaskReopened').map(({ data }) => data)).toEqual([
      { taskId: ASSIGNMENT, undoes: 'COMPLETION', status: 'OPEN', reason: 'MISTAKE', note: 'the wrong line' },
    ]);
  });

  it('is overdue at once when its day has passed, and says so once', () => {
    const life = started().say.done(ASSIGNMENT).until('2026-09-25');
    undo(life, 'COMPLETION').until('2026-09-26');
    expect(life.clock(`task.${ASSIGNMENT}`)).toMatchObject({ status: 'EXPIRED', dueOn: '2026-09-21' });
    expect(
      life.of('RungFired').filter(({ data }) => data.clockId === `task.${ASSIGNMENT}` && data.generation === 2),
    ).toHaveLength(1);
  });

  it('leaves a task begun or waiting as it was', () => {
    const life = started();
    life.tell('BlockTask', { taskId: ASSIGNMENT, waitingOn: 'EMPLOYER' }).say.done(ASSIGNMENT);
    undo(life, 'COMPLETION');
    expect(life.task(ASSIGNMENT)).toMatchObject({ status: 'BLOCKED', waitingOn: 'EMPLOYER' });
    life.tell('UnblockTask', { taskId: ASSIGNMENT }).tell('StartTask', { taskId: ASSIGNMENT });
    life.say.done(ASSIGNMENT);
    undo(life, 'COMPLETION');
    expect(life.task(ASSIGNMENT)).toMatchObject({ status: 'IN_PROGRESS' });
  });

  it('is refused where a fact completed the task, or would at once complete it again', () => {
    const life = started().say.plan();
    expect(life.refusal(() => undo(life, 'COMPLETION', 'S9_PLAN'))).toBe('task-done-by-fact');
    const byHand = started().say.done('S9_PLAN');
    byHand.say.plan();
    expect(byHand.refusal(() => undo(byHand, 'COMPLETION', 'S9_PLAN'))).toBe('task-done-by-fact');
    expect(byHand.task('S9_PLAN')).toMatchObject({ status: 'DONE' });
  });

  it('is refused once the trajectory is closed, and the task stays done', () => {
    const life = started().say.done(ASSIGNMENT);
    life.say.close('2026-09-15');
    expect(life.refusal(() => undo(life, 'COMPLETION'))).toBe('task-not-wanted');
    expect(life.task(ASSIGNMENT)).toMatchObject({ status: 'DONE' });
  });

  it('is refused for a task that is not done', () => {
    const life = started();
    expect(life.refusal(() => undo(life, 'COMPLETION'))).toBe('nothing-to-undo');
  });
});

describe('a snooze', () => {
  it('moves no date and, taken back, leaves the task as it was before', () => {
    const life = started();
    const clock = life.clock(`task.${ASSIGNMENT}`);
    life.tell('StartTask', { taskId: ASSIGNMENT }).tell('SnoozeTask', { taskId: ASSIGNMENT, until: '2026-10-30' });
    expect(life.clock(`task.${ASSIGNMENT}`)).toEqual(clock);
    life.tell('SnoozeTask', { taskId: ASSIGNMENT, until: '2026-11-30' });
    undo(life, 'SNOOZE');
    expect(life.task(ASSIGNMENT)).toMatchObject({ status: 'IN_PROGRESS' });
    expect(life.refusal(() => undo(life, 'SNOOZE'))).toBe('nothing-to-undo');
  });

  it('reaches to the day of a statutory task and not beyond; reminders go on', () => {
    const world = worldOf('IND-6');
    const { trajectory } = world.template;
    const tasks = trajectory.tasks.map((task) =>
      task.code === ASSIGNMENT ? { ...task, kind: 'STATUTORY' as const } : task,
    );
    const life = new TrajectoryLife({
      ...world,
      template: { ...world.template, trajectory: { ...trajectory, tasks } },
    });
    life.until('2026-09-01').refer({ notifiedOn: '2026-09-01' }).say.invite();
    life.until('2026-09-03').say.contact().until('2026-09-14').say.intake();
    const snooze = (until: string) => life.tell('SnoozeTask', { taskId: ASSIGNMENT, until });
    expect(life.clock(`task.${ASSIGNMENT}`)).toMatchObject({ kind: 'STATUTORY', dueOn: '2026-09-21' });
    expect(life.refusal(() => snooze('2026-09-22'))).toBe('snooze-past-legal-date');
    snooze('2026-09-21').until('2026-09-22');
    expect(life.clock(`task.${ASSIGNMENT}`)).toMatchObject({ dueOn: '2026-09-21', status: 'EXPIRED' });
    expect(life.fired(`task.${ASSIGNMENT}`).length).toBeGreaterThan(0);
    expect(life.refusal(() => snooze('2026-09-23'))).toBe('snooze-past-legal-date');
  });
});

describe('an assignment taken back', () => {
  it('gives the task to whoever had it before', () => {
    const life = started().tell('AssignTask', { taskId: ASSIGNMENT, to: 'manager-1' });
    life.tell('AssignTask', { taskId: ASSIGNMENT, to: 'manager-2' });
    undo(life, 'ASSIGNMENT');
    expect(life.task(ASSIGNMENT)).toMatchObject({ assigneeId: 'manager-1' });
    expect(life.refusal(() => undo(life, 'ASSIGNMENT'))).toBe('nothing-to-undo');
  });

  it('leaves a task that was claimed to nobody again', () => {
    const life = started().tell('ClaimTask', { taskId: ASSIGNMENT }, { type: 'PROGRAMME_MANAGER', id: 'manager-1' });
    undo(life, 'ASSIGNMENT');
    expect(life.task(ASSIGNMENT)?.assigneeId).toBeUndefined();
    expect(life.of('TaskHandedBack').map(({ data }) => data)).toEqual([
      { taskId: ASSIGNMENT, reason: 'MISTAKE', note: 'the wrong line' },
    ]);
  });

  it('is refused while the task is done', () => {
    const life = started().tell('AssignTask', { taskId: ASSIGNMENT, to: 'manager-1' });
    life.say.done(ASSIGNMENT);
    expect(life.refusal(() => undo(life, 'ASSIGNMENT'))).toBe('nothing-to-undo');
  });
});
