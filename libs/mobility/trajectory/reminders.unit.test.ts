import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { type TrajectoryLife, worldOf } from '../testing/trajectory-life.js';

const raised = (life: TrajectoryLife, code: string): string[] =>
  life
    .of('TaskCreated')
    .filter(({ data }) => data.code === code)
    .map(({ occurredAt }) => occurredAt.slice(0, 10));

describe('a reminder', () => {
  it('nudges a participant at most once in three days and twice a week', () => {
    const life = begun('IND-6').until('2027-06-01');
    const nudges = life.of('RungFired').filter(({ data }) => data.toRoles.includes('PARTICIPANT') && !data.merged);
    const times = nudges.map(({ occurredAt }) => Date.parse(occurredAt) / 86_400_000);
    expect(times.length).toBeGreaterThan(2);
    times.forEach((at, index) => {
      expect(at - (times[index - 1] ?? -10)).toBeGreaterThanOrEqual(3);
      expect(at - (times[index - 2] ?? -10)).toBeGreaterThanOrEqual(7);
    });
  });

  it('spares a participant whom loss keeps from searching, and still tells the coach', () => {
    const life = begun('IND-6').say.loss(true).until('2026-12-20');
    expect(life.of('RungFired').filter(({ data }) => data.toRoles.includes('PARTICIPANT'))).toEqual([]);
    expect(life.of('RungSuppressed').map(({ data }) => data.reason)).toContain('LOSS_PROCESSING');
    expect(life.of('RungFired').find(({ data }) => data.rung === 'friendly')?.data.toRoles).toEqual(['COACH']);
  });

  it('of a law is held by nothing', () => {
    const life = begun('COL-12').say.settle(14, '2027-03-31').say.loss(true).say.pause().until('2026-10-01');
    expect(life.fired('deadline.VSO_COOLING_14')).toEqual(['days5', 'day1', 'due']);
  });

  it('missed while the program was down is recorded in order, with one message for each reader', () => {
    const life = begun('IND-6').sleepUntil('2026-12-01');
    life.send({ type: 'FallDue', data: {} }, { type: 'SYSTEM', id: 'sweep' });
    const missed = life
      .of('RungFired')
      .filter(({ occurredAt }) => occurredAt > '2026-09-15' && occurredAt < '2026-12-01T07');
    expect(missed.map(({ occurredAt }) => occurredAt)).toEqual(missed.map(({ occurredAt }) => occurredAt).toSorted());
    const spoken = missed.filter(({ data }) => !data.merged);
    expect(missed.length).toBeGreaterThan(20);
    expect(spoken.length).toBeLessThanOrEqual(5);
  });

  it('of a date already past when it is armed fires once, at level due', () => {
    const life = begun('IND-6', false).say.invite().until('2026-10-14').say.intake('2026-09-14');
    life.send({ type: 'FallDue', data: {} }, { type: 'SYSTEM', id: 'sweep' });
    expect(life.fired('task.S9_PLAN')).toEqual(['due']);
  });
});

describe('time', () => {
  it('and a completion at the same moment: the first append wins, the other does nothing', () => {
    const life = begun('IND-6').say.done('S9_PLAN');
    expect(
      life
        .until('2026-11-01')
        .of('ClockExpired')
        .filter(({ data }) => data.clockId === 'task.S9_PLAN'),
    ).toEqual([]);
    const late = begun('IND-6').until('2026-11-01').say.done('S9_PLAN');
    expect(late.clock('task.S9_PLAN')).toMatchObject({ status: 'STOPPED', how: 'MET', stoppedOn: '2026-11-01' });
    expect(late.attempt({ type: 'CompleteTask', data: { taskId: 'S9_PLAN' } })).toEqual([]);
  });

  it('counts anew when the calendar closes a day, and keeps what was missed', () => {
    const life = begun('IND-6').until('2026-09-25');
    const { definition } = life.world.calendar;
    const { calendar } = worldOf('IND-6', ['2026-10-01']);
    life.world = {
      ...life.world,
      calendar: Object.assign(Object.create(Object.getPrototypeOf(calendar) as object), calendar, {
        definition: { ...calendar.definition, version: definition.version + 1 },
      }) as typeof calendar,
    };
    life.send({ type: 'RecomputeClocks', data: {} });
    expect(life.clock('task.S9_PLAN')).toMatchObject({ dueOn: '2026-10-06', generation: 2 });
    expect(life.of('ClockRearmed').map(({ data }) => data.cause)).toContain('CALENDAR_CHANGED');
    expect(life.clock('task.S8_CAREER_QUESTION')).toMatchObject({ status: 'EXPIRED', generation: 1 });
  });

  it('ends a wait, which nobody missed; a settlement signed anew is watched anew', () => {
    const life = begun('COL-12').say.settle(14, '2027-03-31').until('2026-10-01');
    expect(life.clock('deadline.VSO_COOLING_14')).toMatchObject({
      status: 'STOPPED',
      how: 'ENDED',
      stoppedOn: '2026-09-28',
    });
    expect(raised(life, 'COOLING_OFF_OVER')).toHaveLength(1);
    expect(life.of('ClockExpired').filter(({ data }) => data.clockId === 'deadline.VSO_COOLING_14')).toEqual([]);
    life.say.settle(14, '2027-04-30');
    expect(life.clock('deadline.VSO_COOLING_14')).toMatchObject({
      status: 'RUNNING',
      generation: 2,
      dueOn: '2026-10-15',
    });
  });

  it('runs through a year in less than a second', () => {
    begun('IND-6').until('2026-12-01');
    const life = begun('IND-6');
    life.checksShapes = false;
    const began = performance.now();
    life.until('2027-09-14');
    // Ten times the aim, for machines that do other things beside: it fails when the cost grows with the square of the history.
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
