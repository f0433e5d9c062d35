import { type Position, type StoredEvent } from '@overstap/kernel';
import { firstPosition } from './canonical-event.js';
import { BatchHash, NO_HASH, type Seal } from './seal.js';

export type SealFault =
  /** An event of the batch is not as it was sealed, or the seal itself is not. */
  | 'hash-differs'
  /** The seal does not begin where the next event is, or ends at an event that is not there: events are missing or too many. */
  | 'events-differ'
  /** The seal does not follow the one before: a seal is missing or was replaced. */
  | 'chain-broken'
  /** Events that had been sealed have no seal any more. */
  | 'seal-missing'
  /** The seal is not the one of a root that was kept outside. */
  | 'root-differs';

export interface BrokenSeal {
  readonly fault: SealFault;
  /** The seal's number; what follows it in this tenant was not judged. */
  readonly seal: number;
  /** The batch in which it is. */
  readonly from: Position;
  readonly to: Position;
}

export interface RevisionGap {
  readonly stream: string;
  readonly expected: number;
  readonly found: number;
}

/** A tenant's last seal of a day, as it was kept outside the database. */
export interface SealRoot {
  readonly tenant: string;
  readonly number: number;
  readonly hash: string;
}

/** Reads a tenant's seals on, in the order of their numbers; undefined after the last. */
export type NextSeal = () => Promise<Seal | undefined>;

/** Holds one tenant's events, as they come in store order, against its seals and against the revisions of its streams. */
export class TenantCheck {
  events = 0;
  seals = 0;
  unsealed = 0;
  broken: BrokenSeal | undefined;
  gap: RevisionGap | undefined;
  readonly #revisions = new Map<string, number>();
  #seal: Seal | undefined;
  #batch = new BatchHash();
  #previous: Pick<Seal, 'number' | 'hash'> = { number: 0, hash: NO_HASH };

  constructor(
    private readonly nextSeal: NextSeal,
    private readonly roots: ReadonlyMap<number, string>,
  ) {}

  /** `sealed`: the sealer had passed this event. */
  async take(event: StoredEvent, sealed: boolean): Promise<void> {
    this.events++;
    this.#followStream(event);
    if (this.broken) return;
    this.#seal ??= await this.#openSeal();
    if (this.broken) return;
    if (!this.#seal) {
      this.unsealed++;
      if (sealed)
        this.#breakAt('seal-missing', { number: this.#previous.number + 1, from: event.position, to: event.position });
      return;
    }
    this.#batch.add(event);
    if (firstPosition(event) === this.#seal.to) this.#closeSeal(this.#seal);
  }

  /** After the last event: a seal that still waits for events has lost them. */
  async end(): Promise<void> {
    if (this.broken) return;
    const open = this.#seal ?? (await this.#openSeal());
    if (open && !this.broken) this.#breakAt('events-differ', open);
    const lost = [...this.roots.keys()].find((number) => number > this.seals);
    if (lost !== undefined && !this.broken) this.#breakAt('seal-missing', { number: lost, from: '', to: '' });
  }

  #followStream({ stream, revision }: StoredEvent): void {
    const expected = (this.#revisions.get(stream) ?? -1) + 1;
    if (revision !== expected) this.gap ??= { stream, expected, found: revision };
    this.#revisions.set(stream, revision);
  }

  async #openSeal(): Promise<Seal | undefined> {
    const seal = await this.nextSeal();
    if (seal && (seal.number !== this.#previous.number + 1 || seal.previousHash !== this.#previous.hash))
      this.#breakAt('chain-broken', seal);
    return seal;
  }

  #closeSeal(seal: Seal): void {
    const found = this.#batch.seal(seal.tenant, seal.number, seal.previousHash, seal.sealedAt);
    if (found.events !== seal.events || found.from !== seal.from) return this.#breakAt('events-differ', seal);
    if (found.hash !== seal.hash) return this.#breakAt('hash-differs', seal);
    if ((this.roots.get(seal.number) ?? seal.hash) !== seal.hash) return this.#breakAt('root-differs', seal);
    this.seals++;
    this.#previous = seal;
    this.#seal = undefined;
    this.#batch = new BatchHash();
  }

  #breakAt(fault: SealFault, { number, from, to }: Pick<Seal, 'number' | 'from' | 'to'>): void {
    this.broken = { fault, seal: number, from, to };
  }
}
