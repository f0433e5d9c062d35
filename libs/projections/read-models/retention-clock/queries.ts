import { type Category, type LocalDate } from '@overstap/kernel';
import { ask, type Page, pageOf, readCursor, type TenantClient } from '../asking.js';

/** A category of a person's data, and the day on which it goes. */
export interface RetentionEnd {
  readonly participant: string;
  readonly class: Category;
  readonly until: LocalDate;
}

/** A category goes when the last of the person's trajectories lets it, and none of them is open. */
const ENDS = `
  SELECT c.tenant, c.participant, k.class, max(k.until) AS until
  FROM read_model.retention_clock c
  CROSS JOIN LATERAL (VALUES ('search', c.search), ('coaching', c.coaching), ('health', c.health), ('identity', c.identity)) k (class, until)
  WHERE c.participant IS NOT NULL
  GROUP BY c.tenant, c.participant, k.class
  HAVING bool_and(c.concluded AND k.until IS NOT NULL)`;

/** What of the agency's people goes up to a day, the earliest first. What is gone already is among it. */
export async function retentionEnds(
  client: TenantClient,
  through: LocalDate,
  { limit = 100, after }: { readonly limit?: number; readonly after?: string } = {},
): Promise<Page<RetentionEnd>> {
  const [until = '0001-01-01', participant = '', category = ''] = readCursor(after, 3) ?? [];
  const rows = await ask<RetentionEnd>(
    client,
    `SELECT participant, class, until FROM (${ENDS}) e WHERE until <= $1 AND (until, participant, class) > ($2::date, $3::text, $4::text)
     ORDER BY until, participant, class LIMIT $5`,
    [through, until, participant, category, limit + 1],
  );
  return pageOf(rows, limit, (row) => [row.until, row.participant, row.class]);
}

/** The same over all agencies, for the worker, without what was destroyed some days ago: whoever was stopped half way finishes it. */
export const retentionEndsOfAll = (
  worker: TenantClient,
  through: LocalDate,
): Promise<readonly (RetentionEnd & { readonly tenant: string })[]> =>
  ask(
    worker,
    `SELECT tenant, participant, class, until FROM (${ENDS}) e WHERE until <= $1 AND NOT EXISTS (SELECT FROM subject_keys s
       WHERE s.tenant = e.tenant AND s.subject = e.participant AND s.category = e.class AND s.erased_at < now() - interval '2 days')
     ORDER BY tenant, participant, until, class`,
    [through],
  );
