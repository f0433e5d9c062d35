import { type Scope } from '@overstap/policy';
import { ask, type Page, pageOf, readCursor, type TenantClient } from '../asking.js';
import { planned } from '../within.js';
import { COLUMNS, type ListedProgramme } from './table.js';

export type NamedProgramme = ListedProgramme & { readonly employer_name: string | null };

const SHOWN = Object.keys(COLUMNS).map((name) => `p.${name}`);
const SELECT = `SELECT ${SHOWN.join(', ')}, e.name AS employer_name FROM read_model.programme_list p
  LEFT JOIN read_model.employer_list e ON e.tenant = p.tenant AND e.employer = p.employer`;

/** By its code or its id; undefined when the tenant has none. */
export async function programmeOf(client: TenantClient, codeOrId: string): Promise<NamedProgramme | undefined> {
  const rows = await ask<NamedProgramme>(
    client,
    `${SELECT} WHERE p.code = $1 OR p.programme = $1 ORDER BY p.code = $1 DESC LIMIT 1`,
    [codeOrId],
  );
  return rows[0];
}

/** Programmes within reach by code, of one employer or state where told. */
export async function programmes(
  client: TenantClient,
  scope: Scope,
  filter: { readonly employer?: string; readonly status?: ListedProgramme['status'] } = {},
  { limit = 100, after }: { readonly limit?: number; readonly after?: string } = {},
): Promise<Page<NamedProgramme>> {
  const [code = '', id = ''] = readCursor(after, 2) ?? [];
  const values: unknown[] = [code, id, filter.employer ?? null, filter.status ?? null, limit + 1];
  const mine = planned(scope, (value) => `$${values.push(value)}`, 'p.programme');
  const rows = await ask<NamedProgramme>(
    client,
    `${SELECT} WHERE ${mine} AND (coalesce(p.code, ''), p.programme) > ($1, $2)
       AND ($3::text IS NULL OR p.employer = $3) AND ($4::text IS NULL OR p.status = $4)
     ORDER BY coalesce(p.code, ''), p.programme LIMIT $5`,
    values,
  );
  return pageOf(rows, limit, (row) => [row.code ?? '', row.programme]);
}
