import { type Ids } from '@overstap/kernel';
import { type Database } from '@overstap/platform';
import { type PersonalDataCodec } from '@overstap/privacy';
import type pg from 'pg';
import { type KeyedHashes, normalised } from './email-addresses.js';
import { type Grant } from './principal.js';

export const ACCOUNT_LANGUAGES = ['nl', 'en'] as const;
export type AccountLanguage = (typeof ACCOUNT_LANGUAGES)[number];
export type AccountStatus = 'INVITED' | 'ACTIVE' | 'DISABLED';

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

interface Row {
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

const ROW = `SELECT a.id, a.subject, a.sealed, a.status, a.language, a.password_hash, a.created_at, a.signed_in_at, ARRAY(
  SELECT json_build_object('role', r.role, 'ref', r.ref) FROM account_role r
  WHERE r.tenant = a.tenant AND r.account = a.id ORDER BY r.place) AS grants FROM account a`;

/** A participant's account is sealed under the participant's own key: erasing the person is erasing it. */
const subjectOf = (id: string, grants: readonly Grant[]): string =>
  grants.find(({ role }) => role === 'PARTICIPANT')?.ref ?? `account-${id}`;

/** Who has an account. An account whose person was erased is as one that never was. */
export class Accounts {
  constructor(
    private readonly database: Pick<Database, 'readAs' | 'worker'>,
    private readonly codec: PersonalDataCodec,
    private readonly hashes: KeyedHashes,
    private readonly ids: Ids,
    private readonly now: () => Date,
  ) {}

  newId = (): string => this.ids.next();

  /** False when the address has an account already. */
  async add(tenant: string, account: NewAccount): Promise<boolean> {
    const row = await this.sealed(tenant, account);
    return this.database.readAs(tenant, (client) => this.insert(client, tenant, account, row));
  }

  /** What `insert` stores; to be asked for before a transaction is held. */
  async sealed(
    tenant: string,
    { id, email, name, grants }: NewAccount,
  ): Promise<{ subject: string; sealed: string; hash: Buffer }> {
    const subject = subjectOf(id, grants);
    const person: AccountPerson = { email: normalised(email), name: name.trim() };
    return {
      subject,
      sealed: await this.codec.sealText(tenant, placeOf(id, subject), JSON.stringify(person)),
      hash: await this.hashes.ofEmail(tenant, email),
    };
  }

  async insert(
    client: pg.ClientBase,
    tenant: string,
    { id, language, grants, status, passwordHash, demo = false }: NewAccount,
    { subject, sealed, hash }: Awaited<ReturnType<Accounts['sealed']>>,
  ): Promise<boolean> {
    const { rowCount } = await client.query(
      `INSERT INTO account (tenant, id, email_hash, subject, sealed, password_hash, language, status, demo, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (tenant, email_hash) DO NOTHING`,
      [tenant, id, hash, subject, sealed, passwordHash ?? null, language, status, demo, this.now()],
    );
    if (rowCount !== 1) return false;
    for (const [place, { role, ref }] of grants.entries())
      await client.query('INSERT INTO account_role (tenant, account, place, role, ref) VALUES ($1, $2, $3, $4, $5)', [
        tenant,
        id,
        place,
        role,
        ref,
      ]);
    return true;
  }

  list = (tenant: string): Promise<readonly Account[]> => this.found(tenant, '');

  /** Those who may come in and act in this role, as this person where one is named. */
  activeIn(tenant: string, role: string, ref?: string): Promise<readonly Account[]> {
    const granted = `SELECT account FROM account_role WHERE tenant = $1 AND role = $2 AND ($3::text IS NULL OR ref = $3)`;
    return this.found(tenant, `AND a.status = 'ACTIVE' AND a.id IN (${granted})`, role, ref ?? null);
  }

