import { type Database } from '@overstap/platform';
import { type Grant, type Principal } from './principal.js';
import { hashOf, isToken, newToken } from './tokens.js';

/** Left alone for so long, a session ends. */
const IDLE_MS = 2 * 3_600_000;
/** However busy, it ends after a day's work. */
const LONGEST_MS = 12 * 3_600_000;
/** That a session was used is written down no more often than this. */
const SEEN_MS = 60_000;

/** Sessions of browsers: a random token each, of which the database has the hash. */
export class Sessions {
  constructor(
    private readonly database: Pick<Database, 'readAs'>,
    private readonly now: () => Date,
  ) {}

  /** Begins one under a new token; what has ended is cleared away. */
  async begin(tenant: string, account: string): Promise<string> {
    const token = newToken();
    const now = this.now();
    await this.database.readAs(tenant, async (client) => {
      await client.query('DELETE FROM account_session WHERE tenant = $1 AND (seen_at <= $2 OR created_at <= $3)', [
        tenant,
        ...this.limits(now),
      ]);
      await client.query(
        'INSERT INTO account_session (tenant, token_hash, account, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)',
        [tenant, hashOf(token), account, now],
      );
    });
    return token;
  }

  /**
   * Whose session a token is; undefined when it is nobody's, has ended, or its account may not come in any more. Counts as use of the session,
   * unless it is only looked whether it goes on.
   */
  async principalOf(tenant: string, token: string, { isUse = true } = {}): Promise<Principal | undefined> {
    if (!isToken(token)) return undefined;
    const now = this.now();
    return this.database.readAs(tenant, async (client): Promise<Principal | undefined> => {
      const { rows } = await client.query<{
        account: string;
        language: string;
        grants: readonly Grant[];
        seen_at: Date;
        acting_role: string | null;
        acting_ref: string | null;
      }>({
        name: 'access-session',
        text: `SELECT s.account, s.seen_at, s.acting_role, s.acting_ref, a.language, ARRAY(
            SELECT json_build_object('role', r.role, 'ref', r.ref) FROM account_role r
            WHERE r.tenant = s.tenant AND r.account = s.account ORDER BY r.place) AS grants
          FROM account_session s JOIN account a ON a.tenant = s.tenant AND a.id = s.account AND a.status = 'ACTIVE'
          WHERE s.tenant = $1 AND s.token_hash = $2 AND s.seen_at > $3 AND s.created_at > $4`,
        values: [tenant, hashOf(token), ...this.limits(now)],
      });
      const [found] = rows;
      if (!found) return undefined;
      const { account, language, grants, seen_at: seen } = found;
      // A role that was taken from them meanwhile is chosen no more.
      const acting = grants.find(({ role, ref }) => role === found.acting_role && ref === found.acting_ref);
      if (isUse && seen.getTime() <= now.getTime() - SEEN_MS)
        await client.query('UPDATE account_session SET seen_at = $3 WHERE tenant = $1 AND token_hash = $2', [
          tenant,
          hashOf(token),
          now,
        ]);
      return { kind: 'account', tenant, account, language, grants, ...(acting ? { acting } : {}) };
    });
  }

  /** Acts in one of the account's grants alone from now on, or in all of them again. */
  async actIn(tenant: string, token: string, grant: Grant | undefined): Promise<void> {
    await this.database.readAs(tenant, (client) =>
      client.query(
        'UPDATE account_session SET acting_role = $3, acting_ref = $4 WHERE tenant = $1 AND token_hash = $2',
        [tenant, hashOf(token), grant?.role ?? null, grant?.ref ?? null],
      ),
    );
  }

  async end(tenant: string, token: string): Promise<void> {
    await this.database.readAs(tenant, (client) =>
      client.query('DELETE FROM account_session WHERE tenant = $1 AND token_hash = $2', [tenant, hashOf(token)]),
    );
  }

  /** Everywhere: how many there were. */
  async endAll(tenant: string, account: string): Promise<number> {
    const { rowCount } = await this.database.readAs(tenant, (client) =>
      client.query('DELETE FROM account_session WHERE tenant = $1 AND account = $2', [tenant, account]),
    );
    return rowCount ?? 0;
  }

  private limits = (now: Date): [Date, Date] => [
    new Date(now.getTime() - IDLE_MS),
    new Date(now.getTime() - LONGEST_MS),
  ];
}
