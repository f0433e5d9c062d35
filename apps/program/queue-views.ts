import { type Actor } from '@overstap/kernel';
import { type MigrationSet, tenantTable } from '@overstap/platform';
import { ask, type QueueFilter, type QueueName, type TenantClient } from '@overstap/projections';

/** What somebody keeps of how they look at a queue: its filter, under a name of their own. Ids and codes alone, never what was searched for. */
export interface QueueView {
  readonly id: string;
  readonly name: string;
  readonly filter: SavedFilter;
}
export type SavedFilter = QueueFilter & { readonly mine?: boolean };

export const MOST_VIEWS = 50;

export const queueViewMigrations: MigrationSet = {
  name: 'queue-views',
  steps: {
    '001-views': tenantTable(
      'queue_view',
      `id uuid NOT NULL, owner_role text NOT NULL, owner text NOT NULL, queue text NOT NULL, name text NOT NULL, filter jsonb NOT NULL,
       PRIMARY KEY (tenant, id), UNIQUE (tenant, owner_role, owner, queue, name)`,
      { reader: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'], worker: ['SELECT', 'INSERT', 'DELETE'] },
    ),
  },
};

const MINE = 'owner_role = $1 AND owner = $2 AND queue = $3';

/** A person's views of a queue by name; nobody sees another's. */
export const viewsOf = (client: TenantClient, { type, id }: Actor, queue: QueueName): Promise<readonly QueueView[]> =>
  ask<QueueView>(client, `SELECT id, name, filter FROM queue_view WHERE ${MINE} ORDER BY name, id`, [type, id, queue]);

/** The id under which it is kept: that of the view of this name if there is one. Undefined when there are as many as there may be. */
export async function saveView(
  client: TenantClient,
  { type, id: owner }: Actor,
  queue: QueueName,
  { id, name, filter }: QueueView,
): Promise<string | undefined> {
  const kept = await viewsOf(client, { type, id: owner }, queue);
  if (kept.length >= MOST_VIEWS && !kept.some((view) => view.name === name)) return undefined;
  const [row] = await ask<{ id: string }>(
    client,
    `INSERT INTO queue_view (tenant, owner_role, owner, queue, id, name, filter)
     VALUES (current_setting('overstap.tenant'), $1, $2, $3, $4, $5, $6)
     ON CONFLICT (tenant, owner_role, owner, queue, name) DO UPDATE SET filter = excluded.filter RETURNING id`,
    [type, owner, queue, id, name, JSON.stringify(filter)],
  );
  return row?.id;
}

/** False when there is no such view of this person. */
export async function removeView(client: TenantClient, actor: Actor, queue: QueueName, id: string): Promise<boolean> {
  const sql = `DELETE FROM queue_view WHERE ${MINE} AND id = $4 RETURNING id`;
  return (await ask<{ id: string }>(client, sql, [actor.type, actor.id, queue, id])).length > 0;
}
