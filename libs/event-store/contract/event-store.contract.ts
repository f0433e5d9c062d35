import { type EventStore } from '@overstap/kernel';
import { appendContract, idsWithinStreamContract, uniqueIdsContract } from './append.contract.js';
import { readContract } from './read.contract.js';
import { subscribeContract } from './subscribe.contract.js';

export interface ContractOptions {
  /** Whether an id is refused on a second stream of its tenant; a store that keeps streams apart cannot know. */
  readonly idsAreUniqueInTenant?: boolean;
  /** Events of a long subscription, a multiple of 1,000; fewer where both ends of it are JavaScript on the same processors. */
  readonly many?: number;
}

/** What every event store must do. `open` gives the store that the tests of one file share; tenants keep them apart. */
export function eventStoreContract(
  open: () => EventStore,
  { idsAreUniqueInTenant = true, many = 10_000 }: ContractOptions = {},
): void {
  appendContract(open);
  if (idsAreUniqueInTenant) uniqueIdsContract(open);
  else idsWithinStreamContract(open);
  readContract(open);
  subscribeContract(open, many);
}
