import { type Database } from '@overstap/platform';
import type pg from 'pg';
import { insertRoles, subjectOf } from './account.js';
import { type Accounts } from './accounts.js';
import { type Grant } from './principal.js';
import { recordRoleChange, type RoleChange, type RoleChanger, rolesText } from './role-changes.js';

/** `last`: nobody else could let others in. `person`: a participant's account stays theirs, and goes with them when they are erased. */
export type Settled = 'done' | 'unknown' | 'last' | 'person';

/** What is decided about an account by whoever looks after them. There is always an administrator who can come in. */
export class Administration {
  constructor(
    private readonly database: Pick<Database, 'readAs'>,
    private readonly accounts: Accounts,
    private readonly now: () => Date,
  ) {}

  hasAdministrator = (tenant: string): Promise<boolean> =>
    this.database.readAs(tenant, (client) => hasAdministrator(client, tenant));

  /** Lets nobody in by this account any more, and ends its sessions. */
  disable(tenant: string, id: string, by: RoleChanger): Promise<Settled> {
    return this.settle(tenant, id, false, async (client) => {
      await this.record(client, tenant, { account: id, why: 'DISABLED', by, after: [] });
      await client.query(`UPDATE account SET status = 'DISABLED', password_hash = NULL WHERE tenant = $1 AND id = $2`, [
        tenant,
        id,
      ]);
      await client.query('DELETE FROM account_session WHERE tenant = $1 AND account = $2', [tenant, id]);
      await client.query('DELETE FROM access_link WHERE tenant = $1 AND account = $2', [tenant, id]);
    });
  }

  /** Other roles instead of those it had. Sessions follow with their next request, which looks up what the account may do. */
  async changeRoles(tenant: string, id: string, grants: readonly Grant[], by: RoleChanger): Promise<Settled> {
    const account = await this.accounts.byId(tenant, id);
    if (!account) return 'unknown';
    // It is sealed under the key of the person whose it is.
    if (subjectOf(id, grants) !== subjectOf(id, account.grants)) return 'person';
    const isAdministrator = grants.some(({ role }) => role === 'ADMIN');
    return this.settle(tenant, id, isAdministrator, async (client) => {
      await this.record(client, tenant, { account: id, why: 'CHANGED', by, after: rolesText(grants) });
      await client.query('DELETE FROM account_role WHERE tenant = $1 AND account = $2', [tenant, id]);
      await insertRoles(client, tenant, id, grants);
    });
  }

  /** What it could do before is read in the same transaction, under the lock that others wait for. */
  private async record(
    client: pg.ClientBase,
    tenant: string,
    change: Omit<RoleChange, 'before' | 'at'>,
  ): Promise<void> {
    const { rows } = await client.query<Grant>(
      'SELECT role, ref FROM account_role WHERE tenant = $1 AND account = $2 ORDER BY place',
      [tenant, change.account],
    );
    await recordRoleChange(client, tenant, { ...change, before: rolesText(rows), at: this.now().toISOString() });
  }

  private settle(
    tenant: string,
    id: string,
    staysAdministrator: boolean,
    change: (client: pg.ClientBase) => Promise<void>,
  ): Promise<Settled> {
    return this.database.readAs(tenant, async (client) => {
      await lockAdministrators(client);
      const { rows } = await client.query<{ others: boolean; admin: boolean }>(
        `SELECT EXISTS (${ADMINISTRATORS} AND a.id <> $2) AS others, EXISTS (${ADMINISTRATORS} AND a.id = $2) AS admin
         FROM account WHERE tenant = $1 AND id = $2`,
        [tenant, id],
      );
      const [found] = rows;
      if (!found) return 'unknown';
      if (found.admin && !found.others && !staysAdministrator) return 'last';
      await change(client);
      return 'done';
    });
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
