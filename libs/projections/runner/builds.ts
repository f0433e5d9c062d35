import { inTurns, START } from '@overstap/kernel';
import { OperatorError } from '@overstap/platform';
import type pg from 'pg';
import { readCheckpoints, type Checkpoint } from './checkpoints.js';
import { Fenced } from './failures.js';
import { type AnyReadModel } from './read-model.js';
import { createIndexes, createTable, pointView, relationOf } from './schema.js';
import { inTransaction } from './transaction.js';

/** Serialises what makes and drops tables, over all programs on this database. */
const oneAtATime = (client: pg.ClientBase): Promise<unknown> =>
  client.query(`SELECT pg_advisory_xact_lock(hashtext('overstap read models'))`);

/** A query that runs long would hold the lock on a table and everyone behind us: rather try again later. */
const PATIENCE = `SET LOCAL lock_timeout TO '3s'`;

/** The build catches up on connections of its own, and this one waits for it. */
const WHILE_CATCHING_UP = `SET LOCAL idle_in_transaction_session_timeout TO '60s'`;

async function begin(client: pg.ClientBase, model: AnyReadModel, build: number): Promise<string> {
  const relation = relationOf(model, build);
  await client.query(createTable(model, relation));
  await client.query(
    `INSERT INTO projection_checkpoint (name, build, version, relation, state, position) VALUES ($1, $2, $3, $4, 'building', $5)`,
    [model.name, build, model.version, relation, START],
  );
  return relation;
}

async function forget(client: pg.ClientBase, { name, build }: Checkpoint): Promise<void> {
  await client.query('DELETE FROM projection_checkpoint WHERE name = $1 AND build = $2', [name, build]);
}

/** Gives up a build that was never live. Its view, if it was the first, is made anew by the next. */
async function abandon(client: pg.ClientBase, checkpoint: Checkpoint): Promise<void> {
  await forget(client, checkpoint);
  await client.query(`DROP TABLE ${checkpoint.relation} CASCADE`);
}

/**
 * Begins a build of every model that has none of its version. Where a newer version is live, an older program is starting during an
 * upgrade: it leaves that model alone.
 */
export const declareBuilds = (pool: pg.Pool, models: readonly AnyReadModel[]): Promise<void> =>
  inTransaction(pool, async (client) => {
    await oneAtATime(client);
    const known = await readCheckpoints(
      client,
      models.map(({ name }) => name),
    );
    for (const model of models) {
      const own = known.filter(({ name }) => name === model.name);
      if (own.some(({ version }) => version >= model.version)) continue;
      for (const older of own.filter(({ state }) => state === 'building')) await abandon(client, older);
      const relation = await begin(client, model, 1 + Math.max(0, ...own.map(({ build }) => build)));
      // The first build is visible while it fills, so that queries find a view.
      if (own.every(({ state }) => state !== 'live')) await client.query(pointView(model, relation));
    }
  });

/** Begins a build beside the live one, within the caller's transaction of the worker; one that is under way begins anew. */
export async function beginRebuildIn(client: pg.ClientBase, model: AnyReadModel): Promise<void> {
  await oneAtATime(client);
  await client.query(PATIENCE);
  const own = await readCheckpoints(client, [model.name]);
  if (own.some(({ version }) => version > model.version))
    throw new OperatorError(`There is a newer version of ${model.name}; rebuild it with the newer program.`);
  for (const older of own.filter(({ state }) => state === 'building')) await abandon(client, older);
  const relation = await begin(client, model, 1 + Math.max(0, ...own.map(({ build }) => build)));
  if (own.every(({ state }) => state !== 'live')) await client.query(pointView(model, relation));
}

/** Builds whose indexes are made at one time, beside all that goes on. */
const INDEXED_AT_ONCE = 2;

/** Makes what queries will want of builds that have caught up; the largest first, or it would be made alone at the end. */
export async function indexBuilds(
  pool: pg.Pool,
  builds: readonly { readonly model: AnyReadModel; readonly checkpoint: Checkpoint }[],
): Promise<void> {
  const { rows } = await pool.query<{ nth: number }>(
    'SELECT nth::int - 1 AS nth FROM unnest($1::text[]) WITH ORDINALITY AS b(relation, nth) ORDER BY pg_table_size(to_regclass(relation)) DESC NULLS LAST',
    [builds.map(({ checkpoint }) => checkpoint.relation)],
  );
  const largestFirst = rows.flatMap(({ nth }) => builds[nth] ?? []);
  await inTurns(largestFirst, INDEXED_AT_ONCE, ({ model, checkpoint }) =>
    pool.query(createIndexes(model, checkpoint.relation)),
  );
}

/**
 * Puts a build that has caught up and has its indexes in the place of the live one, in one transaction: queries see the old rows or the new ones. The live one
 * stands still meanwhile; `catchUp` brings the build as far, and answers its epoch and position. False: the live one is further.
 */
export async function swapIn(
  pool: pg.Pool,
  model: AnyReadModel,
  catchUp: (live: Checkpoint | undefined) => Promise<Checkpoint | undefined>,
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    await oneAtATime(client);
    await client.query(PATIENCE);
    await client.query(WHILE_CATCHING_UP);
    await client.query(`SELECT FROM projection_checkpoint WHERE name = $1 AND state = 'live' FOR UPDATE`, [model.name]);
    const live = (await readCheckpoints(client, [model.name])).find(({ state }) => state === 'live');
    const current = await catchUp(live);
    if (!current) return false;
    if (live) await forget(client, live);
    const { rowCount } = await client.query(
      `UPDATE projection_checkpoint SET state = 'live', epoch = epoch + 1, holder = NULL, lease_until = NULL
       WHERE name = $1 AND build = $2 AND epoch = $3 AND position = $4`,
      [current.name, current.build, current.epoch, current.position],
    );
    if (rowCount !== 1) throw new Fenced();
    await client.query(pointView(model, current.relation));
    if (live) await client.query(`DROP TABLE ${live.relation}`);
    return true;
  });
}
