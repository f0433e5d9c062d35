import type pg from 'pg';
import { type Grant } from './principal.js';

export const ACCOUNT_LANGUAGES = ['nl', 'en'] as const;
export type AccountLanguage = (typeof ACCOUNT_LANGUAGES)[number];
export const ACCOUNT_STATUSES = ['INVITED', 'ACTIVE', 'DISABLED'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** What is kept of somebody's person. */
export interface AccountPerson {
  readonly email: string;
  readonly name: string;
}

export interface NewAccount extends AccountPerson {
  readonly id: string;
  readonly language: AccountLanguage;
  readonly grants: readonly Grant[];
  readonly status: AccountStatus;
  readonly passwordHash?: string;
  /** Of the demo; a program in production does not start while there is one. */
  readonly demo?: boolean;
}

export interface Account extends AccountPerson {
  readonly id: string;
  readonly status: AccountStatus;
  readonly language: AccountLanguage;
  readonly grants: readonly Grant[];
  readonly createdAt: string;
  readonly signedInAt: string | null;
}

/** As it is stored: the person is sealed. */
export interface AccountRow {
  readonly id: string;
  readonly subject: string;
  readonly sealed: string;
  readonly status: AccountStatus;
  readonly language: AccountLanguage;
  readonly password_hash: string | null;
  readonly created_at: Date;
  readonly signed_in_at: Date | null;
  readonly grants: readonly Grant[];
}

export const SELECT_ACCOUNT = `SELECT a.id, a.subject, a.sealed, a.status, a.language, a.password_hash, a.created_at, a.signed_in_at, ARRAY(
  SELECT json_build_object('role', r.role, 'ref', r.ref) FROM account_role r
  WHERE r.tenant = a.tenant AND r.account = a.id ORDER BY r.place) AS grants FROM account a`;

/** A participant's account is sealed under the participant's own key: erasing the person is erasing it. */
export const subjectOf = (id: string, grants: readonly Grant[]): string =>
  grants.find(({ role }) => role === 'PARTICIPANT')?.ref ?? `account-${id}`;

export const placeOf = (id: string, subject: string) =>
  ({ subject, category: 'identity', table: 'account', row: id }) as const;

export const accountOf = (row: AccountRow, { email, name }: AccountPerson): Account => ({
  id: row.id,
  email,
  name,
  status: row.status,
  language: row.language,
  grants: row.grants,
  createdAt: row.created_at.toISOString(),
  signedInAt: row.signed_in_at?.toISOString() ?? null,
});

/** In this order: an account that chose none acts in the first of its roles that a route is for. */
export async function insertRoles(
  client: pg.ClientBase,
  tenant: string,
  account: string,
  grants: readonly Grant[],
): Promise<void> {
  for (const [place, { role, ref }] of grants.entries())
    await client.query('INSERT INTO account_role (tenant, account, place, role, ref) VALUES ($1, $2, $3, $4, $5)', [
      tenant,
      account,
      place,
      role,
      ref,
    ]);
}
