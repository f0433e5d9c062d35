import { type Database } from '@overstap/platform';
import type pg from 'pg';
import { hashOf, isToken, newToken } from './tokens.js';

/** A `CODE` is no link that somebody is given: it stands for a password that was right, until the code comes. */
export type LinkKind = 'FIRST' | 'INVITATION' | 'PASSWORD' | 'CODE';

export interface Link {
  readonly kind: LinkKind;
  /** Whose it is; the first administrator has none yet. */
  readonly account: string | null;
}

const DAY_MS = 24 * 3_600_000;
const LASTS_MS: Readonly<Record<LinkKind, number>> = {
  FIRST: DAY_MS,
  INVITATION: 7 * DAY_MS,
  PASSWORD: DAY_MS,
  CODE: 5 * 60_000,
};

/** A mailbox is read by more people and programs than a note that is handed over. */
const MAILED_PASSWORD_MS = 30 * 60_000;

export interface NewLink {
  readonly token: string;
  readonly expiresAt: string;
}

/** Links that let somebody in once. They tell nothing about whom they are for. */
export class Links {
  constructor(
    private readonly database: Pick<Database, 'readAs'>,
    private readonly now: () => Date,
  ) {}

  /** A link to hand over; one of the same kind that its account had before is over. */
  make(tenant: string, kind: LinkKind, account: string | null): Promise<NewLink> {
    return this.insert(tenant, kind, account, LASTS_MS[kind], async (client) => {
      await client.query('DELETE FROM access_link WHERE tenant = $1 AND account = $2 AND kind = $3', [
        tenant,
        account,
        kind,
      ]);
    });
  }

  /** A link to mail, beside others: of a mail that is sent twice the second may be the one that is thrown away. The first to be used ends them all. */
  makeToMail(tenant: string, kind: 'INVITATION' | 'PASSWORD', account: string): Promise<NewLink> {
    return this.insert(tenant, kind, account, kind === 'PASSWORD' ? MAILED_PASSWORD_MS : LASTS_MS[kind]);
  }

  private async insert(
    tenant: string,
    kind: LinkKind,
    account: string | null,
    lastsMs: number,
    before?: (client: pg.ClientBase) => Promise<void>,
  ): Promise<NewLink> {
    const token = newToken();
    const expires = new Date(this.now().getTime() + lastsMs);
    await this.database.readAs(tenant, async (client) => {
      await client.query('DELETE FROM access_link WHERE tenant = $1 AND expires_at <= $2', [tenant, this.now()]);
      await before?.(client);
      await client.query(
        'INSERT INTO access_link (tenant, token_hash, kind, account, expires_at) VALUES ($1, $2, $3, $4, $5)',
        [tenant, hashOf(token), kind, account, expires],
      );
    });
    return { token, expiresAt: expires.toISOString() };
  }

  /** What a link is for; undefined when it was used, has expired or never was. */
  async look(tenant: string, token: string): Promise<Link | undefined> {
    if (!isToken(token)) return undefined;
    return this.database.readAs(tenant, async (client) => {
      const { rows } = await client.query<Link>(
        'SELECT kind, account FROM access_link WHERE tenant = $1 AND token_hash = $2 AND expires_at > $3',
        [tenant, hashOf(token), this.now()],
      );
      return rows[0];
    });
  }

  /** Uses a link up, within a transaction of the tenant: of two who come at once one gets it. */
  async use(client: pg.ClientBase, tenant: string, token: string): Promise<Link | undefined> {
    const { rows } = await client.query<Link>(
      'DELETE FROM access_link WHERE tenant = $1 AND token_hash = $2 AND expires_at > $3 RETURNING kind, account',
      [tenant, hashOf(token), this.now()],
    );
    return rows[0];
  }
}
