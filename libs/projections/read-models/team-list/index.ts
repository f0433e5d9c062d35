import { type StoredEvent } from '@overstap/kernel';
import { defineReadModel } from '../../runner/index.js';
import { ask, type TenantClient } from '../asking.js';

/** A team is one row of two fields; who is in it stands with the coaches (`coach_list.team`), who leads it with the accounts. */
export interface ListedTeam {
  team: string;
  name: string;
}

export type TeamWithCoaches = ListedTeam & { readonly coaches: readonly string[] };

const teamOf = ({ data }: Pick<StoredEvent, 'data'>): ListedTeam => {
  const { teamId, name } = data as { teamId: string; name: string };
  return { team: teamId, name };
};

export const teamList = defineReadModel<ListedTeam>({
  name: 'team_list',
  version: 1,
  columns: { team: 'text', name: 'text' },
  key: 'team',
  partition: 'team',
  types: ['TeamCreated'],
  partitionOf: (event) => teamOf(event).team,
  apply(rows, event) {
    const row = teamOf(event as unknown as StoredEvent);
    rows.put(row.team, row);
  },
});

/** All teams of the agency, by name, with the coaches who are in them now. */
export const teams = (client: TenantClient): Promise<readonly TeamWithCoaches[]> =>
  ask<TeamWithCoaches>(
    client,
    `SELECT t.team, t.name, ARRAY(SELECT c.coach FROM read_model.coach_list c
       WHERE c.tenant = t.tenant AND c.team = t.team ORDER BY c.coach) AS coaches
     FROM read_model.team_list t ORDER BY t.name, t.team`,
  );
