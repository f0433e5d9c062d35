import { type LocalDate } from '@overstap/kernel';
import { type Database } from '@overstap/platform';
import { type Enrolment } from './enrolment.js';

/** An import that is written down and not carried out to its end. */
export interface UnfinishedBatch {
  readonly tenant: string;
  readonly batch: string;
  readonly cohort: string;
  readonly accepted: number;
  readonly rejected: number;
}

interface StagedRow {
  readonly line: number;
  readonly participant: string;
  readonly sealed: string;
}

const UNIQUE_VIOLATION = '23505';

/** Writes everything down that is to be done, in one transaction, with the people's details as ciphertext. False: another process did so already. */
export async function stageBatch(
  database: Database,
  {
    tenant,
    batch,
    programme,
    employer,
    cohort,
    rejected,
  }: Omit<UnfinishedBatch, 'accepted'> & { readonly programme: string; readonly employer: string },
  today: LocalDate,
  enrolments: readonly Enrolment[],
  sealed: readonly string[],
): Promise<boolean> {
  const participants = enrolments.map(({ participantId }) => participantId);
  const trajectories = enrolments.map(({ trajectoryId }) => trajectoryId);
  try {
    await database.transact(async (client) => {
      await client.query('INSERT INTO import_batch VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', [
        tenant,
        batch,
        programme,
        employer,
        cohort,
        enrolments.length,
        rejected,
        today,
      ]);
      await client.query(
        `INSERT INTO import_row SELECT $1, $2, line, participant, trajectory, sealed
         FROM unnest($3::integer[], $4::uuid[], $5::uuid[], $6::text[]) AS row (line, participant, trajectory, sealed)`,
        [tenant, batch, enrolments.map(({ line }) => line), participants, trajectories, sealed],
      );
      await client.query(
        `INSERT INTO enrolment SELECT $1, $2, participant, trajectory, $3, wave, language, $4
         FROM unnest($5::uuid[], $6::uuid[], $7::integer[], $8::text[]) AS row (participant, trajectory, wave, language)`,
        [
          tenant,
          programme,
          cohort,
          batch,
          participants,
          trajectories,
          enrolments.map(({ wave }) => wave),
          enrolments.map(({ language }) => language),
        ],
      );
    });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === UNIQUE_VIOLATION) return false;
    throw error;
  }
}

export async function unfinishedBatches({ worker }: Database): Promise<readonly UnfinishedBatch[]> {
  const { rows } = await worker.query<UnfinishedBatch>(
    'SELECT tenant, batch, cohort, accepted, rejected FROM import_batch ORDER BY tenant, batch',
  );
  return rows;
}

/** The next rows that are to be carried out, and how many are left with them. */
export async function stagedRows(
  { worker }: Database,
  { tenant, batch }: UnfinishedBatch,
  most: number,
): Promise<{ readonly rows: readonly StagedRow[]; readonly left: number }> {
  const { rows } = await worker.query<StagedRow>(
    'SELECT line, participant, sealed FROM import_row WHERE tenant = $1 AND batch = $2 ORDER BY line LIMIT $3',
    [tenant, batch, most],
  );
  const { rows: counts } = await worker.query<{ left: number }>(
    'SELECT count(*)::integer AS left FROM import_row WHERE tenant = $1 AND batch = $2',
    [tenant, batch],
  );
  return { rows, left: counts[0]?.left ?? 0 };
}

export async function forgetRows(
  { worker }: Database,
  { tenant, batch }: UnfinishedBatch,
  rows: readonly StagedRow[],
): Promise<void> {
  await worker.query('DELETE FROM import_row WHERE tenant = $1 AND batch = $2 AND line = ANY($3)', [
    tenant,
    batch,
    rows.map(({ line }) => line),
  ]);
}

export async function forgetBatch({ worker }: Database, { tenant, batch }: UnfinishedBatch): Promise<void> {
  await worker.query('DELETE FROM import_batch WHERE tenant = $1 AND batch = $2', [tenant, batch]);
}
