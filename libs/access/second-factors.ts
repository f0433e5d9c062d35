import { type Database } from '@overstap/platform';
import { type PersonalDataCodec } from '@overstap/privacy';
import { randomBytes } from 'node:crypto';
import { hashOf } from './tokens.js';
import { base32, stepOf } from './totp.js';

const RECOVERY_CODES = 10;

interface Row {
  readonly subject: string;
  readonly sealed: string;
  readonly confirmed: boolean;
}

/** `ABCD-EFGH-IJKL-MNOP`: 80 bits, that somebody can copy from paper. */
const newRecoveryCode = (): string => (base32(randomBytes(10)).match(/.{4}/g) ?? []).join('-');
const plain = (code: string): string => code.replaceAll(/[\s-]/g, '').toUpperCase();

/** Codes from an app beside the password, for those who want them, and codes on paper for when the app is lost. */
export class SecondFactors {
  constructor(
    private readonly database: Pick<Database, 'readAs'>,
    private readonly codec: PersonalDataCodec,
    private readonly now: () => Date,
  ) {}

  /** A secret to put into an app; it counts once a code of it was given. Undefined when there is one that counts already. */
  async begin(tenant: string, account: string): Promise<Buffer | undefined> {
    const { rows } = await this.database.readAs(tenant, (client) =>
      client.query<{ subject: string }>('SELECT subject FROM account WHERE tenant = $1 AND id = $2', [tenant, account]),
    );
    const subject = rows[0]?.subject;
    if (subject === undefined) return undefined;
    const secret = randomBytes(20);
    const sealed = await this.codec.sealText(tenant, placeOf(account, subject), secret.toString('base64'));
    const { rowCount } = await this.database.readAs(tenant, (client) =>
      client.query(
        `INSERT INTO account_second_factor AS f (tenant, account, sealed, confirmed, last_step) VALUES ($1, $2, $3, false, 0)
         ON CONFLICT (tenant, account) DO UPDATE SET sealed = excluded.sealed WHERE NOT f.confirmed`,
        [tenant, account, sealed],
      ),
    );
    return rowCount === 1 ? secret : undefined;
  }

  /** A secret that was begun with and does not count yet, for whoever mistyped its first code. */
  async begun(tenant: string, account: string): Promise<Buffer | undefined> {
    const row = await this.row(tenant, account);
    return row && !row.confirmed ? this.secretOf(tenant, account, row) : undefined;
  }

  /** From now on a code is asked for. The only answer that holds the recovery codes; undefined when the code is not right. */
  async confirm(tenant: string, account: string, code: string): Promise<readonly string[] | undefined> {
    const row = await this.row(tenant, account);
    if (!row || row.confirmed || !(await this.takes(tenant, account, row, code))) return undefined;
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    await this.database.readAs(tenant, async (client) => {
      await client.query('UPDATE account_second_factor SET confirmed = true WHERE tenant = $1 AND account = $2', [
        tenant,
        account,
      ]);
      await client.query(
        'INSERT INTO account_recovery_code (tenant, account, code_hash) SELECT $1, $2, hash FROM unnest($3::bytea[]) AS c (hash)',
        [tenant, account, codes.map((each) => hashOf(plain(each)))],
      );
    });
    return codes;
  }

  async isOn(tenant: string, account: string): Promise<boolean> {
    return (await this.row(tenant, account))?.confirmed === true;
  }

  /** Whether a code is good: one of the app, never the same twice, or one from paper, which is then used up. */
  async isGood(tenant: string, account: string, code: string): Promise<boolean> {
    const row = await this.row(tenant, account);
    if (!row?.confirmed) return false;
    if (await this.takes(tenant, account, row, code)) return true;
    const { rowCount } = await this.database.readAs(tenant, (client) =>
      client.query('DELETE FROM account_recovery_code WHERE tenant = $1 AND account = $2 AND code_hash = $3', [
        tenant,
        account,
        hashOf(plain(code)),
      ]),
    );
    return rowCount === 1;
  }

  /** False when there was none. */
  async remove(tenant: string, account: string): Promise<boolean> {
    const { rowCount } = await this.database.readAs(tenant, (client) =>
      client.query('DELETE FROM account_second_factor WHERE tenant = $1 AND account = $2', [tenant, account]),
    );
    return rowCount === 1;
  }

  private async row(tenant: string, account: string): Promise<Row | undefined> {
    const { rows } = await this.database.readAs(tenant, (client) =>
      client.query<Row>(
        `SELECT a.subject, f.sealed, f.confirmed FROM account_second_factor f
         JOIN account a ON a.tenant = f.tenant AND a.id = f.account WHERE f.tenant = $1 AND f.account = $2`,
        [tenant, account],
      ),
    );
    return rows[0];
  }

  private async secretOf(tenant: string, account: string, { subject, sealed }: Row): Promise<Buffer | undefined> {
    const secret = await this.codec.openText(tenant, placeOf(account, subject), sealed);
    return secret === undefined ? undefined : Buffer.from(secret, 'base64');
  }

  private async takes(tenant: string, account: string, row: Row, code: string): Promise<boolean> {
    const secret = await this.secretOf(tenant, account, row);
    const step = secret && stepOf(secret, code.trim(), this.now());
    if (step === undefined) return false;
    const { rowCount } = await this.database.readAs(tenant, (client) =>
      client.query(
        'UPDATE account_second_factor SET last_step = $3 WHERE tenant = $1 AND account = $2 AND last_step < $3',
        [tenant, account, step],
      ),
    );
    return rowCount === 1;
  }
}

const placeOf = (account: string, subject: string) =>
  ({ subject, category: 'identity', table: 'account_second_factor', row: account }) as const;
