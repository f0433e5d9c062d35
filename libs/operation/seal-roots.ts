import { type LocalDate } from '@overstap/kernel';
import { type Database } from '@overstap/platform';
import { type SealRoot } from './tenant-check.js';

export interface DailyRoot extends SealRoot {
  /** The day of the clock, in UTC, on which the seal was made. */
  readonly day: LocalDate;
}

/**
 * Each tenant's last seal of each day since `since`: its hash covers everything before it, so whoever keeps it outside the database can
 * show later that the log was not rewritten (`verifyLog` with `roots`). The last day of the clock may still change.
 */
export async function dailyRoots(
  { worker }: Pick<Database, 'worker'>,
  since: LocalDate = '',
): Promise<readonly DailyRoot[]> {
  const { rows } = await worker.query<DailyRoot>(
    `SELECT DISTINCT ON (tenant, left(sealed_at, 10)) tenant, left(sealed_at, 10) AS day, number, hash FROM seal
     WHERE left(sealed_at, 10) >= $1 ORDER BY tenant, left(sealed_at, 10), number DESC`,
    [since],
  );
  return rows;
}
