import { type EventStore, type StoredEvent } from '@overstap/kernel';
import { LRUCache } from 'lru-cache';

/** Events that stay in memory. A rung looks back over its whole stream, and the same streams fire rung after rung. */
const EVENTS = 20_000;

/** What had happened on a stream up to an event, sealed as stored. Streams only grow, so only what came since is read. */
export class Histories {
  private readonly known = new LRUCache<string, readonly StoredEvent[]>({
    maxSize: EVENTS,
    sizeCalculation: ({ length }) => length + 1,
  });

  constructor(private readonly store: Pick<EventStore, 'readStream'>) {}

  async upTo({
    tenant,
    stream,
    revision,
  }: Pick<StoredEvent, 'tenant' | 'stream' | 'revision'>): Promise<readonly StoredEvent[]> {
    const key = JSON.stringify([tenant, stream]);
    let history = this.known.get(key) ?? [];
    if (history.length <= revision) {
      history = [...history, ...(await this.store.readStream(tenant, stream, { from: history.length }))];
      this.known.set(key, history);
    }
    return history.slice(0, revision + 1);
  }
}
