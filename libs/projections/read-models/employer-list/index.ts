import { type StoredEvent } from '@overstap/kernel';
import { defineReadModel } from '../../runner/index.js';
import { ask, type TenantClient } from '../asking.js';

/** An employer is one row of two fields; table, apply and queries are all here. */
export interface ListedEmployer {
  employer: string;
  name: string;
}

const employerOf = ({ data }: Pick<StoredEvent, 'data'>): ListedEmployer => {
  const { employerId, name } = data as { employerId: string; name: string };
  return { employer: employerId, name };
};

export const employerList = defineReadModel<ListedEmployer>({
  name: 'employer_list',
  version: 1,
  columns: { employer: 'text', name: 'text' },
  key: 'employer',
  partition: 'employer',
  types: ['EmployerRegistered'],
  partitionOf: (event) => employerOf(event).employer,
  apply(rows, event) {
    const row = employerOf(event as unknown as StoredEvent);
    rows.put(row.employer, row);
  },
});

/** All employers of the agency, by name. */
export const employers = (client: TenantClient): Promise<readonly ListedEmployer[]> =>
  ask<ListedEmployer>(client, 'SELECT employer, name FROM read_model.employer_list ORDER BY name, employer');

/** By its id or its name, capitals aside; undefined when the tenant has none. */
export async function employerNamed(client: TenantClient, nameOrId: string): Promise<ListedEmployer | undefined> {
  const rows = await ask<ListedEmployer>(
    client,
    `SELECT employer, name FROM read_model.employer_list WHERE employer = $1 OR lower(name) = lower($1)
     ORDER BY employer = $1 DESC, employer LIMIT 1`,
    [nameOrId],
  );
  return rows[0];
}
