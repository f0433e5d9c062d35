import type pg from 'pg';

/** A claim runs out so soon after its worker died; one that lives renews it well before, however long a mail server takes. */
export const CLAIM_SECONDS = 6;
const RENEWALS_PER_CLAIM = 3;

export interface Claim {
  readonly tenant: string;
  readonly id: string;
}

/** Somebody else is delivering this at the moment, or was when it died: whoever comes next is to look again soon. */
export class ClaimedElsewhere extends Error {
  constructor() {
    super('Another worker is delivering this message, or died over it');
  }
}

/** What this process is delivering, renewed for as long as it lives: rows of the outbox, over the worker's pool. */
export class Claims {
  private readonly kept = new Set<Claim>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly pool: pg.Pool) {}

  /** Keeps claims while the work goes on. */
  async whileKept<T>(claims: readonly Claim[], work: () => Promise<T>): Promise<T> {
    for (const claim of claims) this.kept.add(claim);
    this.timer ??= setInterval(() => void this.renew(), (CLAIM_SECONDS * 1000) / RENEWALS_PER_CLAIM).unref();
    try {
      return await work();
    } finally {
      for (const claim of claims) this.kept.delete(claim);
      if (this.kept.size === 0) {
        clearInterval(this.timer);
        this.timer = undefined;
      }
    }
  }

  /** Whether a message, or one of a digest, waits only because another worker is at it. */
  async isElsewhere(
    tenant: string,
    which: { readonly id: string } | { readonly role: string; readonly ref: string },
  ): Promise<boolean> {
    const [where, values] =
      'id' in which
        ? ['id = $2', [which.id]]
        : [`role = $2 AND ref = $3 AND channel = 'DIGEST'`, [which.role, which.ref]];
    const { rowCount } = await this.pool.query(
      `SELECT FROM outbox WHERE tenant = $1 AND ${where} AND status = 'pending' AND claimed_until >= now() LIMIT 1`,
      [tenant, ...values],
    );
    return rowCount === 1;
  }

  /** A database that is away lets claims run out: what is then sent twice carries the same id twice. */
  private async renew(): Promise<void> {
    const kept = [...this.kept];
    await this.pool
      .query(
        `UPDATE outbox SET claimed_until = now() + interval '${CLAIM_SECONDS} s'
         WHERE (tenant, id) IN (SELECT * FROM unnest($1::text[], $2::uuid[])) AND status = 'pending' AND claimed_until IS NOT NULL`,
        [kept.map(({ tenant }) => tenant), kept.map(({ id }) => id)],
      )
      .catch(() => undefined);
  }
}
