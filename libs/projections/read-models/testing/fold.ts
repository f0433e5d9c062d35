import { type EventToAppend, type StoredEvent } from '@overstap/kernel';
import { type AnyReadModel, type AnyRow } from '../../runner/read-model.js';
import { RowSet, RowShape } from '../../runner/row-set.js';

export const TENANT = 'agency';

/** The events as the store would hold them on one stream. */
export const onStream = (stream: string, events: readonly EventToAppend[]): readonly StoredEvent[] =>
  events.map((event, revision) => ({ ...event, tenant: TENANT, stream, revision, position: String(revision + 1) }));

/** A bare event, for the views of few events. */
export const bare = (type: string, data: object, part: Partial<StoredEvent> = {}): StoredEvent => ({
  id: `${type}-${JSON.stringify(data).length}-${part.revision ?? 0}`,
  tenant: TENANT,
  stream: 'trajectory-t1',
  revision: 0,
  position: '1',
  type,
  schemaVersion: 1,
  occurredAt: '2026-09-01T08:00:00.000Z',
  recordedAt: '2026-09-01T08:00:00.000Z',
  actor: { type: 'COACH', id: 'coach-1' },
  command: 'c',
  correlation: 'c',
  data: data as StoredEvent['data'],
  sealed: {},
  ...part,
});

/** The rows that the model makes of the events, by id; the runner's own rules for rows hold. */
export function rowsAfter<Row extends object = AnyRow>(
  model: AnyReadModel,
  events: readonly StoredEvent[],
): ReadonlyMap<string, Row> {
  const shape = new RowShape(model);
  const partitions = new Map<string, RowSet>();
  for (const event of events) {
    const kind = event.stream.slice(0, event.stream.indexOf('-'));
    if (model.types?.includes(event.type) === false || model.aggregates?.includes(kind) === false) continue;
    const partition = model.partitionOf ? model.partitionOf(event) : event.trajectory;
    if (partition === undefined) continue;
    const set = partitions.get(partition) ?? new RowSet(shape, TENANT, partition);
    partitions.set(partition, set);
    model.apply(set, event);
    set.keep();
  }
  const all = [...partitions.values()].flatMap((set) => set.all());
  return new Map(all.map((row) => [row[model.key] as string, row as Row]));
}
