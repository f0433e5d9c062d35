import { type Ids } from '@overstap/kernel';
import { type Database } from '@overstap/platform';
import { randomBytes } from 'node:crypto';
import { type Grant, type Principal } from './principal.js';
import { hashOf, isSame, newToken } from './tokens.js';

/** `ovk_<prefix>_<secret>`: the prefix finds it and may be shown, the secret is 256 bits. */
const KEY = /^ovk_([a-z0-9]{12})_([\w-]{43})$/;
/** One agency needs a few. */
export const MOST_API_KEYS = 50;
const DAY_MS = 86_400_000;

export interface ApiKey {
  readonly id: string;
  readonly prefix: string;
  readonly name: string;
  readonly role: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
}

interface Row extends Omit<ApiKey, 'createdAt' | 'expiresAt' | 'revokedAt'> {
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly revoked_at: Date | null;
}

export const looksLikeApiKey = (text: string): boolean => KEY.test(text);

/** Keys for other programs, and for the command line elsewhere: each for one role, until a day. */
export class ApiKeys {
  constructor(
    private readonly database: Pick<Database, 'readAs'>,
    private readonly ids: Ids,
    private readonly now: () => Date,
  ) {}

  /** The only answer that holds the key; undefined when there are as many as there may be. */
  async make(
    tenant: string,
    { name, role, days }: { readonly name: string; readonly role: Grant['role']; readonly days: number },
  ): Promise<(ApiKey & { readonly key: string }) | undefined> {
    const prefix = randomBytes(6).toString('hex');
    const secret = newToken();
    const id = this.ids.next();
    const now = this.now();
    const expires = new Date(now.getTime() + days * DAY_MS);
    const { rowCount } = await this.database.readAs(tenant, (client) =>
      client.query(
        `INSERT INTO api_key (tenant, id, prefix, secret_hash, name, role, ref, created_at, expires_at)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
         WHERE (SELECT count(*) FROM api_key WHERE tenant = $1 AND revoked_at IS NULL AND expires_at > $8) < ${MOST_API_KEYS}`,
        [tenant, id, prefix, hashOf(secret), name, role, `key-${prefix}`, now, expires],
      ),
    );
    if (rowCount !== 1) return undefined;
    const shown = { createdAt: now.toISOString(), expiresAt: expires.toISOString(), revokedAt: null };
    return { id, prefix, name, role, ...shown, key: `ovk_${prefix}_${secret}` };
  }

  async list(tenant: string): Promise<readonly ApiKey[]> {
    const { rows } = await this.database.readAs(tenant, (client) =>
      client.query<Row>(
        `SELECT id, prefix, name, role, created_at, expires_at, revoked_at FROM api_key
         WHERE tenant = $1 ORDER BY created_at DESC, id`,
        [tenant],
      ),
    );
    return rows.map(({ created_at: created, expires_at: expires, revoked_at: revoked, ...row }) => ({
      ...row,
      createdAt: created.toISOString(),
      expiresAt: expires.toISOString(),
      revokedAt: revoked?.toISOString() ?? null,
    }));
  }

  /** False when there is no such key, or it was revoked before. */
  async revoke(tenant: string, id: string): Promise<boolean> {
    const { rowCount } = await this.database.readAs(tenant, (client) =>
      client.query('UPDATE api_key SET revoked_at = $3 WHERE tenant = $1 AND id = $2 AND revoked_at IS NULL', [
        tenant,
        id,
        this.now(),
      ]),
    );
    return rowCount === 1;
  }

  async principalOf(tenant: string, key: string): Promise<Principal | undefined> {
    const [, prefix, secret] = KEY.exec(key) ?? [];
    if (prefix === undefined || secret === undefined) return undefined;
    const { rows } = await this.database.readAs(tenant, (client) =>
      client.query<Grant & { id: string; secret_hash: Buffer }>({
        name: 'access-api-key',
        text: `SELECT id, secret_hash, role, ref FROM api_key
          WHERE tenant = $1 AND prefix = $2 AND revoked_at IS NULL AND expires_at > $3`,
        values: [tenant, prefix, this.now()],
      }),
    );
    const [found] = rows;
    if (!found || !isSame(found.secret_hash.toString('hex'), hashOf(secret).toString('hex'))) return undefined;
    return { kind: 'api-key', tenant, key: found.id, grants: [{ role: found.role, ref: found.ref }] };
  }
}
