import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { type TrajectoryLife } from '../testing/trajectory-life.js';

const MANAGER = { type: 'PROGRAMME_MANAGER', id: 'manager-1' } as const;
const COACH = { type: 'COACH', id: 'coach-1' } as const;
const ASSIGNMENT = 'task.S6_ASSIGNMENT';

/** Started on Monday 14 September; the assignment is the programme's, due on the 21st. */
const started = (): TrajectoryLife => begun('IND-6').until('2026-09-15');
const move = (life: TrajectoryLife, to: string, clockId = ASSIGNMENT, actor: object = MANAGER): TrajectoryLife =>
  life.tell('MoveClock', { clockId, to, reason: 'AGREED', note: 'they asked for a week' }, actor as never);
const undo = (life: TrajectoryLife, clockId = ASSIGNMENT, actor: object = MANAGER): TrajectoryLife =>
  life.tell('UndoClockMove', { clockId, reason: 'MISTAKE' }, actor as never);
const byHand = (life: TrajectoryLife): string => {
  life.say.invite().tell('MatchCoach', { coachId: 'coach-1' });
  life.tell('AddTask', { title: 'call', role: 'COACH', dueOn: '2026-09-18' });
  return `task.${life.of('TaskCreated').at(-1)?.data.taskId}`;
};

describe('a date of the programme that its manager moves', () => {
  it('is recorded with who, when and why, and the clock begins a generation of its own', () => {
    const life = move(started(), '2026-09-30');
    expect(life.of('ClockMoved')[0]?.data).toMatchObject({
      ...{ clockId: ASSIGNMENT, generation: 1, dueOn: '2026-09-21', to: '2026-09-30' },
      ...{ reason: 'AGREED', note: 'they asked for a week' },
    });
    expect(life.events.find(({ type }) => type === 'ClockMoved')?.actor).toEqual(MANAGER);
    expect(life.clock(ASSIGNMENT)).toMatchObject({ generation: 2, status: 'RUNNING', dueOn: '2026-09-30' });
  });

  it('has its reminders around the new day, and none about the old one', () => {
    const life = move(started(), '2026-09-30').until('2026-10-03');
    const days = life
      .of('RungFired')
      .filter(({ data }) => data.clockId === ASSIGNMENT)
      .map(({ data, occurredAt }) => `${data.rung} ${occurredAt.slice(0, 10)}`);
    expect(days).toContain('due 2026-09-30');
    expect(days.filter((day) => day.endsWith('2026-09-21'))).toEqual([]);
    expect(life.clock(ASSIGNMENT)?.status).toBe('EXPIRED');
  });

  it('may be earlier than it was, and today', () => {
    expect(move(started(), '2026-09-15').clock(ASSIGNMENT)?.dueOn).toBe('2026-09-15');
  });

  it('is moved on by a pause, by the days that it took', () => {
    const life = move(started(), '2026-09-30').until('2026-09-21').say.pause().until('2026-09-28').say.resume();
    expect(life.clock(ASSIGNMENT)).toMatchObject({ status: 'RUNNING', dueOn: '2026-10-07' });
  });

  it('keeps its day when the task is done and that is taken back', () => {
    const life = move(started(), '2026-09-30').say.done('S6_ASSIGNMENT');
    life.tell('UndoTask', { taskId: 'S6_ASSIGNMENT', undoes: 'COMPLETION', reason: 'MISTAKE' });
    expect(life.clock(ASSIGNMENT)?.dueOn).toBe('2026-09-30');
  });

  it('that it has already is not moved once more', () => {
    const life = move(started(), '2026-09-30');
    expect(
      life.send({ type: 'MoveClock', data: { clockId: ASSIGNMENT, to: '2026-09-30', reason: 'AGREED' } }, MANAGER),
    ).toEqual([]);
  });

  it.each([
    ['lies before today', '2026-09-14', 'date-in-the-past'],
    ['is a Sunday, of a clock in working days', '2026-09-27', 'day-not-counted'],
  ])('is not moved to a day that %s', (_what, to, code) => {
    expect(started().refusal((life) => move(life, to))).toBe(code);
  });

  it('is not moved while a pause leaves it without a date', () => {
    const life = started().say.pause();
    expect(life.refusal((it) => move(it, '2026-09-30'))).toBe('clock-suspended');
  });

  it('is not moved once it is missed', () => {
    const life = started().until('2026-09-23');
    expect(life.clock(ASSIGNMENT)?.status).toBe('EXPIRED');
    expect(life.refusal((it) => move(it, '2026-09-30'))).toBe('deadline-missed');
  });

  it.each([COACH, { type: 'TEAM_LEAD', id: 'lead-1' }, { type: 'PLANNER', id: 'planner-1' }])(
    'is not moved by a $type',
    (actor) => {
      expect(started().refusal((life) => move(life, '2026-09-30', ASSIGNMENT, actor))).toBe('clock-of-programme');
    },
  );
});

