import { type LocalDate } from '@overstap/kernel';
import { ask, type TenantClient } from '../asking.js';

/** How many trajectories of a programme came into a state (capitals) or a phase (its id) on a day. */
export interface FunnelCount {
  readonly day: LocalDate;
  readonly stage: string;
  readonly entries: number;
}

/** Entries from one day to another, both included, by day and stage; days without any are left out. */
export const funnelOf = (
  client: TenantClient,
  programme: string,
  { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
): Promise<readonly FunnelCount[]> =>
  ask<FunnelCount>(
    client,
    `SELECT (e.value ->> 'on')::date AS day, e.value ->> 'stage' AS stage, count(*)::int AS entries
     FROM read_model.programme_funnel f CROSS JOIN LATERAL jsonb_array_elements(f.entries) e
     WHERE f.programme = $1 AND (e.value ->> 'on')::date BETWEEN $2 AND $3 GROUP BY 1, 2 ORDER BY 1, 2`,
    [programme, from, to],
  );
