import { describe, expect, it } from '@jest/globals';
import { actorFor, type Grant, grantNamed, OPERATOR, type Principal } from './principal.js';

const tenant = 'default';
const account: Principal = {
  kind: 'account',
  tenant,
  account: 'a-1',
  language: 'nl',
  grants: [
    { role: 'COACH', ref: 'coach-7' },
    { role: 'TEAM_LEAD', ref: 'a-1' },
  ],
};
const operator: Principal = { kind: 'operator', tenant };
const asCoach: Principal = { ...operator, acting: { type: 'COACH', id: 'coach-7' } };
const key: Principal = { kind: 'api-key', tenant, key: 'k', grants: [{ role: 'PLANNER', ref: 'key-1' }] };

describe('as whom somebody acts', () => {
  it('is the first of their roles that the route is for', () => {
    expect(actorFor(account, ['PLANNER', 'TEAM_LEAD', 'COACH'])).toEqual({ type: 'COACH', id: 'coach-7' });
    expect(actorFor(account, ['PLANNER', 'TEAM_LEAD'])).toEqual({ type: 'TEAM_LEAD', id: 'a-1' });
    expect(actorFor(account, 'signed-in')).toEqual({ type: 'COACH', id: 'coach-7' });
    expect(actorFor(key, ['PLANNER'])).toEqual({ type: 'PLANNER', id: 'key-1' });
  });

  it('is nobody where none of their roles is listed, and nobody but the operator where the route is the operator’s', () => {
    expect(actorFor(account, ['PLANNER'])).toBeUndefined();
    expect(actorFor(key, ['ADMIN'])).toBeUndefined();
    for (const each of [account, key, asCoach]) expect(actorFor(each, 'operator')).toBeUndefined();
    expect(actorFor({ ...account, grants: [] }, 'signed-in')).toBeUndefined();
  });

  it('is the operator everywhere, and somebody else where they could act themselves', () => {
    for (const who of ['operator', 'signed-in', ['COACH']] as const) expect(actorFor(operator, who)).toEqual(OPERATOR);
    expect(actorFor(asCoach, ['COACH'])).toEqual({ type: 'COACH', id: 'coach-7' });
    expect(actorFor(asCoach, ['PLANNER'])).toBeUndefined();
  });

  it('is the role that they chose and no other, on a route for another of theirs too', () => {
    const leading: Principal = { ...account, acting: { role: 'TEAM_LEAD', ref: 'a-1' } };
    expect(actorFor(leading, ['TEAM_LEAD', 'COACH'])).toEqual({ type: 'TEAM_LEAD', id: 'a-1' });
    expect(actorFor(leading, ['COACH'])).toBeUndefined();
    expect(actorFor(leading, 'signed-in')).toEqual({ type: 'TEAM_LEAD', id: 'a-1' });
    expect(actorFor(leading, 'operator')).toBeUndefined();
  });
});

describe('a role that somebody names', () => {
  const grants: readonly Grant[] = [
    { role: 'COACH', ref: 'coach-7' },
    { role: 'TEAM_LEAD', ref: 'north' },
    { role: 'TEAM_LEAD', ref: 'south' },
  ];

  it('is one of their own, by its id, or without where they have it once', () => {
    expect(grantNamed(grants, { role: 'COACH' })).toEqual(grants[0]);
    expect(grantNamed(grants, { role: 'COACH', ref: 'coach-7' })).toEqual(grants[0]);
    expect(grantNamed(grants, { role: 'TEAM_LEAD', ref: 'south' })).toEqual(grants[2]);
    expect(grantNamed(grants, { role: 'TEAM_LEAD' })).toBe('several');
  });

  it('is none where it is not theirs, whose ever it is', () => {
    for (const named of [
      { role: 'PLANNER' },
      { role: 'COACH', ref: 'coach-8' },
      { role: 'TEAM_LEAD', ref: '' },
    ] as const)
      expect(grantNamed(grants, named)).toBe('not-held');
    expect(grantNamed([], { role: 'COACH' })).toBe('not-held');
  });
});
