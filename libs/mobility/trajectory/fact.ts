import { type PayloadClass, type Role } from '@overstap/kernel';
import { backdatable, type Backdated } from './business-date.js';

/**
 * The state a trajectory must be in. `referred`: not yet concluded, started or not. `started`: ACTIVE, PAUSED or LANDED.
 * `landed`: LANDED. `any`: also after closing, for aftercare, surveys and consents.
 */
export type Requirement = 'referred' | 'started' | 'landed' | 'any';

/** A fact that somebody records on a trajectory: the event it becomes, what its recorder sends, who that may be, and when. */
export interface FactDefinition<Payload extends object = object, Body extends object = object> {
  readonly event: PayloadClass<Payload>;
  /** The event's own fields less what the decision fills in; with `occurredOn` where the payload has no date of its own. */
  readonly body: PayloadClass<Body & Backdated>;
  readonly roles: readonly Role[];
  /** One line for OpenAPI and the docs. */
  readonly summary: string;
  readonly requires: Requirement;
}

/** A fact whose payload is what its recorder sends. */
export function fact<Payload extends object>(
  event: PayloadClass<Payload>,
  requires: Requirement,
  roles: readonly Role[],
  summary: string,
): FactDefinition<Payload, Payload> {
  return { event, body: backdatable(event), roles, summary, requires };
}

/** A fact of which the decision fills in fields: its recorder sends `body`. */
export function decidedFact<Payload extends Body, Body extends object>(
  event: PayloadClass<Payload>,
  body: PayloadClass<Body>,
  requires: Requirement,
  roles: readonly Role[],
  summary: string,
): FactDefinition<Payload, Body> {
  return { event, body: backdatable(body), roles, summary, requires };
}

/** Who records what kind of thing; docs/privacy.md says who may know it. */
export const COACHING: readonly Role[] = ['COACH'];
export const GUIDANCE: readonly Role[] = ['COACH', 'TEAM_LEAD'];
export const COACH_OR_PARTICIPANT: readonly Role[] = ['COACH', 'PARTICIPANT'];
export const PARTICIPANT_ALONE: readonly Role[] = ['PARTICIPANT'];
export const INTAKE_DESK: readonly Role[] = ['PLANNER', 'COACH'];
export const PLANNING: readonly Role[] = ['PLANNER', 'COACH', 'TEAM_LEAD'];
export const MANAGEMENT: readonly Role[] = ['PROGRAMME_MANAGER'];
export const EMPLOYER_SIDE: readonly Role[] = ['PROGRAMME_MANAGER', 'EMPLOYER_HR'];
export const PROGRAM: readonly Role[] = ['SYSTEM'];