describe('a move that was for another date', () => {
  const lapsed = (life: TrajectoryLife): object[] => life.of('ClockMoveLapsed').map(({ data }) => data);

  it('holds no more once the anchor is another day: the date is counted anew, and that stays on record', () => {
    const life = move(started(), '2026-09-30').say.correct('IntakeHeld', { on: '2026-09-11' });
    expect(life.clock(ASSIGNMENT)).toMatchObject({ generation: 3, dueOn: '2026-09-18' });
    expect(lapsed(life)).toEqual([
      { clockId: ASSIGNMENT, generation: 2, dueOn: '2026-09-30', to: '2026-09-18', cause: 'ANCHOR_MOVED' },
    ]);
    expect(life.refusal((it) => undo(it))).toBe('nothing-to-undo');
  });

  it('does not come back by itself when the anchor does: whoever moved the date was told', () => {
    const life = move(started(), '2026-09-30').say.correct('IntakeHeld', { on: '2026-09-11' });
    life.say.correct('IntakeHeld', { on: '2026-09-14' });
    expect([life.clock(ASSIGNMENT)?.dueOn, lapsed(life).length]).toEqual(['2026-09-21', 1]);
  });

  it('holds no more when the anchor was taken back, and is another day once it is there again', () => {
    const life = move(started(), '2026-09-30').say.takeBack('IntakeHeld');
    expect([life.clock(ASSIGNMENT)?.how, lapsed(life)]).toEqual(['CANCELLED', []]);
    life.tell('HoldIntake', { on: '2026-09-15', minutes: 60, mode: 'ONSITE' });
    expect(life.clock(ASSIGNMENT)?.dueOn).toBe('2026-09-22');
    expect(lapsed(life)).toMatchObject([{ dueOn: '2026-09-30', to: '2026-09-22', cause: 'REOPENED' }]);
  });

  it('holds no more in a pause either, when neither the one date nor the other is known', () => {
    const life = move(started(), '2026-09-30').say.pause().say.correct('IntakeHeld', { on: '2026-09-11' });
    expect(lapsed(life)).toEqual([{ clockId: ASSIGNMENT, generation: 2, cause: 'ANCHOR_MOVED' }]);
  });

  it('is not one because of a pause, nor because something else is put right', () => {
    const life = move(move(started(), '2026-09-30'), '2026-10-01').until('2026-09-21').say.pause();
    life.until('2026-09-28').say.resume().say.correct('IntakeHeld', { minutes: 45 });
    expect(undo(life).clock(ASSIGNMENT)?.dueOn).toBe('2026-10-07');
    expect(undo(life).clock(ASSIGNMENT)?.dueOn).toBe('2026-09-28');
    expect(lapsed(life)).toEqual([]);
  });

  it('is not one to a day that was missed: that had its day', () => {
    const talk = 'task.Z1_FINAL_TALK';
    const life = move(started(), '2027-02-26', talk).until('2027-03-02');
    expect(life.clock(talk)?.status).toBe('EXPIRED');
    life.say.extend(28);
    expect([life.clock(talk)?.status, lapsed(life)]).toEqual(['RUNNING', []]);
  });
});

describe('a move taken back', () => {
  it('gives the clock the date that it had, in a generation of its own, and both stay on record', () => {
    const life = undo(move(started(), '2026-09-30'));
    expect(life.clock(ASSIGNMENT)).toMatchObject({ generation: 3, status: 'RUNNING', dueOn: '2026-09-21' });
    expect(life.types().filter((type) => type.startsWith('ClockMove'))).toEqual(['ClockMoved', 'ClockMoveUndone']);
  });

  it('leaves the move before it', () => {
    const life = move(move(started(), '2026-09-30'), '2026-10-07');
    expect(undo(life).clock(ASSIGNMENT)?.dueOn).toBe('2026-09-30');
    expect(undo(life).clock(ASSIGNMENT)?.dueOn).toBe('2026-09-21');
    expect(life.refusal((it) => undo(it))).toBe('nothing-to-undo');
  });

  it('is for whoever may move it', () => {
    expect(move(started(), '2026-09-30').refusal((life) => undo(life, ASSIGNMENT, COACH))).toBe('clock-of-programme');
  });
});

describe('a date that is not the programme manager’s', () => {
  it('of a law is moved by nobody', () => {
    const life = begun('COL-12').say.settle(14, '2027-03-31');
    const clockId = 'deadline.VSO_COOLING_14';
    expect(life.clock(clockId)?.kind).toBe('STATUTORY');
    expect(life.refusal((it) => move(it, '2026-12-01', clockId))).toBe('statutory-not-movable');
    expect(life.clock(clockId)?.generation).toBe(1);
  });

  it('of the contract is moved by two people', () => {
    expect(started().refusal((life) => move(life, '2027-06-01', 'deadline.END'))).toBe('contract-by-two');
  });

  it('of a person is moved by whoever owns the task, and taken back by them', () => {
    const life = started();
    const clockId = byHand(life);
    expect(life.refusal((it) => move(it, '2026-09-25', clockId))).toBe('clock-of-another');
    expect(life.refusal((it) => move(it, '2026-09-25', clockId, { ...COACH, id: 'coach-2' }))).toBe('clock-of-another');
    expect(life.refusal((it) => move(it, '2026-09-25', clockId, { ...COACH, type: 'TRAINER' }))).toBe(
      'clock-of-another',
    );
    expect(move(life, '2026-09-26', clockId, COACH).clock(clockId)?.dueOn).toBe('2026-09-26');
    expect(undo(life, clockId, COACH).clock(clockId)?.dueOn).toBe('2026-09-18');
  });

  it('is told of by no clock that is not open', () => {
    const life = started().say.done('S6_ASSIGNMENT');
    expect(life.refusal((it) => move(it, '2026-09-30'))).toBe('clock-unknown');
    expect(life.refusal((it) => move(it, '2026-09-30', 'task.NONE'))).toBe('clock-unknown');
  });
});
