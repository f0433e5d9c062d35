import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { type Instant } from '@overstap/kernel';
import type pg from 'pg';
import { type Recipient } from './addressees.js';

const SALT_BYTES = 16;
const HASH_BYTES = 32;
const hashed = promisify<string, Buffer, number, Buffer>(scrypt);
/** Case does not make another mailbox of it. */
const hashOf = (email: string, salt: Buffer): Promise<Buffer> => hashed(email.trim().toLowerCase(), salt, HASH_BYTES);

/** The addresses that a mail server refused for good: nothing more is sent to one until its owner has another. Over the worker's pool. */
export class BouncingAddresses {
  constructor(private readonly pool: pg.Pool) {}

  async mark(tenant: string, { role, ref }: Recipient, email: string, code: string, at: Instant): Promise<void> {
    const salt = randomBytes(SALT_BYTES);
    await this.pool.query(
      `INSERT INTO bouncing_address (tenant, role, ref, salt, hash, code, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (tenant, role, ref) DO UPDATE SET salt = excluded.salt, hash = excluded.hash, code = excluded.code, at = excluded.at`,
      [tenant, role, ref, salt, await hashOf(email, salt), code, at],
    );
  }

  /** Whether this is the address that was refused; once it is another, what was refused is forgotten. */
  async has(tenant: string, { role, ref }: Recipient, email: string): Promise<boolean> {
    const { rows } = await this.pool.query<{ salt: Buffer; hash: Buffer }>(
      'SELECT salt, hash FROM bouncing_address WHERE tenant = $1 AND role = $2 AND ref = $3',
      [tenant, role, ref],
    );
    const [row] = rows;
    if (!row) return false;
    if (timingSafeEqual(await hashOf(email, row.salt), row.hash)) return true;
    await this.pool.query('DELETE FROM bouncing_address WHERE tenant = $1 AND role = $2 AND ref = $3 AND hash = $4', [
      tenant,
      role,
      ref,
      row.hash,
    ]);
    return false;
  }
}
