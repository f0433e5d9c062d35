import { describe, expect, test } from '@jest/globals';
import { type Actor, type Role } from '@overstap/kernel';
import { type Action, decide, type Related, type Resource } from './decide.js';
import { identityScopeOf } from './identity-scope.js';
import { REACH } from './reach.js';

const ANYBODY: Action = { roles: Object.keys(REACH) as Role[] };
const CASE: Related = {
  participant: 'p-1',
  coach: 'eva',
  standIn: 'noor',
  team: 'north',
  employer: 'acme',
  planners: ['pia', 'pim'],
  caseManager: 'carla',
  profile: 'COMPLIANCE',
  task: 'tom',
  workshop: 'tess',
  committee: ['mia'],
  proposed: 'iris',
};
const trajectory = (related: Related = CASE): Resource => ({ kind: 'trajectory', ...related });
const decided = (actor: Actor, resource: Resource) => decide(actor, ANYBODY, resource);

describe('who reaches a trajectory', () => {
  const reached: readonly [Role, string][] = [
    ['PARTICIPANT', 'p-1'],
    ['COACH', 'eva'],
    ['COACH', 'noor'],
    ['COACH', 'tom'],
    ['COACH', 'iris'],
    ['TRAINER', 'tom'],
    ['TRAINER', 'tess'],
    ['COMMITTEE_MEMBER', 'mia'],
    ['TEAM_LEAD', 'north'],
    ['EMPLOYER_HR', 'acme'],
    ['EMPLOYER_CASE_MANAGER', 'carla'],
    ['PROGRAMME_MANAGER', 'anyone'],
    ['PLANNER', 'pia'],
    ['PLANNER', 'pim'],
    ['PLANNER', 'tom'],
    ['BACK_OFFICE', 'anyone'],
    ['QUALITY_OFFICER', 'anyone'],
  ];
  const missed: readonly [Role, string][] = [
    ['PARTICIPANT', 'p-2'],
    ['PARTICIPANT', 'eva'],
    ['COACH', 'p-1'],
    ['COACH', 'former'],
    ['TRAINER', 'eva'],
    ['COACH', 'tess'],
    ['TRAINER', 'iris'],
    ['TEAM_LEAD', 'south'],
    ['PLANNER', 'former'],
    ['PLANNER', 'iris'],
    ['EMPLOYER_HR', 'other'],
    ['EMPLOYER_CASE_MANAGER', 'acme'],
    ['EMPLOYER_CASE_MANAGER', 'former'],
    ['LINE_MANAGER', 'acme'],
    ['WORKS_COUNCIL', 'acme'],
    ['COMMITTEE_MEMBER', 'anyone'],
    ['PHYSICIAN', 'anyone'],
    ['ADMIN', 'anyone'],
  ];
  test.each(reached)('%s %s does', (type, id) => expect(decided({ type, id }, trajectory())).toBe('allowed'));
  test.each(missed)('%s %s does not, and finds nothing', (type, id) =>
    expect(decided({ type, id }, trajectory())).toBe('not-there'),
  );

  test('a stand-in no longer does once the coach is back', () => {
    const { standIn: _gone, ...back } = CASE;
    expect(decided({ type: 'COACH', id: 'noor' }, trajectory(back))).toBe('not-there');
  });

  test('where there is no team, every team lead does', () => {
    const { team: _none, ...teamless } = CASE;
    expect(decided({ type: 'TEAM_LEAD', id: 'south' }, trajectory(teamless))).toBe('allowed');
  });

  test('where no planner is named, every planner does', () => {
    expect(decided({ type: 'PLANNER', id: 'former' }, trajectory({ ...CASE, planners: [] }))).toBe('allowed');
  });

  test('to one that is not there nobody has a relation who does not work for the whole agency', () => {
    for (const type of ['PARTICIPANT', 'COACH', 'TEAM_LEAD', 'PLANNER', 'EMPLOYER_HR'] as const)
      expect(decided({ type, id: 'x' }, trajectory({}))).toBe('not-there');
  });

  test('at the employer: where the profile tells of people by name, and for case managers under COMPLIANCE alone', () => {
    const reached = (type: Role, id: string, profile: string) =>
      decided({ type, id }, trajectory({ ...CASE, profile }));
    expect(reached('EMPLOYER_HR', 'acme', 'STATUS')).toBe('allowed');
    expect(reached('EMPLOYER_HR', 'acme', 'AGGREGATE_ONLY')).toBe('not-there');
    expect(reached('EMPLOYER_CASE_MANAGER', 'carla', 'STATUS')).toBe('not-there');
  });
});

