import { type Actor, type AggregateName, type Position, type Refusal } from '@overstap/kernel';

/** A validated command on its way to one aggregate. */
export interface AggregateCommand {
  readonly tenant: string;
  readonly aggregate: AggregateName;
  readonly id: string;
  /** The registry's name: `HoldIntake`. */
  readonly type: string;
  readonly data: object;
  /** The idempotency key: the same id again answers the first result and stores nothing. */
  readonly commandId: string;
  readonly actor: Actor;
  /** The account or key that was let in, whatever role it acts in; absent for processes and the operator. */
  readonly account?: string;
  /** A keyed digest of what was asked for: the same command id for anything else is refused. Stored as the correlation. */
  readonly request?: string;
  readonly correlation?: string;
  readonly causation?: string;
  /** The revision that the sender saw; another one is a conflict. */
  readonly expectedRevision?: number;
  /** The sender gave out the id just now: nothing is read first. Should the stream be there all the same, the append says so and it is read then. */
  readonly begins?: boolean;
}

export interface StoredFact {
  readonly id: string;
  readonly type: string;
}

export type CommandOutcome =
  /** `events` is empty when there was nothing to do; `duplicate` when this command id was carried out before. */
  | {
      readonly outcome: 'done';
      readonly revision: number;
      readonly position: Position;
      readonly events: readonly StoredFact[];
      readonly duplicate: boolean;
    }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  /** Others were quicker: what they stored since the revision that the sender saw. */
  | { readonly outcome: 'conflict'; readonly revision: number; readonly since: readonly StoredFact[] };