  private async found(tenant: string, filter: string, ...values: readonly unknown[]): Promise<readonly Account[]> {
    const rows = await this.rows(tenant, `WHERE a.tenant = $1 ${filter} ORDER BY a.created_at, a.id`, ...values);
    const people = await this.opened(tenant, rows);
    return rows.flatMap((row, index) => {
      const person = people[index];
      return person ? [accountOf(row, person)] : [];
    });
  }

  async byId(tenant: string, id: string): Promise<Account | undefined> {
    return (await this.one(tenant, 'WHERE a.tenant = $1 AND a.id = $2', id))?.account;
  }

  async byEmail(
    tenant: string,
    email: string,
  ): Promise<{ readonly account: Account; readonly passwordHash: string | undefined } | undefined> {
    return this.one(tenant, 'WHERE a.tenant = $1 AND a.email_hash = $2', await this.hashes.ofEmail(tenant, email));
  }

  /** Lets an invited person in: from now on with this password, and under the name they give. */
  async activate(
    client: pg.ClientBase,
    tenant: string,
    id: string,
    sealed: string,
    passwordHash: string,
  ): Promise<boolean> {
    const { rowCount } = await client.query(
      `UPDATE account SET status = 'ACTIVE', sealed = $3, password_hash = $4 WHERE tenant = $1 AND id = $2 AND status = 'INVITED'`,
      [tenant, id, sealed, passwordHash],
    );
    return rowCount === 1;
  }

  /** Another password for an account that may come in, and an end to the sessions that were begun with the one before. */
  async renewPassword(client: pg.ClientBase, tenant: string, id: string, passwordHash: string): Promise<boolean> {
    const { rowCount } = await client.query(
      `UPDATE account SET password_hash = $3 WHERE tenant = $1 AND id = $2 AND status = 'ACTIVE'`,
      [tenant, id, passwordHash],
    );
    await client.query('DELETE FROM account_session WHERE tenant = $1 AND account = $2', [tenant, id]);
    return rowCount === 1;
  }

  /**
   * The account of somebody whom their organisation's provider vouches for: the one they came in by before, else the one of their address that
   * nobody came in by yet. From then on it is theirs, whatever address the provider gives to whom. Undefined when they have none.
   */
  async ofProvided(tenant: string, provided: Buffer, email: string): Promise<Account | undefined> {
    const known = await this.one(tenant, 'WHERE a.tenant = $1 AND a.provided_hash = $2', provided);
    if (known) return known.account.status === 'ACTIVE' ? known.account : undefined;
    const found = await this.byEmail(tenant, email);
    if (!found || found.account.status === 'DISABLED') return undefined;
    const { rowCount } = await this.database.readAs(tenant, (client) =>
      client.query(
        `UPDATE account SET provided_hash = $3, status = 'ACTIVE'
         WHERE tenant = $1 AND id = $2 AND provided_hash IS NULL AND status <> 'DISABLED'`,
        [tenant, found.account.id, provided],
      ),
    );
    return rowCount === 1 ? found.account : undefined;
  }

  async signedIn(tenant: string, id: string): Promise<void> {
    await this.database.readAs(tenant, (client) =>
      client.query('UPDATE account SET signed_in_at = $3 WHERE tenant = $1 AND id = $2', [tenant, id, this.now()]),
    );
  }

  /** Lets nobody in by this account any more, and ends its sessions. `last`: nobody else could let others in. */
  async disable(tenant: string, id: string): Promise<'disabled' | 'unknown' | 'last'> {
    return this.database.readAs(tenant, async (client) => {
      await lockAdministrators(client);
      const { rows } = await client.query<{ others: boolean; admin: boolean }>(
        `SELECT EXISTS (${ADMINISTRATORS} AND a.id <> $2) AS others, EXISTS (${ADMINISTRATORS} AND a.id = $2) AS admin
         FROM account WHERE tenant = $1 AND id = $2`,
        [tenant, id],
      );
      const [found] = rows;
      if (!found) return 'unknown';
      if (found.admin && !found.others) return 'last';
      await client.query(`UPDATE account SET status = 'DISABLED', password_hash = NULL WHERE tenant = $1 AND id = $2`, [
        tenant,
        id,
      ]);
      await client.query('DELETE FROM account_session WHERE tenant = $1 AND account = $2', [tenant, id]);
      await client.query('DELETE FROM access_link WHERE tenant = $1 AND account = $2', [tenant, id]);
      return 'disabled';
    });
  }

