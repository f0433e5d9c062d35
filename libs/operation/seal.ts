import { createHash, type Hash } from 'node:crypto';
import { type Instant, type Position, type StoredEvent } from '@overstap/kernel';
import { canonicalEvent, canonicalJson, firstPosition } from './canonical-event.js';

/** A batch of one tenant's events, in store order, under a hash that also covers the batch before. */
export interface Seal {
  readonly tenant: string;
  /** 1 for a tenant's first; without gaps. */
  readonly number: number;
  readonly from: Position;
  readonly to: Position;
  readonly events: number;
  readonly previousHash: string;
  /** SHA-256 in hexadecimal. */
  readonly hash: string;
  readonly sealedAt: Instant;
}

/** What stands for the hash before the first seal. */
export const NO_HASH = '0'.repeat(64);

/** Takes events in one by one; a batch may be larger than what is in memory. */
export class BatchHash {
  readonly #hash: Hash = createHash('sha256');
  #events = 0;
  #from: Position | undefined;
  #to: Position = '';

  add(event: StoredEvent): void {
    this.#hash.update(canonicalEvent(event)).update('\n');
    this.#events++;
    this.#from ??= firstPosition(event);
    this.#to = firstPosition(event);
  }

  /** Ends the batch as the seal after `previous`. */
  seal(tenant: string, number: number, previousHash: string, sealedAt: Instant): Seal {
    const [from, to, events] = [this.#from ?? '', this.#to, this.#events];
    const head = [tenant, number, from, to, events, previousHash, sealedAt, this.#hash.digest('hex')];
    const hash = createHash('sha256').update(canonicalJson(head)).digest('hex');
    return { tenant, number, from, to, events, previousHash, hash, sealedAt };
  }
}

/** For SELECT, in the names of `Seal`. */
export const SEAL_COLUMNS = `tenant, number, from_position AS "from", to_position AS "to", events, previous_hash AS "previousHash", hash,
  sealed_at AS "sealedAt"`;
