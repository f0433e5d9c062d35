import { type Database } from '@overstap/platform';
import { randomUUID } from 'node:crypto';

/** A wave whose people are being invited: what was decided, and up to whom it is carried out. */
export interface StoredRelease {
  readonly tenant: string;
  /** The id of the event that decided it. */
  readonly release: string;
  readonly cohort: string;
  readonly wave: number;
  readonly inviteOn: string;
  readonly correlation: string;
  /** The last trajectory that is settled; null while none is. */
  readonly after: string | null;
  /** The imports whose people it is about: whoever comes in later is not of this release. */
  readonly batches: readonly string[];
  /** Whoever took it, a new one each time: one process may take what it was too slow to keep. */
  readonly holder: string;
}

export interface NewRelease extends Pick<
  StoredRelease,
  'tenant' | 'release' | 'cohort' | 'wave' | 'inviteOn' | 'correlation'
> {
  readonly programme: string;
}

/** How far a wave is. */
export interface WaveProgress {
  readonly people: number;
  /** People who have their invitation, now or from before. */
  readonly invited: number;
  /** People who are not to be invited any more: they declined or were closed. */
  readonly passedOver: number;
  readonly complete: boolean;
  /** Why it stands still for the moment, as a code. */
  readonly stuck?: string;
}

interface Person {
  readonly trajectory: string;
  readonly language: string;
}

/** What each step of a release changes. */
export interface Settled {
  readonly after: string;
  readonly invited: number;
  readonly passedOver: number;
}

const COLUMNS = `tenant, release, cohort, wave, to_char(invite_on, 'YYYY-MM-DD') AS "inviteOn", correlation, after, batches, holder`;

/** The releases: each is carried out by one at a time, and one that dies leaves it to the others when its lease is over. */
export class ReleaseRows {
  constructor(
    private readonly database: Pick<Database, 'worker'>,
    private readonly leaseMs: number,
  ) {}

  /** Writes a release down, once however often it is told of. A wave of nobody is over at once. */
  async begin({ tenant, release, programme, cohort, wave, inviteOn, correlation }: NewRelease): Promise<void> {
    await this.database.worker.query(
      `INSERT INTO wave_release (tenant, release, programme, cohort, wave, invite_on, correlation, people, batches, begun_at)
       SELECT $1, $2, $3, $4, $5, $6, $7, count(*), array_agg(DISTINCT batch), clock_timestamp()
       FROM enrolment WHERE tenant = $1 AND cohort = $4 AND wave = $5 HAVING count(*) > 0 ON CONFLICT DO NOTHING`,
      [tenant, release, programme, cohort, wave, inviteOn, correlation],
    );
  }

  /** The one that waits longest, which is the caller's from now on. Not one whose people an import is still bringing in. */
  async take(): Promise<StoredRelease | undefined> {
    const { rows } = await this.database.worker.query<StoredRelease>(
      `UPDATE wave_release SET holder = $1, lease_until = clock_timestamp() + $2 * interval '1 ms'
       WHERE (tenant, release) = (
         SELECT tenant, release FROM wave_release r
         WHERE ended_at IS NULL AND (lease_until IS NULL OR lease_until < clock_timestamp())
           AND NOT EXISTS (SELECT FROM import_batch i WHERE i.tenant = r.tenant AND i.cohort = r.cohort)
         ORDER BY begun_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING ${COLUMNS}`,
      [randomUUID(), this.leaseMs],
    );
    return rows[0];
  }

  async next({ tenant, cohort, wave, after, batches }: StoredRelease, most: number): Promise<readonly Person[]> {
    const { rows } = await this.database.worker.query<Person>(
      `SELECT trajectory, language FROM enrolment
       WHERE tenant = $1 AND cohort = $2 AND wave = $3 AND ($4::uuid IS NULL OR trajectory > $4) AND batch = ANY ($5)
       ORDER BY trajectory LIMIT $6`,
      [tenant, cohort, wave, after, batches, most],
    );
    return rows;
  }

  /** Notes a step and keeps the lease. False: it is another's by now. */
  async settle({ tenant, release, holder }: StoredRelease, { after, invited, passedOver }: Settled): Promise<boolean> {
    const { rowCount } = await this.database.worker.query(
      `UPDATE wave_release SET after = $4, invited = invited + $5, passed_over = passed_over + $6, stuck = NULL,
         lease_until = clock_timestamp() + $7 * interval '1 ms'
       WHERE tenant = $1 AND release = $2 AND holder = $3 AND ended_at IS NULL`,
      [tenant, release, holder, after, invited, passedOver, this.leaseMs],
    );
    return rowCount === 1;
  }

  async end({ tenant, release, holder }: StoredRelease): Promise<void> {
    await this.database.worker.query(
      `UPDATE wave_release SET ended_at = clock_timestamp(), stuck = NULL, holder = NULL, lease_until = NULL
       WHERE tenant = $1 AND release = $2 AND holder = $3`,
      [tenant, release, holder],
    );
  }

  /** Leaves it to whoever comes next; with a reason not before `pauseMs` are over. */
  async leave({ tenant, release, holder }: StoredRelease, stuck?: string, pauseMs = 0): Promise<void> {
    await this.database.worker.query(
      `UPDATE wave_release SET holder = NULL, stuck = coalesce($4, stuck),
         lease_until = CASE WHEN $5 > 0 THEN clock_timestamp() + $5 * interval '1 ms' END
       WHERE tenant = $1 AND release = $2 AND holder = $3`,
      [tenant, release, holder, stuck ?? null, pauseMs],
    );
  }

  /** Releases that are not over, and those of them that stand still. */
  async open(): Promise<{ readonly running: number; readonly stuck: readonly string[] }> {
    const { rows } = await this.database.worker.query<{ stuck: string | null; name: string }>(
      `SELECT coalesce(stuck, CASE WHEN EXISTS (SELECT FROM import_batch i WHERE i.tenant = r.tenant AND i.cohort = r.cohort)
         THEN 'import-under-way' END) AS stuck, programme || ' wave ' || wave AS name
       FROM wave_release r WHERE ended_at IS NULL ORDER BY begun_at`,
    );
    const stuck = rows.flatMap(({ stuck: why, name }) => (why === null ? [] : [`${name} (${why})`]));
    return { running: rows.length - stuck.length, stuck };
  }

  /** Of a wave as it was released last; undefined when it never was, or by a program that kept no account of it. */
  async progress(tenant: string, programme: string, wave: number): Promise<WaveProgress | undefined> {
    const { rows } = await this.database.worker.query<Omit<WaveProgress, 'stuck'> & { stuck: string | null }>(
      `SELECT sum(people)::integer AS people, sum(invited)::integer AS invited, sum(passed_over)::integer AS "passedOver",
         bool_and(ended_at IS NOT NULL) AS complete, max(stuck) AS stuck
       FROM (SELECT DISTINCT ON (cohort) * FROM wave_release WHERE tenant = $1 AND programme = $2 AND wave = $3
         ORDER BY cohort, begun_at DESC) latest HAVING count(*) > 0`,
      [tenant, programme, wave],
    );
    const [found] = rows;
    if (!found) return undefined;
    const { stuck, ...progress } = found;
    return { ...progress, ...(stuck === null ? {} : { stuck }) };
  }
}
