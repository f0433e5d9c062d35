import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { type TrajectoryLife } from '../testing/trajectory-life.js';
import { handOverOf } from './hand-over.js';

const guided = (): TrajectoryLife => begun('IND-6').tell('MatchCoach', { coachId: 'coach-1' });
const item = (life: TrajectoryLife, code: string) =>
  handOverOf(life.state, life.now)?.find((each) => each.code === code);
const appointment = (sessionId: string, at: string) => ({ sessionId, at, minutes: 60, mode: 'VIDEO', by: 'COACH' });

describe('the checklist of a hand-over', () => {
  it('is there once somebody has the trajectory, and leaves to people what only they know', () => {
    expect(handOverOf(begun('IND-6').state, '2026-09-14T10:00:00.000Z')).toBeUndefined();
    expect(item(guided(), 'PARTICIPANT_TOLD')?.state).toBe('CONFIRM');
  });

  it('asks for the plan, and for a note of the last talk', () => {
    const life = guided();
    expect([item(life, 'PLAN')?.state, item(life, 'NOTES')]).toEqual([
      'TO_DO',
      { code: 'NOTES', state: 'TO_DO', about: ['2026-09-14'] },
    ]);
    life.say.plan().tell('RecordSessionNote', { noteId: 'n-1', ref: 'went well', sharedWithParticipant: false });
    expect([item(life, 'PLAN')?.state, item(life, 'NOTES')?.state]).toEqual(['DONE', 'DONE']);
    life.until('2026-09-20').say.session();
    expect(item(life, 'NOTES')?.state).toBe('TO_DO');
  });

  it('names the appointments to come, on their newest day, and not those cancelled, held or past', () => {
    const life = guided();
    for (const [id, at] of [
      ['s-1', '2026-09-21T08:00:00.000Z'],
      ['s-2', '2026-09-22T08:00:00.000Z'],
      ['s-3', '2026-09-16T08:00:00.000Z'],
    ] as const)
      life.tell('ScheduleSession', appointment(id, at));
    life.tell('RescheduleSession', appointment('s-1', '2026-09-25T08:00:00.000Z'));
    life.tell('CancelSession', { sessionId: 's-2', by: 'COACH', noticeHours: 24 });
    expect(item(life.until('2026-09-18'), 'APPOINTMENTS')).toMatchObject({ state: 'TELL', about: ['2026-09-25'] });
    expect(item(life.until('2026-09-26'), 'APPOINTMENTS')?.state).toBe('DONE');
  });

  it('names the tasks that go along, those with a stand-in too, and the deadlines that come near', () => {
    const life = guided().tell('AddTask', { title: 'Call', role: 'COACH' });
    const before = item(life, 'TASKS')?.about ?? [];
    expect(before.length).toBeGreaterThan(0);
    life.tell('NameStandIn', { standInId: 'coach-2' });
    expect(item(life, 'TASKS')?.about).toEqual(before);
    expect(item(life, 'DEADLINES')?.about).not.toContain('END');
    expect(item(life.until('2027-03-01'), 'DEADLINES')?.about).toContain('END');
  });
});
