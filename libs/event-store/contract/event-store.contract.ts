import { type EventStore } from '@overstap/kernel';
import { appendContract } from './append.contract.js';
import { readContract } from './read.contract.js';
import { subscribeContract } from './subscribe.contract.js';

/** What every event store must do. `open` gives the store that the tests of one file share; tenants keep them apart. */
export function eventStoreContract(open: () => EventStore): void {
  appendContract(open);
  readContract(open);
  subscribeContract(open);
}
