import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { type TrajectoryLife } from '../testing/trajectory-life.js';

const LEAD = { type: 'TEAM_LEAD', id: 'lead-1' } as const;
/** Started on Monday 14 September; by November its coach's tasks are late enough for those above to be asked. */
const late = (): TrajectoryLife => begun('IND-6').until('2026-11-02');
const escalated = (life: TrajectoryLife): string =>
  life.of('TaskEscalated').find(({ data }) => {
    const task = life.task(data.taskId);
    return task?.status === 'OPEN';
  })?.data.taskId ?? 'none';
const resolve = { action: 'HELPED', note: 'called them together' } as const;

describe('an escalation', () => {
  it('is acknowledged once by whoever takes it up, and is the owner’s alone again once resolved', () => {
    const life = late();
    const taskId = escalated(life);
    expect(life.task(taskId)?.escalation?.level).toBeGreaterThanOrEqual(3);
    life.tell('AcknowledgeEscalation', { taskId }, LEAD).tell('AcknowledgeEscalation', { taskId }, LEAD);
    expect(life.of('EscalationAcknowledged').map(({ data }) => data)).toEqual([
      { taskId, by: 'lead-1', on: '2026-11-02' },
    ]);
    expect(life.task(taskId)?.escalation).toMatchObject({ acknowledgedBy: 'lead-1' });
    life.tell('ResolveEscalation', { taskId, ...resolve }, LEAD);
    expect(life.of('EscalationResolved').map(({ data }) => data)).toEqual([
      { taskId, ...resolve, by: 'lead-1', on: '2026-11-02' },
    ]);
    expect(life.task(taskId)).toMatchObject({ status: 'OPEN' });
    expect(life.task(taskId)?.escalation).toBeUndefined();
  });

  it('is answered only where there is one', () => {
    const life = late();
    const taskId = escalated(life);
    life.tell('ResolveEscalation', { taskId, ...resolve }, LEAD);
    expect(life.refusal(() => life.tell('ResolveEscalation', { taskId, ...resolve }, LEAD))).toBe('task-not-escalated');
    expect(life.refusal(() => life.tell('AcknowledgeEscalation', { taskId }, LEAD))).toBe('task-not-escalated');
    life.say.done(taskId);
    expect(life.refusal(() => life.tell('AcknowledgeEscalation', { taskId }, LEAD))).toBe('task-ended');
  });
});
