import { type Instant, type Role } from '@overstap/kernel';
import { type ShownClass } from '@overstap/policy';

/** How whoever looked came in; in whose name an operator acts is not who they are. */
export const WAYS_IN = ['account', 'api-key', 'operator', 'calendar-feed'] as const;
export type WayIn = (typeof WAYS_IN)[number];

/** Somebody read something of people. Ids and codes alone: what was read is nowhere in the log. */
export interface AccessEntry {
  readonly role: Role;
  readonly ref: string;
  /** The account or API key that was let in: several may have one role and ref. Null for the operator, and in what was entered before it was kept. */
  readonly account: string | null;
  readonly via: WayIn;
  /** The route's name in its registry: `timeline`. */
  readonly route: string;
  readonly shown: readonly ShownClass[];
  readonly participants: readonly string[];
  readonly trajectories: readonly string[];
  readonly at: Instant;
}

/** Whom an answer is about, by pseudonymous id. */
export type About = Partial<Pick<AccessEntry, 'participants' | 'trajectories'>>;
