import { type Position } from '@overstap/kernel';
import type pg from 'pg';
import { Fenced } from './failures.js';

export type CheckpointState = 'live' | 'building' | 'reactor';

/** How far a build of a read model, or a reactor, has come, and under which epoch this worker may move it. */
export interface Checkpoint {
  readonly name: string;
  readonly build: number;
  readonly version: number;
  readonly relation: string;
  readonly state: CheckpointState;
  readonly position: Position;
  /** Grows with every change of hands; the fence against a worker that slept through one. */
  readonly epoch: string;
}

export type CheckpointId = Pick<Checkpoint, 'name' | 'build'>;
export type Hold = Pick<Checkpoint, 'name' | 'build' | 'epoch'>;
export interface Move extends Hold {
  readonly from: Position;
  readonly to: Position;
}

const COLUMNS = ['name', 'build', 'version', 'relation', 'state', 'position', 'epoch'];
const columnsOf = (holds: readonly Hold[]): [string[], number[], string[]] => [
  holds.map(({ name }) => name),
  holds.map(({ build }) => build),
  holds.map(({ epoch }) => epoch),
];

/** Everybody locks rows in this order, so that no two wait for each other. */
const IN_ORDER = 'ORDER BY c.name, c.build FOR UPDATE OF c';

/** The leases and checkpoints as one worker sees them. */
export class Checkpoints {
  constructor(
    private readonly pool: pg.Pool,
    /** Unique per worker. */
    readonly holder: string,
    readonly leaseMs: number,
  ) {}

  /** Takes those of these leases that are free, expired or this worker's own. */
  async acquire(state: CheckpointState, wanted: readonly CheckpointId[]): Promise<readonly Checkpoint[]> {
    if (wanted.length === 0) return [];
    // One that is locked is being moved by whoever holds it.
    const { rows } = await this.pool.query<Checkpoint>(
      `WITH free AS (
         SELECT c.name, c.build FROM projection_checkpoint c JOIN unnest($3::text[], $4::int[]) AS w(name, build) USING (name, build)
         WHERE c.state = $5 AND (c.holder = $1 OR c.lease_until IS NULL OR c.lease_until < clock_timestamp()) ${IN_ORDER} SKIP LOCKED)
       UPDATE projection_checkpoint c SET epoch = epoch + 1, holder = $1, lease_until = clock_timestamp() + $2 * interval '1 ms'
       FROM free WHERE c.name = free.name AND c.build = free.build
       RETURNING ${COLUMNS.map((column) => `c.${column}`).join(', ')}`,
      [this.holder, this.leaseMs, wanted.map(({ name }) => name), wanted.map(({ build }) => build), state],
    );
    return rows;
  }

  /** Extends what is still held and says which that is. */
  async renew(holds: readonly Hold[]): Promise<readonly CheckpointId[]> {
    if (holds.length === 0) return [];
    const { rows } = await this.pool.query<CheckpointId>(
      `WITH held AS (
         SELECT c.name, c.build FROM projection_checkpoint c
         JOIN unnest($1::text[], $2::int[], $3::bigint[]) AS h(name, build, epoch) USING (name, build) WHERE c.epoch = h.epoch ${IN_ORDER})
       UPDATE projection_checkpoint c SET lease_until = clock_timestamp() + $4 * interval '1 ms'
       FROM held WHERE c.name = held.name AND c.build = held.build RETURNING c.name, c.build`,
      [...columnsOf(holds), this.leaseMs],
    );
    return rows;
  }

  /** By holder and not by epoch: an operator's retry moves the epoch of what this worker still holds. */
  async release(holds: readonly Hold[]): Promise<void> {
    if (holds.length === 0) return;
    const [names, builds] = columnsOf(holds);
    await this.pool.query(
      `WITH held AS (
         SELECT c.name, c.build FROM projection_checkpoint c JOIN unnest($1::text[], $2::int[]) AS h(name, build) USING (name, build)
         WHERE c.holder = $3 ${IN_ORDER})
       UPDATE projection_checkpoint c SET lease_until = NULL, holder = NULL
       FROM held WHERE c.name = held.name AND c.build = held.build`,
      [names, builds, this.holder],
    );
  }

  /**
   * Moves all of them or none, within the caller's transaction and before its rows: throws Fenced when one has changed hands or stands
   * elsewhere. The row stays locked until the commit, so nobody takes over in between.
   */
  async advance(client: pg.ClientBase, moves: readonly Move[]): Promise<void> {
    const { rowCount } = await client.query({
      name: 'advance projections',
      text: `WITH held AS (
         SELECT c.name, c.build, m.target FROM projection_checkpoint c
         JOIN unnest($1::text[], $2::int[], $3::bigint[], $4::text[], $5::text[]) AS m(name, build, epoch, source, target) USING (name, build)
         WHERE c.epoch = m.epoch AND c.position = m.source ${IN_ORDER})
       UPDATE projection_checkpoint c SET position = held.target, updated_at = now(), lease_until = clock_timestamp() + $6 * interval '1 ms'
       FROM held WHERE c.name = held.name AND c.build = held.build`,
      values: [...columnsOf(moves), moves.map(({ from }) => from), moves.map(({ to }) => to), this.leaseMs],
    });
    if (rowCount !== moves.length) throw new Fenced();
  }
}

/** All checkpoints of these names; any role may ask. */
export async function readCheckpoints(
  client: pg.Pool | pg.ClientBase,
  names: readonly string[],
): Promise<readonly (Checkpoint & { readonly updatedAt: Date; readonly leased: boolean })[]> {
  const { rows } = await client.query<Checkpoint & { updatedAt: Date; leased: boolean }>({
    name: 'read projection checkpoints',
    text: `SELECT ${COLUMNS.join(', ')}, updated_at AS "updatedAt", coalesce(lease_until > clock_timestamp(), false) AS leased
      FROM projection_checkpoint WHERE name = ANY ($1::text[]) ORDER BY name, build`,
    values: [names],
  });
  return rows;
}
