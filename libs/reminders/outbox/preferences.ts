import { type QuietHours } from '@overstap/calendar';
import { ask, type TenantClient } from '@overstap/projections';
import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { type LanguageCode } from '../messages/message.js';
import { type Recipient } from './addressees.js';
import { type Channel } from './outbox.js';

/** `IMMEDIATE`: also what the ladder keeps for the digest. `DIGEST`: everything in one mail of the day. `INBOX`: no mail. */
export const MAIL_PREFERENCES = ['IMMEDIATE', 'DIGEST', 'INBOX'] as const;
export type MailPreference = (typeof MAIL_PREFERENCES)[number];

/** How somebody wants to be told; what is left out is as the tenant has it, then as the ladder says. */
export interface MessagePreference {
  readonly mail?: MailPreference;
  readonly language?: LanguageCode;
  readonly quietHours?: QuietHours;
}

/** Whose preference it is that holds for everybody of a tenant who has none. */
export const TENANT_DEFAULT: Recipient = { role: '', ref: '' };

interface Row {
  readonly role: string;
  readonly ref: string;
  readonly mail: MailPreference | null;
  readonly language: LanguageCode | null;
  readonly quiet_hours: QuietHours | null;
}

const preferenceFrom = ({ mail, language, quiet_hours: quietHours }: Row): MessagePreference => ({
  ...(mail === null ? {} : { mail }),
  ...(language === null ? {} : { language }),
  ...(quietHours === null ? {} : { quietHours }),
});

/** Puts this in the place of what somebody wanted before. */
export async function setPreference(
  client: TenantClient,
  tenant: string,
  { role, ref }: Recipient,
  { mail, language, quietHours }: MessagePreference,
): Promise<void> {
  await client.query(
    `INSERT INTO message_preference (tenant, role, ref, mail, language, quiet_hours) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (tenant, role, ref) DO UPDATE SET mail = excluded.mail, language = excluded.language, quiet_hours = excluded.quiet_hours`,
    [tenant, role, ref, mail ?? null, language ?? null, quietHours ?? null],
  );
}

/** What somebody wants themselves; empty for who never said. */
export async function preferenceOf(client: TenantClient, { role, ref }: Recipient): Promise<MessagePreference> {
  const [row] = await ask<Row>(
    client,
    'SELECT role, ref, mail, language, quiet_hours FROM message_preference WHERE role = $1 AND ref = $2',
    [role, ref],
  );
  return row ? preferenceFrom(row) : {};
}

/** The channel that a message takes to somebody. What the law dates, and the invitation, goes as the ladder says, whatever they want. */
export function channelFor(channel: Channel, mail: MailPreference | undefined, binding: boolean): Channel {
  if (binding || mail === undefined || channel === 'APP') return channel;
  if (mail === 'INBOX') return 'APP';
  if (mail === 'DIGEST') return 'DIGEST';
  return channel === 'DIGEST' ? 'APP_MAIL' : channel;
}

const KNOWN_MS = 10_000;
const TENANTS_KNOWN = 100;

type OfTenant = ReadonlyMap<string, MessagePreference>;
const keyOf = ({ role, ref }: Recipient): string => `${role}:${ref}`;

/** What everybody wants, for those who write messages: a tenant's are read together at most every 10 s, for few people say anything. Over the worker's pool. */
export class Preferences {
  private readonly known: LRUCache<string, Promise<OfTenant>>;

  constructor(
    private readonly pool: pg.Pool,
    knownMs = KNOWN_MS,
  ) {
    this.known = new LRUCache({ max: TENANTS_KNOWN, ttl: knownMs });
  }

  /** With the tenant's where they said nothing. */
  async of(tenant: string, recipient: Recipient): Promise<MessagePreference> {
    const all = await this.ofTenant(tenant);
    return { ...all.get(keyOf(TENANT_DEFAULT)), ...all.get(keyOf(recipient)) };
  }

  private ofTenant(tenant: string): Promise<OfTenant> {
    const known = this.known.get(tenant);
    if (known) return known;
    const read = this.read(tenant);
    this.known.set(tenant, read);
    // What could not be read is read again.
    read.catch(() => this.known.delete(tenant));
    return read;
  }

  private async read(tenant: string): Promise<OfTenant> {
    const { rows } = await this.pool.query<Row>(
      'SELECT role, ref, mail, language, quiet_hours FROM message_preference WHERE tenant = $1',
      [tenant],
    );
    return new Map(rows.map((row) => [keyOf(row), preferenceFrom(row)]));
  }
}
