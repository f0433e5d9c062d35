import { type Ids } from '@overstap/kernel';
import { type Database } from '@overstap/platform';
import { type PersonalDataCodec } from '@overstap/privacy';
import type pg from 'pg';
import {
  type Account,
  accountOf,
  type AccountPerson,
  type AccountRow,
  insertRoles,
  type NewAccount,
  placeOf,
  SELECT_ACCOUNT,
  subjectOf,
} from './account.js';
import { type KeyedHashes, normalised } from './email-addresses.js';
import { type Grant } from './principal.js';
import { BY_PROGRAM, recordRoleChange, type RoleChange, rolesText } from './role-changes.js';

/** Who gave an account its first roles. */
export type RolesGiven = Pick<RoleChange, 'why' | 'by'>;

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
  async add(tenant: string, account: NewAccount, told: RolesGiven): Promise<boolean> {
    const row = await this.sealed(tenant, account);
    return this.database.readAs(tenant, (client) => this.insert(client, tenant, account, row, told));
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
    told: RolesGiven,
  ): Promise<boolean> {
    const { rowCount } = await client.query(
      `INSERT INTO account (tenant, id, email_hash, subject, sealed, password_hash, language, status, demo, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (tenant, email_hash) DO NOTHING`,
      [tenant, id, hash, subject, sealed, passwordHash ?? null, language, status, demo, this.now()],
    );
    if (rowCount !== 1) return false;
    await insertRoles(client, tenant, id, grants);
    const after = rolesText(grants);
    await recordRoleChange(client, tenant, { ...told, account: id, before: [], after, at: this.now().toISOString() });
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

  /** The hash of the password of an account that may come in; undefined where an organisation's provider vouches for it instead. */
  async passwordOf(tenant: string, id: string): Promise<string | undefined> {
    const found = await this.one(tenant, `WHERE a.tenant = $1 AND a.id = $2 AND a.status = 'ACTIVE'`, id);
    return found?.passwordHash;
  }

  /**
   * The account that comes in by a password of its own at this address. Opens nothing, so that it takes about as long whether there is one or
   * not, and finds somebody erased whom an older backup put back: ask `byId` before you let anybody in.
   */
  async withPassword(
    tenant: string,
    email: string,
  ): Promise<{ readonly id: string; readonly passwordHash: string } | undefined> {
    const hash = await this.hashes.ofEmail(tenant, email);
    return this.database.readAs(tenant, async (client) => {
      const { rows } = await client.query<{ id: string; passwordHash: string }>(
        `SELECT id, password_hash AS "passwordHash" FROM account
         WHERE tenant = $1 AND email_hash = $2 AND status = 'ACTIVE' AND password_hash IS NOT NULL`,
        [tenant, hash],
      );
      return rows[0];
    });
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
    await client.query('DELETE FROM access_link WHERE tenant = $1 AND account = $2', [tenant, id]);
    return rowCount === 1;
  }

  /** Another password for an account that may come in, and an end to the sessions and links that were begun with the one before. */
  async renewPassword(client: pg.ClientBase, tenant: string, id: string, passwordHash: string): Promise<boolean> {
    const { rowCount } = await client.query(
      `UPDATE account SET password_hash = $3 WHERE tenant = $1 AND id = $2 AND status = 'ACTIVE'`,
      [tenant, id, passwordHash],
    );
    await client.query('DELETE FROM account_session WHERE tenant = $1 AND account = $2', [tenant, id]);
    await client.query('DELETE FROM access_link WHERE tenant = $1 AND account = $2', [tenant, id]);
    return rowCount === 1;
  }

  /**
   * The account of somebody whom their organisation's provider vouches for: the one they came in by before, else the one of their address that
   * nobody came in by yet. From then on it is theirs, whatever address the provider gives to whom. Undefined when they have none.
   */
  async ofProvided(tenant: string, provided: Buffer, email: string): Promise<Account | undefined> {
    const known = await this.one(tenant, 'WHERE a.tenant = $1 AND a.provided_hash = $2', provided);
    if (known) return known.account.status === 'ACTIVE' ? known.account : undefined;
    const hash = await this.hashes.ofEmail(tenant, email);
    const found = (await this.one(tenant, 'WHERE a.tenant = $1 AND a.email_hash = $2', hash))?.account;
    if (!found || found.status === 'DISABLED') return undefined;
    const { rowCount } = await this.database.readAs(tenant, (client) =>
      client.query(
        `UPDATE account SET provided_hash = $3, status = 'ACTIVE'
         WHERE tenant = $1 AND id = $2 AND provided_hash IS NULL AND status <> 'DISABLED'`,
        [tenant, found.id, provided],
      ),
    );
    return rowCount === 1 ? found : undefined;
  }

  async signedIn(tenant: string, id: string): Promise<void> {
    await this.database.readAs(tenant, (client) =>
      client.query('UPDATE account SET signed_in_at = $3 WHERE tenant = $1 AND id = $2', [tenant, id, this.now()]),
    );
  }

  /** Deletes whoever has this role as this person, with their sessions and links. */
  async removeOf(tenant: string, { role, ref }: Grant): Promise<void> {
    await this.database.readAs(tenant, async (client) => {
      const { rows } = await client.query<{ id: string }>(
        `DELETE FROM account a USING account_role r
         WHERE a.tenant = $1 AND r.tenant = a.tenant AND r.account = a.id AND r.role = $2 AND r.ref = $3 RETURNING a.id`,
        [tenant, role, ref],
      );
      const told = { why: 'ERASED', by: BY_PROGRAM, before: rolesText([{ role, ref }]), after: [] } as const;
      for (const { id: account } of rows)
        await recordRoleChange(client, tenant, { ...told, account, at: this.now().toISOString() });
    });
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
    await this.add(tenant, { ...account, demo: true }, { why: 'DEMO', by: BY_PROGRAM });
  }

  private async one(tenant: string, where: string, value: unknown) {
    const rows = await this.rows(tenant, where, value);
    const [row] = rows;
    const [person] = await this.opened(tenant, rows);
    if (!row || !person) return undefined;
    return { account: accountOf(row, person), passwordHash: row.password_hash ?? undefined };
  }

  private async rows(tenant: string, where: string, ...values: readonly unknown[]): Promise<readonly AccountRow[]> {
    return this.database.readAs(tenant, async (client) => {
      const { rows } = await client.query<AccountRow>(`${SELECT_ACCOUNT} ${where}`, [tenant, ...values]);
      return rows;
    });
  }

  private async opened(tenant: string, rows: readonly AccountRow[]): Promise<readonly (AccountPerson | undefined)[]> {
    const items = rows.map(({ id, subject, sealed }) => ({ ...placeOf(id, subject), sealed }));
    const texts = await this.codec.openTexts(tenant, items);
    return texts.map((text) => (text === undefined ? undefined : (JSON.parse(text) as AccountPerson)));
  }
}
