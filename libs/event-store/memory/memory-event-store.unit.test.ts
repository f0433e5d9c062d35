import { describe } from '@jest/globals';
import { eventStoreContract } from '../contract/event-store.contract.js';
import { MemoryEventStore } from './memory-event-store.js';

describe('the event store in memory', () => {
  const store = new MemoryEventStore();
  eventStoreContract(() => store);
});
