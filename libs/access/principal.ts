import { type Actor, type Role } from '@overstap/kernel';

/** A role in which somebody may act, and who they are in it: a coach's, participant's or employer's id. */
export interface Grant {
  readonly role: Role;
  readonly ref: string;
}

/** Roles that an account can have. */
export const ACCOUNT_ROLES = [
  'PARTICIPANT',
  'COACH',
  'TEAM_LEAD',
  'PROGRAMME_MANAGER',
  'PLANNER',
  'BACK_OFFICE',
  'QUALITY_OFFICER',
  'TRAINER',
  'EMPLOYER_HR',
  'EMPLOYER_CASE_MANAGER',
  'LINE_MANAGER',
  'WORKS_COUNCIL',
  'COMMITTEE_MEMBER',
  'PHYSICIAN',
  'LABOUR_EXPERT',
  'ADMIN',
] as const satisfies readonly Role[];

/** Roles that an API key can have: none that reads coaching content or health. */
export const API_KEY_ROLES = [
  'PROGRAMME_MANAGER',
  'PLANNER',
  'BACK_OFFICE',
  'ADMIN',
] as const satisfies readonly Role[];

/** Who asks, once that is known. */
export type Principal =
  /** Whoever holds the installation's key; `acting` when in somebody's name. */
  | { readonly kind: 'operator'; readonly tenant: string; readonly acting?: Actor }
  | {
      readonly kind: 'account';
      readonly tenant: string;
      readonly account: string;
      readonly language: string;
      readonly grants: readonly Grant[];
    }
  | { readonly kind: 'api-key'; readonly tenant: string; readonly key: string; readonly grants: readonly Grant[] };

/** Whom a route is for: those signed in, whatever their role; certain roles; whoever holds the installation's key. */
export type Who = 'signed-in' | 'operator' | readonly Role[];

/** As whom the operator acts unless told. */
export const OPERATOR: Actor = { type: 'PROGRAMME_MANAGER', id: 'local' };

/**
 * As whom a principal acts on a route; undefined when it is not for them. An account with several roles acts in the first of them that the
 * route is for. The one place where this is decided.
 */
export function actorFor(principal: Principal, who: Who): Actor | undefined {
  if (principal.kind === 'operator') {
    const { acting } = principal;
    if (acting === undefined) return OPERATOR;
    return who === 'signed-in' || (who !== 'operator' && who.includes(acting.type)) ? acting : undefined;
  }
  if (who === 'operator') return undefined;
  const grant = who === 'signed-in' ? principal.grants[0] : principal.grants.find(({ role }) => who.includes(role));
  return grant && { type: grant.role, id: grant.ref };
}
