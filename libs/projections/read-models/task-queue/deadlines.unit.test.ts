import { describe, expect, test } from '@jest/globals';
import { onStream, rowsAfter } from '../testing/fold.js';
import { WrittenLife } from '../testing/lives.js';
import { coachQueue, plannerQueue, type QueuedTask } from './index.js';

const WAITING = 'trajectory-t1/deadline.WAITING_ON_COACH';
const rowOf = (life: WrittenLife, id: string, model = plannerQueue): QueuedTask | undefined =>
  rowsAfter<QueuedTask>(model, onStream('trajectory-t1', life.written)).get(id);

function begun(template: 'SP2-12' | 'IND-6'): WrittenLife {
  const life = new WrittenLife('t1', template);
  life.until('2026-09-01').refer({ notifiedOn: '2026-09-01', contractEndOn: '2027-12-31', hoursPerWeek: 36 });
  life.say.invite().until('2026-09-03').say.contact().until('2026-09-14').say.intake();
  return life;
}

describe('deadlines in the queues', () => {
  test('the re-integration file of the second track is the coach’s, and the quality officer’s once it is late', () => {
    const life = begun('SP2-12');
    life.tell('ReportSickLeave', { firstDay: '2026-01-12' }).until('2027-10-07');
    const id = 'trajectory-t1/deadline.RIV';
    expect(rowOf(life, id)).toMatchObject({
      kind: 'DEADLINE',
      code: 'RIV',
      role: 'COACH',
      with_roles: ['EMPLOYER_CASE_MANAGER', 'TEAM_LEAD'],
      clock_kind: 'STATUTORY',
      status: 'OPEN',
      escalated_to: [],
    });
    life.until('2027-10-14');
    expect(rowOf(life, id)).toMatchObject({ status: 'OPEN', escalation_level: 4 });
    expect(rowOf(life, id)?.escalated_to).toContain('QUALITY_OFFICER');
    expect(rowOf(life, id, coachQueue)).toEqual(rowOf(life, id));
  });

  test('an escalation of a deadline is over when the deadline is met, and nobody above its owner is asked any more', () => {
    const life = begun('SP2-12');
    life.tell('ReportSickLeave', { firstDay: '2026-01-12' }).until('2027-10-14');
    const id = 'trajectory-t1/deadline.RIV';
    expect(rowOf(life, id)).toMatchObject({ status: 'OPEN', escalation: 'OPEN' });
    life.tell('DeliverEffortReport', { from: '2026-10-01', to: '2027-10-01', activitiesByKind: [], applications: 8 });
    expect(rowOf(life, id)).toMatchObject({ status: 'DONE', escalation: 'RESOLVED', escalation_by: null });
  });

  test('an escalation of a task is over when the task is done, and stands again when that is taken back', () => {
    const life = begun('IND-6').until('2026-11-02');
    const { taskId } =
      life
        .of('TaskEscalated')
        .map(({ data }) => data)
        .find((each) => life.task(each.taskId)?.status === 'OPEN') ?? {};
    const id = `trajectory-t1/${taskId}`;
    const lead = { type: 'TEAM_LEAD', id: 'lead-1' } as const;
    life.tell('AcknowledgeEscalation', { taskId: String(taskId) }, lead);
    expect(rowOf(life, id)).toMatchObject({ escalation: 'ACKNOWLEDGED', escalation_by: 'lead-1' });
    life.say.done(String(taskId));
    expect(rowOf(life, id)).toMatchObject({ status: 'DONE', escalation: 'RESOLVED' });
    life.tell('UndoTask', { taskId: String(taskId), undoes: 'COMPLETION', reason: 'MISTAKE' });
    expect(rowOf(life, id)).toMatchObject({ status: 'OPEN', escalation: 'ACKNOWLEDGED', escalation_by: 'lead-1' });
  });

  test('a milestone that lay before the trajectory is nobody’s', () => {
    const life = begun('SP2-12');
    life.tell('ReportSickLeave', { firstDay: '2025-08-25' }).until('2026-12-01');
    expect(rowOf(life, 'trajectory-t1/deadline.W8')).toMatchObject({ role: 'NOBODY', with_roles: [] });
  });

  test('a participant who asks for help waits for the coach until there is an answer', () => {
    const life = begun('IND-6');
    expect(rowOf(life, WAITING, coachQueue)).toBeUndefined();
    const told = { period: '2026-W38', goalsStatus: 'ON_TRACK' };
    life.until('2026-09-15').tell('SubmitCheckIn', { ...told, supportNeededRef: 'note-1' }, PARTICIPANT);
    expect(rowOf(life, WAITING, coachQueue)).toMatchObject({ role: 'COACH', waiting_on: 'COACH', status: 'OPEN' });
    life.until('2026-09-16').say.session();
    expect(rowOf(life, WAITING, coachQueue)?.status ?? 'GONE').not.toBe('OPEN');
  });
});

const PARTICIPANT = { type: 'PARTICIPANT', id: 'p-t1' } as const;
