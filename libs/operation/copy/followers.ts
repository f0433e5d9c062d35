import { type Position } from '@overstap/kernel';
import type pg from 'pg';

/** Everything that remembers how far it has followed the log: read models, reactors, what they have parked, the sealer. */
export async function followedPositions(client: pg.Pool | pg.ClientBase): Promise<readonly Position[]> {
  const { rows } = await client.query<{ position: Position }>(
    `SELECT position FROM projection_checkpoint UNION SELECT position FROM parked_event UNION SELECT position FROM seal_checkpoint`,
  );
  return rows.map(({ position }) => position);
}

/** Lets them go on in a copy of the log. In the caller's transaction of the worker; no worker may hold them. */
export async function moveFollowers(client: pg.ClientBase, places: ReadonlyMap<Position, Position>): Promise<void> {
  const moves = [[...places.keys()], [...places.values()]];
  for (const [table, more] of [
    ['projection_checkpoint', ', epoch = epoch + 1, holder = NULL, lease_until = NULL, updated_at = now()'],
    ['parked_event', ''],
    ['seal_checkpoint', ''],
  ] as const)
    await client.query(
      `UPDATE ${table} t SET position = m.target${more} FROM unnest($1::text[], $2::text[]) AS m (source, target) WHERE t.position = m.source`,
      moves,
    );
}
