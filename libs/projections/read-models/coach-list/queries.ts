import { ask, type TenantClient } from '../asking.js';
import { openSealed, type OpenSealed } from '../sealed-source.js';
import { textIn } from '../standing.js';
import { type ListedCoach } from './table.js';

/** A coach by name, with how many trajectories are under way. */
export type NamedCoach = Omit<ListedCoach, 'identity'> & {
  readonly name: string | null;
  readonly trajectories: number;
};

/** All coaches of the agency, by id. */
export async function coaches(client: TenantClient, open: OpenSealed): Promise<readonly NamedCoach[]> {
  const rows = await ask<ListedCoach & { readonly tenant: string; readonly trajectories: number }>(
    client,
    `SELECT c.*, (SELECT count(*)::int FROM read_model.trajectory_summary t
       WHERE t.tenant = c.tenant AND t.coach = c.coach AND t.status NOT IN ('CLOSED', 'DECLINED', 'EXPIRED')) AS trajectories
     FROM read_model.coach_list c ORDER BY c.coach`,
  );
  const names = await openSealed(
    open,
    rows[0]?.tenant ?? '',
    'identity',
    rows.map(({ identity }) => identity),
  );
  return rows.map(({ tenant: _tenant, identity: _identity, ...coach }, nth) => ({
    ...coach,
    name: textIn(names[nth] ?? {}, 'name'),
  }));
}
