import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { type TrajectoryLife } from '../testing/trajectory-life.js';
import { type CoachInView, weightOfTrajectory } from './taking-on.js';

const LEAD = { type: 'TEAM_LEAD', id: 'l-1' } as const;
const MANAGER = { type: 'PROGRAMME_MANAGER', id: 'm-1' } as const;
const SAM = 'coach-1';

/** A coach who is registered and has this much room; without one nobody knows of a limit. */
const facing = (life: TrajectoryLife, coach: Partial<CoachInView>): TrajectoryLife => {
  life.world = { ...life.world, coach: { maxComplexity: 6, capacity: 30, load: 0, ...coach } };
  return life;
};
const match = (life: TrajectoryLife, data: object = {}) =>
  life.refusal((it) => it.tell('MatchCoach', { coachId: SAM, ...data }, LEAD));
const hand = (life: TrajectoryLife, data: object = {}) =>
  life.refusal((it) => it.tell('ReassignCoach', { to: 'noor', reason: 'moves', handoverDone: true, ...data }, LEAD));
/** With Sam, the plan agreed and the last talk noted down: ready to be handed over. */
const ready = (): TrajectoryLife =>
  begun('IND-6')
    .tell('MatchCoach', { coachId: SAM })
    .say.plan()
    .tell('RecordSessionNote', { noteId: 'n-1', ref: 'went well', sharedWithParticipant: false });
const handedOver = (life: TrajectoryLife) => life.of('CoachReassigned').map(({ data }) => data);

describe('a coach takes on a trajectory', () => {
  it('up to their limit; beyond it only when somebody says why', () => {
    expect(match(facing(begun('IND-6'), { load: 28.8 }))).toBeUndefined();
    expect(match(facing(begun('IND-6'), { load: 28.9 }))).toBe('coach-overloaded');
    const said = facing(begun('IND-6'), { load: 28.9 });
    expect(match(said, { overrideReason: 'two close next week' })).toBeUndefined();
    expect(said.of('CoachMatched')[0]?.data).toMatchObject({ overrideReason: 'two close next week' });
    expect(match(begun('IND-6'))).toBeUndefined();
  });

  it('weighed with its question and its kind of programme', () => {
    const question = { secondary: [], statementRef: 'n-1', complexity: 4, by: 'COACH' };
    const life = begun('IND-6');
    expect(weightOfTrajectory(life.state, 'INDIVIDUAL_OUTPLACEMENT')).toBe(1.2);
    life.tell('FormulateCareerQuestion', { questionType: 'BLOCKAGE', ...question });
    expect(weightOfTrajectory(life.state, 'SECOND_TRACK')).toBe(2.028);
    expect(match(facing(life, { load: 28.8 }))).toBe('coach-overloaded');
  });

  it('never with a conflict of roles, whatever is said', () => {
    const told = { role: 'cousin', coachId: SAM, on: '2026-09-14' };
    const life = begun('IND-6').tell('DiscloseConflictOfRoles', told, LEAD);
    expect(match(life, { overrideReason: 'nobody else' })).toBe('conflict-of-roles');
    const agreement = { goal: 'g', method: 'm', reporting: 'r', durationDays: 180, hours: 20, feeCents: 1 };
    const terms = { ...agreement, codeOfConduct: 'NOLOC', signedBy: ['EMPLOYER_HR'], on: '2026-09-14' };
    const managed = begun('IND-6').tell('AgreeAssignment', terms, MANAGER);
    expect(match(managed, { coachId: MANAGER.id })).toBe('conflict-of-roles');
    expect(hand(ready().tell('DiscloseConflictOfRoles', { ...told, coachId: 'noor' }, LEAD))).toBe('conflict-of-roles');
  });
});

describe('a hand-over', () => {
  it('is done when nothing on its checklist is open', () => {
    const life = ready();
    expect(hand(life)).toBeUndefined();
    expect(handedOver(life)).toMatchObject([{ from: SAM, to: 'noor', handoverDone: true }]);
  });

  it('waits for what is open, and names it, whether or not it is said to be done', () => {
    const life = begun('IND-6').tell('MatchCoach', { coachId: SAM });
    expect([hand(life), hand(life, { handoverDone: false })]).toEqual(['hand-over-open', 'hand-over-open']);
    const told = life.attempt({ type: 'ReassignCoach', data: { to: 'noor', reason: 'moves', handoverDone: true } });
    expect(told).toMatchObject({ message: expect.stringContaining('PLAN, NOTES') });
    expect(hand(ready().until('2026-09-20').say.session())).toBe('hand-over-open');
  });

  it('goes on all the same when somebody says why, and is not done then', () => {
    const life = begun('IND-6').tell('MatchCoach', { coachId: SAM });
    expect(hand(life, { overrideReason: 'fell ill' })).toBeUndefined();
    expect(handedOver(life)).toMatchObject([{ handoverDone: false, overrideReason: 'fell ill' }]);
  });

  it('goes to whom it is not too much for', () => {
    expect(hand(facing(ready(), { load: 29.5 }))).toBe('coach-overloaded');
    expect(hand(facing(ready(), { load: 29.5 }), { overrideReason: 'for a week' })).toBeUndefined();
  });
});
