import { type Database } from '@overstap/platform';
import { type KeyedHashes, normalised } from './email-addresses.js';

const WINDOW_MS = 15 * 60_000;

export interface Allowance {
  /** What is counted; each is counted for itself. */
  readonly purpose: 'sign-in' | 'forgotten-password';
  readonly perAccount: number;
  readonly perAddress: number;
}

/** Somebody who has forgotten which of their passwords it was; an office behind one address. Who signs in well is not counted. */
export const SIGN_IN: Allowance = { purpose: 'sign-in', perAccount: 10, perAddress: 60 };
/** Each is a mail in somebody's box. */
export const FORGOTTEN_PASSWORD: Allowance = { purpose: 'forgotten-password', perAccount: 3, perAddress: 30 };

/** `retryAfter`: seconds until another attempt is looked at. */
export type Counted = { readonly retryAfter: number } | 'counted';

/**
 * Attempts to come in, per account and per address, in the database that all processes share. Each is counted before its password is looked
 * at, so that many at once are as many as one after the other; one that succeeds is taken off again.
 */
export class Attempts {
  constructor(
    private readonly database: Pick<Database, 'readAs'>,
    private readonly hashes: KeyedHashes,
    private readonly now: () => Date,
    private readonly allowance: Allowance,
  ) {}

  async count(tenant: string, email: string, address: string): Promise<Counted> {
    const { perAccount, perAddress } = this.allowance;
    const [account, from] = await this.counted(tenant, email, address);
    const since = new Date(this.now().getTime() - WINDOW_MS);
    const rows = await this.database.readAs(tenant, async (client) => {
      const { rows } = await client.query<{ counted: Buffer; attempts: number; since: Date }>(
        `INSERT INTO sign_in_attempt AS a (tenant, counted, attempts, since)
         SELECT $1, counted, 1, $2 FROM unnest($3::bytea[]) AS c (counted) ORDER BY counted
         ON CONFLICT (tenant, counted) DO UPDATE SET
           attempts = CASE WHEN a.since <= $4 THEN 1 ELSE a.attempts + 1 END,
           since = CASE WHEN a.since <= $4 THEN excluded.since ELSE a.since END
         RETURNING counted, attempts, since`,
        [tenant, this.now(), [account, from], since],
      );
      return rows;
    });
    const waits = rows
      .filter(({ counted, attempts }) => attempts > (counted.equals(account) ? perAccount : perAddress))
      .map(({ since: begun }) => begun.getTime() + WINDOW_MS - this.now().getTime());
    return waits.length === 0 ? 'counted' : { retryAfter: Math.max(1, Math.ceil(Math.max(...waits) / 1000)) };
  }

  /** Forgets the account's attempts and this one of the address, and what is too old to count. */
  async forget(tenant: string, email: string, address: string): Promise<void> {
    const [account, from] = await this.counted(tenant, email, address);
    const since = new Date(this.now().getTime() - WINDOW_MS);
    // One row at a time, or rows that nobody else holds: whoever counts meanwhile holds one and waits for the other.
    const each = [
      ['UPDATE sign_in_attempt SET attempts = attempts - 1 WHERE tenant = $1 AND counted = $2', from],
      ['DELETE FROM sign_in_attempt WHERE tenant = $1 AND counted = $2', account],
      [
        `DELETE FROM sign_in_attempt WHERE tenant = $1 AND counted IN (
           SELECT counted FROM sign_in_attempt WHERE tenant = $1 AND since <= $2 FOR UPDATE SKIP LOCKED)`,
        since,
      ],
    ] as const;
    for (const [statement, value] of each)
      await this.database.readAs(tenant, (client) => client.query(statement, [tenant, value]));
  }

  private counted = (tenant: string, email: string, address: string): Promise<[Buffer, Buffer]> => {
    const { purpose } = this.allowance;
    return Promise.all([
      this.hashes.of(tenant, `${purpose} of`, normalised(email)),
      this.hashes.of(tenant, `${purpose} from`, address),
    ]);
  };
}
