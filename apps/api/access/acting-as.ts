import { ACCOUNT_ROLES, type Grant, grantNamed, type GrantNamed, type Principal } from '@overstap/access';
import { type Actor } from '@overstap/kernel';
import { invalidProblem, problem, type ProblemError } from '../http/problem.js';

type Header = string | readonly string[] | undefined;
const HEADER = 'Overstap-Actor';

/** `COACH:coach-7`, or `COACH`; undefined where it is neither. */
export function readGrantName(text: string): GrantNamed | undefined {
  const [, name, ref] = /^([A-Z_]+)(?::([A-Za-z0-9][A-Za-z0-9_.-]{0,99}))?$/.exec(text) ?? [];
  const role = ACCOUNT_ROLES.find((each) => each === name);
  return role && (ref === undefined ? { role } : { role, ref });
}

/** A grant as answers show it. */
export const shownActor = ({ role, ref }: Grant): Actor => ({ type: role, id: ref });

/** In whose name the operator acts, who has no grants of their own: the header says whole who that is. */
export function actorNamed(header: Header): Actor | ProblemError | undefined {
  if (header === undefined) return undefined;
  const { role, ref } = readGrantName(String(header)) ?? {};
  return role && ref !== undefined ? { type: role, id: ref } : malformed(HEADER, 'ROLE:id');
}

/** Whoever has grants of their own, acting in the one that the header names and in no other; as they are without a header. */
export function inNamedRole(
  principal: Exclude<Principal, { kind: 'operator' }>,
  header: Header,
): Principal | ProblemError {
  if (header === undefined) return principal;
  const acting = ownGrant(principal.grants, String(header), HEADER);
  return acting instanceof Error ? acting : { ...principal, acting };
}

/** The grant that a text means among somebody's own. Whether somebody else has it is looked up nowhere, and so shows in nothing. */
export function ownGrant(grants: readonly Grant[], text: string, field: string): Grant | ProblemError {
  const named = readGrantName(text);
  if (!named) return malformed(field, 'ROLE:id, or ROLE where you have it once,');
  const meant = grantNamed(grants, named);
  if (meant === 'not-held') return NOT_HELD;
  if (meant !== 'several') return meant;
  const own = grants.filter(({ role }) => role === named.role).map(({ role, ref }) => `${role}:${ref}`);
  const message = `${field} names a role that you have more than once; write which one: ${own.join(', ')}`;
  return invalidProblem([{ field, rule: 'role-several', message }]);
}

const malformed = (field: string, form: string): ProblemError =>
  invalidProblem([
    { field, rule: 'actor', message: `${field} must be ${form} with a role among ${ACCOUNT_ROLES.join(', ')}` },
  ]);

const NOT_HELD = problem(
  403,
  'role-not-held',
  'You do not have this role; act in one that you have. GET /session lists them.',
);
