import { describe, expect, it } from '@jest/globals';
import { actorFor, OPERATOR, type Principal } from './principal.js';

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
});
