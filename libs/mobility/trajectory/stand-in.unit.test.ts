import { describe, expect, it } from '@jest/globals';
import { conflictsOf } from '../coach/conflicts.js';
import { begun } from '../testing/random-life.js';
import { type TrajectoryLife } from '../testing/trajectory-life.js';
import { STAND_IN_DECISION } from '../workflow/stand-in-decision.js';
import { isOpenTask } from '../workflow/state.js';
import { coachOf } from './subject.js';

const SAM = 'coach-1';
const NOOR = 'coach-2';
const LEAD = { type: 'TEAM_LEAD', id: 'lead-1' } as const;

const guided = (): TrajectoryLife =>
  begun('IND-6').tell('MatchCoach', { coachId: SAM }).tell('AddTask', { title: 'Call', role: 'COACH' });
const away = (standInId = NOOR): TrajectoryLife => guided().tell('NameStandIn', { standInId }, LEAD);
const openOf = (life: TrajectoryLife, who: string): string[] =>
  Object.values(life.state.workflow.tasks)
    .filter((task) => isOpenTask(task) && task.assigneeId === who)
    .map(({ taskId }) => taskId);
const decisions = (life: TrajectoryLife): string[] =>
  Object.values(life.state.workflow.tasks).flatMap(({ code, status }) => (code === STAND_IN_DECISION ? [status] : []));

describe('a stand-in', () => {
  it('has the coach’s open work and what arises meanwhile, on a trajectory that stays the coach’s', () => {
    const before = openOf(guided(), SAM);
    const life = away();
    expect(before.length).toBeGreaterThan(1);
    expect([openOf(life, SAM), openOf(life, NOOR)]).toEqual([[], before]);
    life.until('2026-10-20').tell('AddTask', { title: 'Write', role: 'COACH' });
    expect(openOf(life, SAM)).toEqual([]);
    expect(openOf(life, NOOR).length).toBeGreaterThan(before.length);
    expect(coachOf(life.state)).toBe(SAM);
  });

  it('gives it back at the return, but what was theirs before stays theirs', () => {
    const life = guided().tell('AddTask', { title: 'Advise', role: 'COACH' });
    const own = life.events.findLast(({ type }) => type === 'TaskCreated')?.data as { taskId: string };
    life.tell('AssignTask', { taskId: own.taskId, to: NOOR }).tell('NameStandIn', { standInId: NOOR }, LEAD);
    life.until('2026-10-20').tell('EndStandIn', {}, LEAD);
    expect(openOf(life, NOOR)).toEqual([own.taskId]);
    const events = life.events.length;
    expect(life.tell('EndStandIn', {}, LEAD).events).toHaveLength(events);
  });

  it('is followed by another, or by nobody, and then the work is with the coach and a team lead decides', () => {
    const life = away().tell('NameStandIn', { standInId: 'coach-3' }, LEAD);
    expect([openOf(life, NOOR), openOf(life, SAM)]).toEqual([[], []]);
    life.tell('NameStandIn', { why: 'AWAY_TOO' }, LEAD);
    expect(openOf(life, 'coach-3')).toEqual([]);
    expect(openOf(life, SAM).length).toBeGreaterThan(1);
    expect(decisions(life)).toEqual(['OPEN']);
    life.tell('NameStandIn', { standInId: NOOR }, LEAD);
    expect(decisions(life)).toEqual(['DONE']);
  });

  it('that nobody is, is decided on once, and by the end of the trajectory too', () => {
    const life = guided().tell('NameStandIn', { why: 'NOBODY_NAMED' }, LEAD);
    const [task] = Object.values(life.state.workflow.tasks).filter(({ code }) => code === STAND_IN_DECISION);
    expect(decisions(life.until('2026-09-20'))).toEqual(['OPEN']);
    life.say.done(task?.taskId ?? '', LEAD).until('2026-10-20');
    expect(decisions(life)).toEqual(['DONE']);
    const closed = guided().tell('NameStandIn', { why: 'NOBODY_NAMED' }, LEAD).say.close();
    expect(decisions(closed)).toEqual(['CANCELLED']);
  });

  it('goes when the trajectory is handed over, with all the work', () => {
    const reassigned = { to: 'coach-3', reason: 'ill for long', handoverDone: false, overrideReason: 'too ill for it' };
    const life = away().tell('ReassignCoach', reassigned, LEAD);
    expect([openOf(life, SAM), openOf(life, NOOR)]).toEqual([[], []]);
    life.tell('AddTask', { title: 'Meet', role: 'COACH' });
    expect(openOf(life, NOOR)).toEqual([]);
    expect(openOf(life, 'coach-3').length).toBeGreaterThan(1);
  });

  it('is not the coach, nobody unsaid, and nobody with a conflict of roles', () => {
    const name = (life: TrajectoryLife, data: object) => life.refusal((it) => it.tell('NameStandIn', data, LEAD));
    expect(name(guided(), { standInId: SAM })).toBe('substitute-self');
    expect(name(guided(), {})).toBe('stand-in-missing');
    expect(name(begun('IND-6'), { standInId: NOOR })).toBe('coach-missing');
    expect(name(guided().say.close(), { standInId: NOOR })).toBe('trajectory-closed');
    const disclosed = guided().tell('DiscloseConflictOfRoles', {
      role: 'a neighbour',
      coachId: NOOR,
      on: '2026-09-14',
    });
    expect(name(disclosed, { standInId: NOOR })).toBe('conflict-of-roles');
  });

  it('is not voided as a fact: it follows from the absence', () => {
    expect(away().refusal((life) => life.say.takeBack('CoachStandInNamed'))).toBe('fact-derived');
  });
});

describe('a conflict of roles', () => {
  const reasons = (life: TrajectoryLife) => Object.fromEntries(conflictsOf(life.state.facts));

  it('is the disclosing coach’s own, or that of the coach of the trajectory', () => {
    const told = { role: 'coaches the manager too', on: '2026-09-14' };
    const own = guided().tell('DiscloseConflictOfRoles', told, { type: 'COACH', id: NOOR });
    expect(reasons(own)).toEqual({ [NOOR]: 'DISCLOSED' });
    expect(reasons(guided().tell('DiscloseConflictOfRoles', told, LEAD))).toEqual({ [SAM]: 'DISCLOSED' });
  });

  it('is a meeting after which either declined, not one after which they went on', () => {
    const met = (result: string) =>
      begun('IND-6')
        .tell('ProposeCoach', { coachId: NOOR, criteria: {}, score: 50 })
        .tell('HoldChemistryMeeting', { on: '2026-09-14', result });
    expect(reasons(met('DECLINED_BY_PARTICIPANT'))).toEqual({ [NOOR]: 'DECLINED' });
    expect(reasons(met('ACCEPTED'))).toEqual({});
  });

  it('is another role on the same trajectory that must not hear what a coach hears', () => {
    const life = guided().tell(
      'SignSettlement',
      { on: '2026-09-14', coolingOffDays: 14, employmentEndsOn: '2026-12-01' },
      { type: 'EMPLOYER_HR', id: 'hr-1' },
    );
    expect(reasons(life)).toEqual({ 'hr-1': 'OTHER_ROLE' });
  });
});