describe('who reaches what else', () => {
  test('a person: they themselves, and who reaches one of their trajectories', () => {
    const person: Resource = { kind: 'participant', id: 'p-1', trajectories: [{ coach: 'former' }, CASE] };
    expect(decided({ type: 'PARTICIPANT', id: 'p-1' }, person)).toBe('allowed');
    expect(decided({ type: 'PARTICIPANT', id: 'p-1' }, { ...person, unknown: true })).toBe('not-there');
    expect(decided({ type: 'PARTICIPANT', id: 'p-2' }, person)).toBe('not-there');
    expect(decided({ type: 'COACH', id: 'eva' }, person)).toBe('allowed');
    expect(decided({ type: 'COACH', id: 'other' }, person)).toBe('not-there');
    expect(decided({ type: 'PLANNER', id: 'pia' }, person)).toBe('allowed');
    expect(decided({ type: 'PLANNER', id: 'former' }, person)).toBe('not-there');
  });

  test('a person whom nobody referred yet: every planner, who refers them', () => {
    const unreferred: Resource = { kind: 'participant', id: 'p-1', trajectories: [], unreferred: true };
    expect(decided({ type: 'PLANNER', id: 'pia' }, unreferred)).toBe('allowed');
    expect(decided({ type: 'COACH', id: 'eva' }, unreferred)).toBe('not-there');
    expect(decided({ type: 'PLANNER', id: 'pia' }, { ...unreferred, unreferred: false })).toBe('not-there');
  });

  test('a programme: the agency, its own employer, and whoever has a case in it', () => {
    const programme: Resource = { kind: 'programme', employer: 'acme' };
    expect(decided({ type: 'COACH', id: 'eva' }, programme)).toBe('allowed');
    expect(decided({ type: 'EMPLOYER_HR', id: 'acme' }, programme)).toBe('allowed');
    expect(decided({ type: 'EMPLOYER_HR', id: 'other' }, programme)).toBe('not-there');
    expect(decided({ type: 'PARTICIPANT', id: 'p-1' }, programme)).toBe('not-there');
    const planned: Resource = { ...programme, planners: ['pia'], task: 'tom' };
    expect(decided({ type: 'PLANNER', id: 'pia' }, planned)).toBe('allowed');
    expect(decided({ type: 'PLANNER', id: 'tom' }, planned)).toBe('allowed');
    expect(decided({ type: 'PLANNER', id: 'other' }, planned)).toBe('not-there');
    expect(decided({ type: 'PLANNER', id: 'other' }, { ...planned, planners: [] })).toBe('allowed');
    expect(decided({ type: 'PLANNER', id: 'other' }, programme)).toBe('not-there');
    const carla: Actor = { type: 'EMPLOYER_CASE_MANAGER', id: 'carla' };
    expect(decided(carla, { ...programme, trajectories: [CASE] })).toBe('allowed');
    expect(decided(carla, { ...programme, trajectories: [{ ...CASE, caseManager: 'other' }] })).toBe('not-there');
    expect(decided({ ...carla, id: 'acme' }, programme)).toBe('not-there');
  });

  test('a coach: they themselves, their team’s lead, and the agency’s desk', () => {
    const coach: Resource = { kind: 'coach', id: 'eva', team: 'north' };
    expect(decided({ type: 'COACH', id: 'eva' }, coach)).toBe('allowed');
    expect(decided({ type: 'COACH', id: 'noor' }, coach)).toBe('not-there');
    expect(decided({ type: 'TEAM_LEAD', id: 'south' }, coach)).toBe('not-there');
    expect(decided({ type: 'TEAM_LEAD', id: 'south' }, { kind: 'coach', id: 'x', unknown: true })).toBe('not-there');
    expect(decided({ type: 'PLANNER', id: 'x' }, coach)).toBe('allowed');
    expect(decided({ type: 'EMPLOYER_HR', id: 'acme' }, coach)).toBe('not-there');
  });

  test('what is the agency’s alone: nobody from outside', () => {
    expect(decided({ type: 'ADMIN', id: 'x' }, { kind: 'agency' })).toBe('allowed');
    expect(decided({ type: 'PARTICIPANT', id: 'p-1' }, { kind: 'agency' })).toBe('not-there');
    expect(decided({ type: 'WORKS_COUNCIL', id: 'acme' }, { kind: 'agency' })).toBe('not-there');
  });
});

describe('what may be shown', () => {
  const showing = (type: Role, action: Partial<Action>) =>
    decide({ type, id: 'x' }, { ...ANYBODY, ...action }, { kind: 'agency' });

  test('is said before anything is looked up', () => {
    expect(decide({ type: 'PLANNER', id: 'x' }, { roles: ['COACH'] })).toBe('not-for-role');
    expect(showing('PROGRAMME_MANAGER', { shows: ['P1', 'P3'] })).toBe('not-for-role');
    expect(showing('ADMIN', { shows: ['P1'] })).toBe('not-for-role');
    expect(showing('COACH', { shows: ['P1', 'P2', 'P3', 'P4'] })).toBe('allowed');
  });

  test('depends on the ground: a broken glass, a disclosure profile, or that it was addressed to them', () => {
    expect(showing('TEAM_LEAD', { shows: ['P3'] })).toBe('not-for-role');
    expect(showing('TEAM_LEAD', { shows: ['P3'], ground: 'broken-glass' })).toBe('allowed');
    expect(showing('TEAM_LEAD', { shows: ['P4'], ground: 'broken-glass' })).toBe('not-for-role');
    expect(showing('PLANNER', { shows: ['P3'], ground: 'broken-glass' })).toBe('not-for-role');
    expect(showing('TRAINER', { shows: ['P2'], ground: 'addressed' })).toBe('allowed');
  });

  test('of who somebody is: to whoever works with them, to a quality officer of who made a request alone', () => {
    const onRequestTo = (type: Role) => identityScopeOf({ type, id: 'x' })?.onRequest;
    for (const role of ['COACH', 'TEAM_LEAD', 'PROGRAMME_MANAGER', 'PLANNER', 'BACK_OFFICE'] as const)
      expect([role, onRequestTo(role), showing(role, { shows: ['P5'] })]).toEqual([role, false, 'allowed']);
    expect(onRequestTo('QUALITY_OFFICER')).toBe(true);
    expect(showing('QUALITY_OFFICER', { shows: ['P5'] })).toBe('not-for-role');
    expect(showing('QUALITY_OFFICER', { shows: ['P5'], ground: 'on-request' })).toBe('allowed');
    expect(showing('ADMIN', { shows: ['P5'], ground: 'on-request' })).toBe('not-for-role');
    for (const role of ['PARTICIPANT', 'TRAINER', 'EMPLOYER_HR', 'EMPLOYER_CASE_MANAGER', 'ADMIN', 'SERVICE'] as const)
      expect([role, identityScopeOf({ type: role, id: 'x' })]).toEqual([role, undefined]);
  });
});
