import { type LocalDate } from '@overstap/kernel';
import { capacityOn } from '@overstap/mobility';
import { ask, named, type TenantClient } from '../asking.js';
import { openSealed, type OpenSealed } from '../sealed-source.js';
import { textIn } from '../standing.js';
import { COLUMNS, type ListedCoach } from './table.js';

/** A coach by name, with how many trajectories are under way. */
export type NamedCoach = Omit<ListedCoach, 'identity'> & {
  readonly name: string | null;
  readonly trajectories: number;
};

/** All coaches of the agency, by id, each with the limit that holds on a day. */
export async function coaches(
  client: TenantClient,
  open: OpenSealed,
  today: LocalDate,
): Promise<readonly NamedCoach[]> {
  const rows = await ask<ListedCoach & { readonly tenant: string; readonly trajectories: number }>(
    client,
    `SELECT ${named(COLUMNS, 'c')}, (SELECT count(*)::int FROM read_model.trajectory_summary t
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
    weighted_max: limitOn(coach, today),
    name: textIn(names[nth] ?? {}, 'name'),
  }));
}

const limitOn = ({ weighted_max, capacities }: Pick<ListedCoach, 'weighted_max' | 'capacities'>, day: LocalDate) =>
  capacityOn(capacities, day) ?? weighted_max;

/** What these coaches are called, by id; without those whose name nobody can read any more. */
export async function coachNames(
  client: TenantClient,
  open: OpenSealed,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await ask<Pick<ListedCoach, 'coach' | 'identity'> & { readonly tenant: string }>(
    client,
    'SELECT tenant, coach, identity FROM read_model.coach_list WHERE coach = ANY ($1)',
    [ids],
  );
  const identities = await openSealed(
    open,
    rows[0]?.tenant ?? '',
    'identity',
    rows.map(({ identity }) => identity),
  );
  return new Map(
    rows.flatMap(({ coach }, nth) => {
      const name = textIn(identities[nth] ?? {}, 'name');
      return name === null ? [] : [[coach, name]];
    }),
  );
}
