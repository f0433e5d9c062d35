import { type Actor } from '@overstap/kernel';
import { type Scope, scopeOf } from './reach.js';
import { readingOf } from './readers.js';

/** Whose names and addresses (P5) somebody reads among those whom they reach. */
export interface IdentityScope extends Scope {
  /** Of those alone who have asked for one of their rights. */
  readonly onRequest: boolean;
}

/** Undefined for who reads them nowhere, or from tables of their own alone: a trainer's guests, an employer's people. */
export function identityScopeOf(actor: Actor): IdentityScope | undefined {
  const reading = readingOf(actor.type, 'P5');
  if (reading !== 'always' && reading !== 'on-request') return undefined;
  return { ...scopeOf(actor), onRequest: reading === 'on-request' };
}
