import { describe, expect, it } from '@jest/globals';
import { daysBetween } from '@overstap/calendar';
import { begun } from '../testing/random-life.js';
import { pausesOf } from './pauses.js';

describe('a pause', () => {
  it('moves what a pause may move by exactly its days, and leaves a contract and a wait alone', () => {
    const life = begun('COL-12').until('2026-09-16').say.settle(21, '2027-06-30');
    const dueOn = (id: string): string => life.clock(id)?.dueOn ?? '';
    const ids = ['task.S9_PLAN', 'task.COHORT_SURVEY'];
    const before = new Map(ids.map((id) => [id, dueOn(id)]));
    const [end, wait] = [dueOn('deadline.END'), dueOn('deadline.VSO_COOLING_21')];
    life.until('2026-09-21').say.pause();
    expect(life.clock('task.COHORT_SURVEY')).toMatchObject({ status: 'SUSPENDED' });
    expect(life.clock('task.COHORT_SURVEY')?.dueOn).toBeUndefined();
    life.until('2026-10-05').say.resume().until('2026-10-09');
    expect(daysBetween(before.get('task.COHORT_SURVEY') ?? '', dueOn('task.COHORT_SURVEY'))).toBe(14);
    expect(daysBetween(before.get('task.S9_PLAN') ?? '', dueOn('task.S9_PLAN'))).toBe(14);
    expect([dueOn('deadline.END'), life.of('ClockStopped').find(({ data }) => data.how === 'ENDED')?.data.on]).toEqual([
      end,
      wait,
    ]);
  });

  it('lets no reminder out, and nothing is overdue in it', () => {
    const life = begun('IND-6').say.pause().until('2027-01-15');
    const since = life.of('RungFired').filter(({ occurredAt }) => occurredAt > '2026-09-14T10');
    expect(since).toEqual([]);
    expect(life.clock('task.S9_PLAN')?.status).toBe('SUSPENDED');
  });

  it('known only later retracts the reminders that fired in it; after it they come again', () => {
    const life = begun('IND-6').until('2026-10-08').say.pause('2026-10-02');
    const retracted = life.of('RungRetracted').map(({ data }) => `${data.clockId} ${data.rung}`);
    expect(retracted).toContain('task.S9_PLAN due');
    expect(life.clock('task.S9_PLAN')?.status).toBe('EXPIRED');
    life.send({ type: 'RecomputeClocks', data: {} });
    expect(life.of('RungRetracted')).toHaveLength(retracted.length);
  });

  it('known only later makes a running clock anew, so that its retracted reminder can come again', () => {
    const life = begun('IND-6').until('2026-09-29').say.pause('2026-09-25');
    expect(life.of('RungRetracted').map(({ data }) => `${data.clockId} ${data.rung}`)).toContain(
      'task.S9_PLAN headsUp',
    );
    life.until('2026-10-09').say.resume();
    expect(life.clock('task.S9_PLAN')).toMatchObject({ generation: 2, dueOn: '2026-10-19' });
    expect(life.until('2026-10-20').fired('task.S9_PLAN')).toEqual(['headsUp', 'headsUp', 'due']);
  });

  it('does not move a deadline that was missed before it', () => {
    const life = begun('IND-6').until('2026-10-06').say.pause().until('2026-10-19').say.resume();
    expect(life.clock('task.S9_PLAN')).toMatchObject({ status: 'EXPIRED', dueOn: '2026-10-05', generation: 1 });
  });

  it('ends with the trajectory, so that aftercare and retention go on', () => {
    const life = begun('IND-6').say.pause().until('2026-10-05').say.close();
    expect(pausesOf(life.state.facts).at(-1)?.to).toBeDefined();
    expect(life.clock('task.Z6_RETENTION')?.status).toBe('RUNNING');
  });

  it('that a correction makes overlap with another is one with it', () => {
    const life = begun('IND-6').say.pause().until('2026-09-16').say.resume().until('2026-09-21').say.pause();
    life.say.takeBack('TrajectoryResumed');
    expect(pausesOf(life.state.facts)).toHaveLength(1);
    expect(life.status).toBe('PAUSED');
  });
});
