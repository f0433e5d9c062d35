import { type Actor, type Instant, type JsonObject } from '@overstap/kernel';
import { type BreakGlassOpened, type BreakGlassReviewed } from '@overstap/mobility';
import { type Scope } from '@overstap/policy';
import { defineReadModel, type ProjectedEvent, type Rows } from '../../runner/index.js';
import { ask, named, type TenantClient } from '../asking.js';
import { openSealed, type OpenSealed, type SealedSource, sealedSource } from '../sealed-source.js';
import { within } from '../within.js';

/** A glass that somebody broke, and what was found of it. */
export interface BrokenGlass {
  glass: string;
  trajectory: string;
  by_role: string;
  by_ref: string;
  /** The account that was let in, of which several may have one role and ref; null where it was the operator. */
  by_account: string | null;
  opened_at: Instant;
  until: Instant;
  /** Why, as it was sealed: what was found, too, where something was said of it. */
  reason: readonly SealedSource[];
  comment: readonly SealedSource[];
  reviewed_by: string | null;
  reviewed_at: Instant | null;
  finding: string | null;
}

export const brokenGlass = defineReadModel<BrokenGlass>({
  name: 'broken_glass',
  version: 2,
  columns: {
    glass: 'text',
    trajectory: 'text',
    by_role: 'text',
    by_ref: 'text',
    by_account: 'text',
    opened_at: 'timestamptz',
    until: 'timestamptz',
    reason: 'jsonb',
    comment: 'jsonb',
    reviewed_by: 'text',
    reviewed_at: 'timestamptz',
    finding: 'text',
  },
  key: 'glass',
  partition: 'trajectory',
  indexes: [['trajectory']],
  types: ['BreakGlassOpened', 'BreakGlassReviewed'],
  aggregates: ['trajectory'],
  apply: applyToGlasses,
});

function applyToGlasses(rows: Rows<BrokenGlass>, event: ProjectedEvent): void {
  const { type, trajectory = '', occurredAt } = event;
  const { glassId, until, account = null } = event.data as BreakGlassOpened;
  if (type === 'BreakGlassOpened')
    return rows.put(glassId, {
      glass: glassId,
      trajectory,
      by_role: event.actor.type,
      by_ref: event.actor.id,
      by_account: account,
      opened_at: occurredAt,
      until,
      reason: sealedSource(event, 'coaching'),
      comment: [],
      reviewed_by: null,
      reviewed_at: null,
      finding: null,
    });
  const glass = rows.get(glassId);
  if (!glass) return;
  const { reviewer, finding } = event.data as BreakGlassReviewed;
  rows.put(glassId, {
    ...glass,
    comment: sealedSource(event, 'coaching'),
    reviewed_by: reviewer,
    reviewed_at: occurredAt,
    finding,
  });
}

/** Whether this person, and nobody else of their role or team, may read on there now. Without an account it is the operator. */
export async function hasOpenGlass(
  client: TenantClient,
  { actor, account }: { readonly actor: Actor; readonly account?: string },
  trajectory: string,
  now: Instant,
): Promise<boolean> {
  const rows = await ask<object>(
    client,
    `SELECT FROM read_model.broken_glass
     WHERE trajectory = $1 AND by_role = $2 AND by_ref = $3 AND by_account IS NOT DISTINCT FROM $4
       AND opened_at <= $5 AND until > $5`,
    [trajectory, actor.type, actor.id, account, now],
  );
  return rows.length > 0;
}

export type ReadGlass = Omit<BrokenGlass, 'reason' | 'comment'> & {
  /** Null where nobody can read it any more. */
  readonly reason: string | null;
  readonly comment: string | null;
};

const MOST = 500;

/** The glasses within reach: those that wait for a review first, the newest first. */
export async function glasses(client: TenantClient, scope: Scope, open: OpenSealed): Promise<readonly ReadGlass[]> {
  const values: unknown[] = [MOST];
  const mine = within(scope, (value) => `$${values.push(value)}`, 'g.trajectory');
  const rows = await ask<BrokenGlass & { readonly tenant: string }>(
    client,
    `SELECT ${named(brokenGlass.columns, 'g')} FROM read_model.broken_glass g WHERE ${mine} ORDER BY finding IS NOT NULL, opened_at DESC, glass LIMIT $1`,
    values,
  );
  const opened = await openSealed(
    open,
    rows[0]?.tenant ?? '',
    'coaching',
    rows.flatMap(({ reason, comment }) => [reason, comment]),
  );
  const text = (block: JsonObject | null | undefined, field: string): string | null =>
    typeof block?.[field] === 'string' ? block[field] : null;
  return rows.map(({ tenant: _tenant, ...row }, nth) => ({
    ...row,
    reason: text(opened[2 * nth], 'reason'),
    comment: text(opened[2 * nth + 1], 'comment'),
  }));
}
