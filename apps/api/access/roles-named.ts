import { ACCOUNT_ROLES, type Grant, type GrantNamed } from '@overstap/access';
import { type FieldProblem, isEmployerSide } from '@overstap/kernel';
import { readGrantName } from './acting-as.js';

/** In these somebody is who the agency knows them as already: a coach, a participant, an employer. */
const needsRef = (role: Grant['role']): boolean =>
  ['PARTICIPANT', 'COACH', 'TRAINER'].includes(role) || isEmployerSide(role);

/** Their id is a team or an employer, of which one may have several; in other roles it is somebody, and who has two roles is one person. */
const OF_SEVERAL: readonly Grant['role'][] = ['TEAM_LEAD', 'EMPLOYER_HR', 'WORKS_COUNCIL'];

/** `COACH:coach-7`, `PLANNER`; or what is wrong with one of them. */
export function rolesNamed(texts: readonly string[]): readonly GrantNamed[] | FieldProblem {
  const named: GrantNamed[] = [];
  for (const text of texts) {
    const each = readGrantName(text);
    if (!each) return wrong('role', `roles may hold ROLE or ROLE:id with a role among ${ACCOUNT_ROLES.join(', ')}`);
    const { role, ref } = each;
    if (ref === undefined && needsRef(role))
      return wrong('role-id', `roles must say which one it is for ${role}, as in ${role}:id`);
    const isOfAnother = (one: GrantNamed): boolean =>
      OF_SEVERAL.includes(role) && one.ref !== undefined && ref !== undefined && one.ref !== ref;
    if (named.some((one) => one.role === role && !isOfAnother(one)))
      return wrong('role-twice', `roles may hold each role once; ${OF_SEVERAL.join(', ')} once for each id`);
    named.push(each);
  }
  return named;
}

const wrong = (rule: string, message: string): FieldProblem => ({ field: 'roles', rule, message });
