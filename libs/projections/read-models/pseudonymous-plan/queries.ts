import { type JsonObject } from '@overstap/kernel';
import { type Scope } from '@overstap/policy';
import { ask, type TenantClient } from '../asking.js';
import { openSealed, type OpenSealed } from '../sealed-source.js';
import { within } from '../within.js';
import { part } from './apply.js';
import { type PlanFact } from './table.js';
import { type PlanSection, TOLD_OF_PLAN } from './told.js';

/** Under fewer people than this a pseudonym hides nobody. */
export const FEWEST_IN_PLANS = 5;

export type ToldFact = JsonObject & { readonly type: string };

/** Those in the programme of whom there is something in the section; who was erased is not among them. */
export async function peopleInPlans(
  client: TenantClient,
  scope: Scope,
  programme: string,
  section: PlanSection,
): Promise<readonly string[]> {
  const values: unknown[] = [programme, section];
  const mine = within(scope, (value) => `$${values.push(value)}`, 'f.trajectory');
  const rows = await ask<{ readonly trajectory: string }>(
    client,
    `SELECT DISTINCT f.trajectory FROM read_model.pseudonymous_plan f
     JOIN read_model.trajectory_summary s ON s.tenant = f.tenant AND s.trajectory = f.trajectory
     LEFT JOIN read_model.participant_directory d ON d.tenant = s.tenant AND d.participant = s.participant
     WHERE f.programme = $1 AND f.section = $2 AND ${mine} AND d.erased IS NOT TRUE`,
    values,
  );
  return rows.map(({ trajectory }) => trajectory);
}

/** What is told of each of these, in the order in which it happened. */
export async function plansOf(
  client: TenantClient,
  open: OpenSealed,
  section: PlanSection,
  trajectories: readonly string[],
): Promise<ReadonlyMap<string, readonly ToldFact[]>> {
  const rows = await ask<PlanFact & { readonly tenant: string }>(
    client,
    `SELECT * FROM read_model.pseudonymous_plan WHERE section = $1 AND trajectory = ANY ($2) ORDER BY trajectory, revision, event`,
    [section, trajectories],
  );
  const blocks = rows.flatMap(({ sealed }) => sealed.map((each) => [each]));
  const opened = await openSealed(open, rows[0]?.tenant ?? '', 'search', blocks);
  const plans = new Map<string, ToldFact[]>();
  let next = 0;
  for (const { trajectory, type, clear, sealed } of rows) {
    const parts = opened.slice(next, (next += sealed.length));
    // While one version replaces another, the rows may hold what only the other one tells.
    const fields = TOLD_OF_PLAN.get(type)?.fields;
    if (!fields) continue;
    const whole = parts.reduce<JsonObject>(
      (known, each) => ({ ...known, ...each, ...(each?.['searchChanges'] as object) }),
      {},
    );
    plans.set(trajectory, [...(plans.get(trajectory) ?? []), { type, ...part(clear, fields), ...part(whole, fields) }]);
  }
  return plans;
}
