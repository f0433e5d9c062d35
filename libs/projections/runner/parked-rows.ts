import { type StoredEvent } from '@overstap/kernel';
import type pg from 'pg';
import { type CheckpointId } from './checkpoints.js';
import { partitionKey } from './row-cache.js';

/** An event set aside. The first of a partition carries the code of its failure, those behind it null. */
export interface ParkedRow {
  readonly event: StoredEvent;
  readonly partition: string;
  readonly error: string | null;
}

export async function insertParked(client: pg.ClientBase, id: CheckpointId, rows: readonly ParkedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO parked_event (name, build, tenant, partition, event_id, stream, revision, position, type, error)
     SELECT $1, $2, x.tenant, x.partition, x.event_id, x.stream, x.revision, x.position, x.type, x.error
     FROM json_to_recordset($3::json) AS x(ord int, tenant text, partition text, event_id text, stream text, revision int, position text, type text, error text)
     ORDER BY x.ord`,
    [
      id.name,
      id.build,
      JSON.stringify(
        rows.map(({ event, partition, error }, ord) => ({
          ord,
          tenant: event.tenant,
          partition,
          event_id: event.id,
          stream: event.stream,
          revision: event.revision,
          position: event.position,
          type: event.type,
          error,
        })),
      ),
    ],
  );
}

/** Keys of the partitions that have parked events, of each of them. Read it after the lease was taken: whoever changes it moves the epoch. */
export async function parkedPartitions(pool: pg.Pool, ids: readonly CheckpointId[]): Promise<readonly Set<string>[]> {
  if (ids.length === 0) return [];
  const { rows } = await pool.query<CheckpointId & { tenant: string; partition: string }>(
    `SELECT DISTINCT name, build, tenant, partition FROM parked_event
     JOIN unnest($1::text[], $2::int[]) AS i(name, build) USING (name, build)`,
    [ids.map(({ name }) => name), ids.map(({ build }) => build)],
  );
  return ids.map(({ name, build }) => {
    const own = rows.filter((row) => row.name === name && row.build === build);
    return new Set(own.map(({ tenant, partition }) => partitionKey(tenant, partition)));
  });
}
