import { type EventStore } from '@overstap/kernel';
import { type KurrentDbEventStoreOptions } from './kurrentdb-event-store.js';

/**
 * Events in KurrentDB, at an address as in `KURRENTDB_URL`. Throws when the server does not answer. The client comes with a native part
 * that only a program on KurrentDB loads.
 */
export async function openKurrentDb(url: string, options?: KurrentDbEventStoreOptions): Promise<EventStore> {
  const { KurrentDbEventStore } = await import('./kurrentdb-event-store.js');
  return KurrentDbEventStore.open(url, options);
}
