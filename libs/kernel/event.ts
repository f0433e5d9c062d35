import { type Category } from './privacy-class.js';

/** A local calendar date, `YYYY-MM-DD`, to be read in the zone of the calendar that applies. */
export type LocalDate = string;
/** A moment in time, ISO-8601 in UTC with milliseconds: `2027-03-01T08:00:00.000Z`. Sorts as text. */
export type Instant = string;
/** An opaque place in the store's order; only the store that issued it can compare two of them. */
export type Position = string;

export type Role =
  | 'PARTICIPANT'
  | 'COACH'
  | 'TEAM_LEAD'
  | 'PROGRAMME_MANAGER'
  | 'PLANNER'
  | 'BACK_OFFICE'
  | 'QUALITY_OFFICER'
  | 'TRAINER'
  | 'EMPLOYER_HR'
  | 'EMPLOYER_CASE_MANAGER'
  | 'LINE_MANAGER'
  | 'WORKS_COUNCIL'
  | 'COMMITTEE_MEMBER'
  | 'PHYSICIAN'
  | 'LABOUR_EXPERT'
  | 'ADMIN'
  | 'SERVICE'
  | 'SYSTEM';

export const EMPLOYER_SIDE: readonly Role[] = ['EMPLOYER_HR', 'EMPLOYER_CASE_MANAGER', 'LINE_MANAGER', 'WORKS_COUNCIL'];

/** Whether whoever holds the role is at the employer; their `ref` is then the employer's, a case manager's and a line manager's their own: one may work for several, and there are several at one. */
export const isEmployerSide = (role: string): boolean => EMPLOYER_SIDE.some((each) => each === role);

/** Who acted: a role and the pseudonymous id of the account, coach or process; never a name. */
export interface Actor {
  readonly type: Role;
  readonly id: string;
}

/** What a decision yields: a fact with its business time. */
export interface DomainEvent<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly data: Data;
  /** When it happened; its author may have backdated it. */
  readonly occurredAt: Instant;
}

/** Everything around the payload. No personal data in any of it. */
export interface Envelope {
  /** UUID v5 of the command id and the event's index within that command. */
  readonly id: string;
  readonly tenant: string;
  /** `trajectory-<id>`, unique within the tenant. */
  readonly stream: string;
  /** 0 for a stream's first event. */
  readonly revision: number;
  readonly position: Position;
  /** Its position in the log in which it was first recorded, where this log is a copy of that one: what seals were made over. */
  readonly origin?: Position;
  readonly type: string;
  readonly schemaVersion: number;
  readonly programme?: string;
  readonly trajectory?: string;
  /** Pseudonymous id of the person whose keys seal the payload's personal fields. */
  readonly subject?: string;
  readonly occurredAt: Instant;
  /** When the program accepted it, by its own Clock port. */
  readonly recordedAt: Instant;
  readonly actor: Actor;
  /** The command that brought it about; the same for every event of one append. */
  readonly command: string;
  /** The id of the event to which the command reacted, where there was one. */
  readonly causation?: string;
  readonly correlation: string;
}

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

/** The payload as it lies in the store: P0 and P1 in clear, one sealed block per category. */
export interface StoredPayload {
  readonly data: JsonObject;
  /** Base64 of nonce, ciphertext and tag. */
  readonly sealed: { readonly [category in Category]?: string };
}

export type EventToAppend = Omit<Envelope, 'tenant' | 'stream' | 'revision' | 'position' | 'origin'> & StoredPayload;
export type StoredEvent = Envelope & StoredPayload;

/**
 * An event as the domain and the projections see it: the payload whole again. Fields of a category whose key is
 * destroyed are absent, and `erased` names that category.
 */
export interface RecordedEvent<Type extends string = string, Data extends object = object> extends Envelope {
  readonly type: Type;
  readonly data: Data;
  readonly erased?: readonly Category[];
}
