import { describe, expect, it } from '@jest/globals';
import { type StoredEvent } from '@overstap/kernel';
import { addresseesOf, dutyOf, moverOf } from './addressees.js';

const happened = (stream: string, type: string, data: object): StoredEvent =>
  ({ stream, type, data }) as unknown as StoredEvent;

describe('whom a rung is for', () => {
  const invited = happened('trajectory-t1', 'ParticipantInvited', {});
  const matched = happened('trajectory-t1', 'CoachMatched', { coachId: 'coach-7' });

  it('is the planner, who finds a coach, while a trajectory has none', () => {
    expect(addresseesOf(['COACH', 'TEAM_LEAD'], {}, [invited])).toEqual([
      { role: 'PLANNER', ref: '' },
      { role: 'TEAM_LEAD', ref: '' },
    ]);
  });

  it('tells a planner once who is told for the coach too', () => {
    expect(addresseesOf(['PLANNER', 'COACH'], { owner: 'COACH' }, [invited])).toEqual([{ role: 'PLANNER', ref: '' }]);
  });

  it('is the coach from the matching on, and the next one after a hand-over', () => {
    const handedOver = happened('trajectory-t1', 'CoachReassigned', { from: 'coach-7', to: 'coach-8' });
    expect(addresseesOf(['COACH'], {}, [invited, matched])).toEqual([{ role: 'COACH', ref: 'coach-7' }]);
    expect(addresseesOf(['COACH'], {}, [invited, matched, handedOver])).toEqual([{ role: 'COACH', ref: 'coach-8' }]);
  });

  it('is the coach whose task it is before one is matched', () => {
    const duty = { owner: 'COACH', assignee: 'coach-9' };
    expect(addresseesOf(['COACH'], duty, [invited])).toEqual([{ role: 'COACH', ref: 'coach-9' }]);
  });

  it('is the case manager who has the case, and meanwhile who at the employer names one', () => {
    const named = happened('trajectory-t1', 'CaseManagerNamed', { caseManagerId: 'carla' });
    const duty = { kind: 'STATUTORY' };
    expect(addresseesOf(['EMPLOYER_CASE_MANAGER'], duty, [invited])).toEqual([{ role: 'EMPLOYER_HR', ref: '' }]);
    expect(addresseesOf(['EMPLOYER_CASE_MANAGER'], duty, [invited, named])).toEqual([
      { role: 'EMPLOYER_CASE_MANAGER', ref: 'carla' },
    ]);
  });

  it('is every coach where there is no trajectory to have one', () => {
    const planned = happened('programme-p1', 'ProgrammePlanned', {});
    expect(addresseesOf(['COACH'], {}, [planned])).toEqual([{ role: 'COACH', ref: '' }]);
  });

  it('asks a programme manager, once, what is for the leads of a team that nobody leads', () => {
    expect(addresseesOf(['TEAM_LEAD'], {}, [invited, matched], null)).toEqual([{ role: 'PROGRAMME_MANAGER', ref: '' }]);
    expect(addresseesOf(['TEAM_LEAD', 'PROGRAMME_MANAGER'], {}, [invited, matched], null)).toEqual([
      { role: 'PROGRAMME_MANAGER', ref: '' },
    ]);
    const duty = { owner: 'TEAM_LEAD', assignee: 'team-south' };
    expect(addresseesOf(['TEAM_LEAD'], duty, [invited, matched], null)).toEqual([
      { role: 'TEAM_LEAD', ref: 'team-south' },
    ]);
  });

  it('asks the lead of the coach’s team, every lead where there is none, and whoever the task is given to before either', () => {
    expect(addresseesOf(['TEAM_LEAD'], {}, [invited, matched], 'team-north')).toEqual([
      { role: 'TEAM_LEAD', ref: 'team-north' },
    ]);
    expect(addresseesOf(['TEAM_LEAD'], {}, [invited, matched])).toEqual([{ role: 'TEAM_LEAD', ref: '' }]);
    const duty = { owner: 'TEAM_LEAD', assignee: 'lead-2' };
    expect(addresseesOf(['TEAM_LEAD'], duty, [invited, matched], 'team-north')).toEqual([
      { role: 'TEAM_LEAD', ref: 'lead-2' },
    ]);
  });
});

describe('the duty that a clock times', () => {
  const told = (type: string, data: object): StoredEvent =>
    ({ stream: 'trajectory-t1', type, data: { taskId: 'CALL', ...data } }) as never;
  const claimed = [
    told('TaskCreated', { role: 'COACH', assigneeId: 'coach-7' }),
    told('TaskReassigned', { to: 'coach-8' }),
  ];

  it('is of whoever has the task, and after it was handed back of whoever had it before, or of nobody', () => {
    expect(dutyOf('task.CALL', claimed)).toEqual({ owner: 'COACH', assignee: 'coach-8' });
    expect(dutyOf('task.CALL', [...claimed, told('TaskHandedBack', { to: 'coach-7' })]).assignee).toBe('coach-7');
    expect(dutyOf('task.CALL', [...claimed, told('TaskHandedBack', {})])).toEqual({ owner: 'COACH' });
  });
});

describe('who hears that a date is not due any more on the day to which it was moved', () => {
  const move = (type: string, id: string, clockId = 'task.CALL'): StoredEvent =>
    ({ stream: 'trajectory-t1', type, data: { clockId }, actor: { type: 'PROGRAMME_MANAGER', id } }) as never;
  const lapsed = move('ClockMoveLapsed', 'whoever-corrected');

  it('is whoever moved it last, unless that was taken back, and nobody who moved another', () => {
    const moved = [move('ClockMoved', 'ann'), move('ClockMoved', 'bo'), move('ClockMoved', 'cas', 'task.OTHER')];
    const duty = { kind: 'PROGRAMME', owner: 'COACH', assignee: 'coach-7' };
    expect(moverOf('task.CALL', duty, [...moved, lapsed])).toEqual({ role: 'PROGRAMME_MANAGER', ref: 'bo' });
    expect(moverOf('task.CALL', duty, [...moved, move('ClockMoveUndone', 'bo'), lapsed])?.ref).toBe('ann');
  });

  it('is who has the task where the date is theirs, whoever had it when it was moved', () => {
    const duty = { kind: 'PERSONAL', owner: 'COACH', assignee: 'coach-8' };
    expect(moverOf('task.CALL', duty, [move('ClockMoved', 'coach-7'), lapsed])).toEqual({
      ...{ role: 'COACH', ref: 'coach-8' },
    });
  });
});
