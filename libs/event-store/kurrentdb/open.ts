import { type EventStore } from '@overstap/kernel';
import { type CopyWriter } from '../copy-writer.js';
import { type KurrentDbCopyOptions } from './copy-writer.js';
import { type KurrentDbEventStoreOptions } from './kurrentdb-event-store.js';

/**
 * Events in KurrentDB, at an address as in `KURRENTDB_URL`. Throws EventStoreAwayError when the server does not answer. The client comes with a native part
 * that only a program on KurrentDB loads.
 */
export async function openKurrentDb(url: string, options?: KurrentDbEventStoreOptions): Promise<EventStore> {
  const { KurrentDbEventStore } = await import('./kurrentdb-event-store.js');
  return KurrentDbEventStore.open(url, options);
}

/** Copies events of another store into KurrentDB. */
export async function kurrentDbCopyWriter(url: string, options?: KurrentDbCopyOptions): Promise<CopyWriter> {
  const { KurrentDbCopyWriter } = await import('./copy-writer.js');
  return new KurrentDbCopyWriter(url, options);
}
