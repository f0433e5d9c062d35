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
      /** The one of them that they act in alone, once they said which. */
      readonly acting?: Grant;
    }
  | {
      readonly kind: 'api-key';
      readonly tenant: string;
      readonly key: string;
      readonly grants: readonly Grant[];
      readonly acting?: Grant;
    };

/** Whom a route is for: those signed in, whatever their role; certain roles; whoever holds the installation's key. */
export type Who = 'signed-in' | 'operator' | readonly Role[];

/** As whom the operator acts unless told. */
export const OPERATOR: Actor = { type: 'PROGRAMME_MANAGER', id: 'local' };

/** `COACH:coach-7`, or `COACH`, which says it where somebody is that once. */
export interface GrantNamed {
  readonly role: Role;
  readonly ref?: string;
}

/**
 * Which of somebody's own grants a name means; `not-held` whether or not somebody else has it, `several` where the role alone does not say
 * which.
 */
export function grantNamed(grants: readonly Grant[], { role, ref }: GrantNamed): Grant | 'not-held' | 'several' {
  const [meant, ...others] = grants.filter((each) => each.role === role && (ref === undefined || each.ref === ref));
  return others.length > 0 ? 'several' : (meant ?? 'not-held');
}

/**
 * As whom a principal acts on a route; undefined when it is not for them. An account with several roles acts in the one that it chose, else in
 * the first of them that the route is for. The one place where this is decided.
 */
export function actorFor(principal: Principal, who: Who): Actor | undefined {
  if (principal.kind === 'operator') {
    const { acting } = principal;
    if (acting === undefined) return OPERATOR;
    return who === 'signed-in' || (who !== 'operator' && who.includes(acting.type)) ? acting : undefined;
  }
  if (who === 'operator') return undefined;
  const { acting, grants } = principal;
  const grant = (acting ? [acting] : grants).find(({ role }) => who === 'signed-in' || who.includes(role));
  return grant && { type: grant.role, id: grant.ref };
}
