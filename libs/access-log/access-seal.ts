import { createHash } from 'node:crypto';
import { type Instant } from '@overstap/kernel';
import { canonicalJson, NO_HASH } from '@overstap/operation';
import { type AccessEntry } from './access-entry.js';

/** The last seal of an agency: what the next one follows. */
export interface SealedTo {
  readonly number: number;
  readonly hash: string;
}

/** A batch of one agency's entries under a hash that also covers the batch before. */
export interface AccessSeal extends SealedTo {
  readonly entries: number;
  readonly previousHash: string;
  readonly sealedAt: Instant;
}

/** Before the first. */
export const UNSEALED: SealedTo = { number: 0, hash: NO_HASH };

export function accessSeal(
  tenant: string,
  previous: SealedTo,
  entries: readonly AccessEntry[],
  sealedAt: Instant,
): AccessSeal {
  const number = previous.number + 1;
  const head = [tenant, number, entries.length, previous.hash, sealedAt];
  const hash = createHash('sha256')
    .update(canonicalJson([...head, entries.map(fieldsOf)]))
    .digest('hex');
  return { number, hash, entries: entries.length, previousHash: previous.hash, sealedAt };
}

/** An account comes last, and only where there is one: what was sealed before accounts were kept has the hash that it had. */
const fieldsOf = ({ role, ref, account, via, route, shown, participants, trajectories, at }: AccessEntry) => [
  role,
  ref,
  via,
  route,
  shown,
  participants,
  trajectories,
  at,
  ...(account === null ? [] : [account]),
];
