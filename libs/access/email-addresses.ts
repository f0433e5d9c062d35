import { type Database } from '@overstap/platform';
import { createHmac, randomBytes } from 'node:crypto';

const PURPOSE = 'account-index';

/** Addresses are one when they differ only in capitals and in the spaces around them. */
export const normalised = (email: string): string => email.trim().normalize('NFC').toLowerCase();

export const isEmailAddress = (text: string): boolean =>
  text.length <= 254 && /^[^\s<>@,;:"()[\]\\]+@[^\s<>@,;:"()[\]\\]+$/.test(text.trim());

/** Finds accounts, and counts attempts, by a hash under a secret of the tenant: whoever reads the tables learns no address. */
export class KeyedHashes {
  private readonly secrets = new Map<string, Buffer>();

  constructor(private readonly database: Pick<Database, 'worker'>) {}

  ofEmail = (tenant: string, email: string): Promise<Buffer> => this.of(tenant, 'email', normalised(email));

  async of(tenant: string, kind: string, text: string): Promise<Buffer> {
    const secret = await this.secretOf(tenant);
    return createHmac('sha256', secret)
      .update(JSON.stringify([kind, text]))
      .digest();
  }

  private async secretOf(tenant: string): Promise<Buffer> {
    const known = this.secrets.get(tenant);
    if (known) return known;
    const { worker } = this.database;
    const drawn = [tenant, PURPOSE, randomBytes(32)];
    await worker.query(
      'INSERT INTO tenant_secret (tenant, purpose, secret) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      drawn,
    );
    const { rows } = await worker.query<{ secret: Buffer }>(
      'SELECT secret FROM tenant_secret WHERE tenant = $1 AND purpose = $2',
      [tenant, PURPOSE],
    );
    const secret = rows[0]?.secret;
    if (!secret) throw new Error('The secret of the account index could not be made.');
    this.secrets.set(tenant, secret);
    return secret;
  }
}