  /** Deletes whoever has this role as this person, with their sessions and links. */
  async removeOf(tenant: string, { role, ref }: Grant): Promise<void> {
    await this.database.readAs(tenant, (client) =>
      client.query(
        `DELETE FROM account a USING account_role r
         WHERE a.tenant = $1 AND r.tenant = a.tenant AND r.account = a.id AND r.role = $2 AND r.ref = $3`,
        [tenant, role, ref],
      ),
    );
  }

  async hasAdministrator(tenant: string): Promise<boolean> {
    return this.database.readAs(tenant, (client) => hasAdministrator(client, tenant));
  }

  /** Of any tenant: to be known before the program opens. */
  async hasDemoAccounts(): Promise<boolean> {
    return ((await this.database.worker.query('SELECT FROM account WHERE demo LIMIT 1')).rowCount ?? 0) > 0;
  }

  /** The demo's of this address, under a new password. */
  async renewDemo(tenant: string, account: NewAccount): Promise<void> {
    const hash = await this.hashes.ofEmail(tenant, account.email);
    await this.database.readAs(tenant, (client) =>
      client.query('DELETE FROM account WHERE tenant = $1 AND email_hash = $2 AND demo', [tenant, hash]),
    );
    await this.add(tenant, { ...account, demo: true });
  }

  private async one(tenant: string, where: string, value: unknown) {
    const rows = await this.rows(tenant, where, value);
    const [row] = rows;
    const [person] = await this.opened(tenant, rows);
    if (!row || !person) return undefined;
    return { account: accountOf(row, person), passwordHash: row.password_hash ?? undefined };
  }

  private async rows(tenant: string, where: string, ...values: readonly unknown[]): Promise<readonly Row[]> {
    return this.database.readAs(tenant, async (client) => {
      const { rows } = await client.query<Row>(`${ROW} ${where}`, [tenant, ...values]);
      return rows;
    });
  }

  private async opened(tenant: string, rows: readonly Row[]): Promise<readonly (AccountPerson | undefined)[]> {
    const items = rows.map(({ id, subject, sealed }) => ({ ...placeOf(id, subject), sealed }));
    const texts = await this.codec.openTexts(tenant, items);
    return texts.map((text) => (text === undefined ? undefined : (JSON.parse(text) as AccountPerson)));
  }
}

const ADMINISTRATORS = `SELECT FROM account a JOIN account_role r ON r.tenant = a.tenant AND r.account = a.id
  WHERE a.tenant = $1 AND a.status = 'ACTIVE' AND r.role = 'ADMIN'`;

export async function hasAdministrator(client: pg.ClientBase, tenant: string): Promise<boolean> {
  return ((await client.query(`${ADMINISTRATORS} LIMIT 1`, [tenant])).rowCount ?? 0) > 0;
}

/** Whoever makes the first administrator, or takes one away, is alone in it. */
export const lockAdministrators = (client: pg.ClientBase): Promise<unknown> =>
  client.query(`SELECT pg_advisory_xact_lock(hashtextextended('administrators', 0))`);

const placeOf = (id: string, subject: string) =>
  ({ subject, category: 'identity', table: 'account', row: id }) as const;

const accountOf = (row: Row, { email, name }: AccountPerson): Account => ({
  id: row.id,
  email,
  name,
  status: row.status,
  language: row.language,
  grants: row.grants,
  createdAt: row.created_at.toISOString(),
  signedInAt: row.signed_in_at?.toISOString() ?? null,
});
