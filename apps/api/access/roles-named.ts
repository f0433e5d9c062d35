import { ACCOUNT_ROLES, type Grant } from '@overstap/access';
import { type FieldProblem, isEmployerSide } from '@overstap/kernel';

/** In these somebody is who the agency knows them as already: a coach, a participant, an employer. */
const needsRef = (role: Grant['role']): boolean =>
  ['PARTICIPANT', 'COACH', 'TRAINER'].includes(role) || isEmployerSide(role);

export type RoleNamed = { readonly role: Grant['role']; readonly ref?: string };

/** `COACH:coach-7`, `PLANNER`; or what is wrong with one of them. */
export function rolesNamed(texts: readonly string[]): readonly RoleNamed[] | FieldProblem {
  const named: RoleNamed[] = [];
  for (const text of texts) {
    const [, name, ref] = /^([A-Z_]+)(?::([A-Za-z0-9][A-Za-z0-9_.-]{0,99}))?$/.exec(text) ?? [];
    const role = ACCOUNT_ROLES.find((each) => each === name);
    if (!role) return wrong('role', `roles may hold ROLE or ROLE:id with a role among ${ACCOUNT_ROLES.join(', ')}`);
    if (ref === undefined && needsRef(role))
      return wrong('role-id', `roles must say which one it is for ${role}, as in ${role}:id`);
    named.push(ref === undefined ? { role } : { role, ref });
  }
  if (new Set(named.map(({ role }) => role)).size < named.length)
    return wrong('role-twice', 'roles may hold each role once');
  return named;
}

const wrong = (rule: string, message: string): FieldProblem => ({ field: 'roles', rule, message });
