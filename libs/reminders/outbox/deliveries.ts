import { type Instant } from '@overstap/kernel';
import { ask, type Page, pageOf, readCursor, type TenantClient } from '@overstap/projections';
import { type Channel } from './outbox.js';

export const DELIVERY_STATUSES = ['WAITING', 'DELIVERED', 'SUPPRESSED', 'FAILED'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** How a message fares, for those who keep the program well: neither whom it is for nor what it is about. */
export interface Delivery {
  readonly id: string;
  readonly status: DeliveryStatus;
  /** Why it was suppressed or failed, did not leave at the last try, or went to the inbox alone: a code, never a server's words. */
  readonly reason: string | null;
  readonly role: string;
  readonly channel: Channel | 'WEBHOOK';
  /** For a webhook the kind of event. */
  readonly message: string;
  readonly aggregate: string;
  readonly aggregate_id: string;
  readonly recorded_at: Instant;
  /** Not before this: quiet hours, the digest, or the next try. */
  readonly not_before: Instant;
  readonly attempts: number;
}

const STORED: Readonly<Record<DeliveryStatus, string>> = {
  WAITING: 'pending',
  DELIVERED: 'sent',
  SUPPRESSED: 'cancelled',
  FAILED: 'failed',
};
const SHOWN = Object.entries(STORED)
  .map(([shown, stored]) => `WHEN '${stored}' THEN '${shown}'`)
  .join(' ');

/** The messages of the outbox, newest first. */
export async function deliveries(
  client: TenantClient,
  { status, webhook }: { readonly status?: DeliveryStatus; readonly webhook?: string } = {},
  { limit = 100, after }: { readonly limit?: number; readonly after?: string } = {},
): Promise<Page<Delivery>> {
  const [at = 'infinity', id = 'ffffffff-ffff-ffff-ffff-ffffffffffff'] = readCursor(after, 2) ?? [];
  const rows = await ask<Delivery>(
    client,
    `SELECT id, CASE status ${SHOWN} END AS status, failure AS reason, role, channel, message, aggregate, aggregate_id, recorded_at,
       not_before, attempts
     FROM outbox WHERE (recorded_at, id) < ($1::timestamptz, $2::uuid) AND ($3::text IS NULL OR status = $3)
       AND ($5::uuid IS NULL OR webhook = $5)
     ORDER BY recorded_at DESC, id DESC LIMIT $4`,
    [at, id, status === undefined ? null : STORED[status], limit + 1, webhook ?? null],
  );
  return pageOf(rows, limit, (last) => [last.recorded_at, last.id]);
}
