import { describe, expect, it } from '@jest/globals';
import { type Actor } from '@overstap/kernel';
import { begun } from '../testing/random-life.js';
import { type TrajectoryLife } from '../testing/trajectory-life.js';

const SAM = { type: 'COACH', id: 'coach-1' } as const;
const NOOR = { type: 'COACH', id: 'coach-2' } as const;
const LEAD = { type: 'TEAM_LEAD', id: 'lead-1' } as const;

/** Of a task that Sam, whose trajectory it is, has for the 18th. */
const clockOf = (life: TrajectoryLife): string => `task.${life.of('TaskCreated').at(-1)?.data.taskId}`;
const guided = (): TrajectoryLife =>
  begun('IND-6')
    .until('2026-09-15')
    .tell('MatchCoach', { coachId: SAM.id })
    .tell('AddTask', { title: 'Call', role: 'COACH', dueOn: '2026-09-18' });
const away = (life = guided()): TrajectoryLife => life.tell('NameStandIn', { standInId: NOOR.id }, LEAD);
/** Somebody gave the task to Sam although they are away. */
const givenBack = (): TrajectoryLife => {
  const life = away();
  return life.tell('AssignTask', { taskId: clockOf(life).slice('task.'.length), to: SAM.id }, LEAD);
};
const move = (life: TrajectoryLife, who: Actor, to = '2026-09-25'): TrajectoryLife =>
  life.tell('MoveClock', { clockId: clockOf(life), to, reason: 'NO_CAPACITY' }, who as never);

describe('a personal date of a coach who is away', () => {
  it.each([
    ['the task that went to them', away],
    ['a task that the coach was given meanwhile', givenBack],
  ])('is moved by whoever stands in, of %s, and taken back by them', (_which, world) => {
    const life = world();
    expect(move(life, NOOR).clock(clockOf(life))?.dueOn).toBe('2026-09-25');
    life.tell('UndoClockMove', { clockId: clockOf(life), reason: 'MISTAKE' }, NOOR as never);
    expect(life.clock(clockOf(life))?.dueOn).toBe('2026-09-18');
  });

  it('is not moved by them before the absence, nor after it', () => {
    expect(guided().refusal((life) => move(life, NOOR))).toBe('clock-of-another');
    for (const world of [away, givenBack]) {
      const back = world().tell('EndStandIn', {}, LEAD);
      expect(back.refusal((life) => move(life, NOOR))).toBe('clock-of-another');
      expect(move(back, SAM).clock(clockOf(back))?.dueOn).toBe('2026-09-25');
    }
  });

  it('is not moved by them in another role, nor by another coach, nor is that of somebody else', () => {
    for (const who of [
      { ...NOOR, type: 'TRAINER' },
      { ...NOOR, id: 'coach-3' },
    ] as const)
      expect(givenBack().refusal((life) => move(life, who))).toBe('clock-of-another');
    const life = away();
    life.tell('AssignTask', { taskId: clockOf(life).slice('task.'.length), to: 'coach-3' }, LEAD);
    expect(life.refusal((it) => move(it, NOOR))).toBe('clock-of-another');
  });
});
