import { type CommandHandler, type CommandOutcome, commandIdOf } from '@overstap/commands';
import { type CohortFile, type CohortRow, type RowProblem } from '@overstap/cohort-files';
import { type Actor, type Clock, type Ids, type LocalDate } from '@overstap/kernel';
import { type Database } from '@overstap/platform';
import { type PersonalDataCodec } from '@overstap/privacy';
import { EmployeeIndex } from './employee-index.js';
import { type Enrolment, enrolmentOf } from './enrolment.js';

/** What an import did, or would do. `duplicates` are people whom the programme has already. */
export interface ImportResult {
  readonly dryRun: boolean;
  readonly accepted: number;
  readonly rejected: number;
  readonly duplicates: number;
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly columns: CohortFile['columns'];
  readonly rows: readonly RowProblem[];
  readonly batchId?: string;
}

export interface ImportRequest {
  readonly tenant: string;
  readonly programme: string;
  readonly employer: string;
  readonly templateId: string;
  readonly templateVersion: number;
  readonly cohort: string;
  readonly file: CohortFile;
  readonly today: LocalDate;
  readonly actor: Actor;
  readonly dryRun: boolean;
}

export interface ImportParts {
  readonly database: Database;
  readonly codec: PersonalDataCodec;
  readonly commands: CommandHandler;
  readonly ids: Ids;
  readonly clock: Clock;
}

/** Hears how far it is: people done of all. */
type Progress = (done: number, of: number) => void;

const PROCESS: Actor = { type: 'SYSTEM', id: 'cohort-import' };
/** Commands under way at once: the store groups their appends. */
const AT_ONCE = 64;
const ROWS_PER_INSERT = 1000;

/**
 * Brings the people of a file into a programme. First everything that is to be done is written down in one transaction; then it is carried out, one
 * person at a time. A crash in between loses nothing: `resume` carries on, and every step is a command that is carried out once.
 */
export class CohortImport {
  private readonly employees: EmployeeIndex;

  constructor(private readonly parts: ImportParts) {
    this.employees = new EmployeeIndex(parts.database, parts.ids);
  }

  async run(request: ImportRequest, progress?: Progress): Promise<ImportResult> {
    const { tenant, programme, employer, file, dryRun } = request;
    const numbers = file.rows.map(({ externalId }) => externalId);
    const known = await this.employees.enrolled(tenant, employer, programme, numbers);
    const news = file.rows.filter(({ externalId }) => !known.has(externalId));
    const result: ImportResult = {
      dryRun,
      accepted: news.length,
      rejected: file.totalRows - file.rows.length,
      duplicates: file.rows.length - news.length,
      encoding: file.encoding,
      delimiter: file.delimiter,
      columns: file.columns,
      rows: file.problems,
    };
    if (dryRun || news.length === 0) return result;
    const batchId = this.parts.ids.next();
    await this.begin(request, batchId, result);
    await this.stage(request, batchId, news, result.rejected);
    await this.resume(tenant, batchId, progress);
    return { ...result, batchId };
  }

  /** Batches that were begun and not finished: a crash came between. */
  async unfinished(): Promise<readonly { readonly tenant: string; readonly batch: string }[]> {
    const { rows } = await this.parts.database.worker.query<{ tenant: string; batch: string }>(
      'SELECT tenant, batch FROM import_batch',
    );
    return rows;
  }

  private async begin(
    { tenant, programme, cohort, file }: ImportRequest,
    batchId: string,
    { rows }: ImportResult,
  ): Promise<void> {
    const create = { cohortId: cohort, programmeId: programme, label: cohort };
    const known = await this.send(tenant, cohort, 'CreateCohort', create, 'create-cohort', cohort);
    if (known.outcome === 'refused' && known.refusal.kind !== 'conflict') throw new Error(known.refusal.message);
    await this.must(
      tenant,
      cohort,
      'StartCohortImport',
      { batchId, checksum: file.checksum, rows: file.totalRows },
      batchId,
      'start',
    );
    const rejections = [
      ...new Map(rows.map((row) => [row.line, { row: row.line, code: rejectionCode(row.rule) }])).values(),
    ];
    for (let from = 0; from < rejections.length; from += ROWS_PER_INSERT)
      await this.must(
        tenant,
        cohort,
        'RejectCohortRows',
        { batchId, rows: rejections.slice(from, from + ROWS_PER_INSERT) },
        batchId,
        `reject-${from}`,
      );
  }

  /** Everything that is to be done, in one transaction, with the people's details as ciphertext. */
  private async stage(
    request: ImportRequest,
    batchId: string,
    rows: readonly CohortRow[],
    rejected: number,
  ): Promise<void> {
    const { tenant, programme, employer, cohort, today } = request;
    const { codec, database, ids } = this.parts;
    const participants = await this.employees.participantsOf(
      tenant,
      employer,
      rows.map(({ externalId }) => externalId),
    );
    const enrolments = rows.map((row) => enrolmentOf(row, participants.get(row.externalId) ?? '', ids.next(), request));
    const sealed = await codec.sealTexts(
      tenant,
      enrolments.map((enrolment) => ({
        subject: enrolment.participantId,
        category: 'identity' as const,
        table: 'import_row',
        row: `${batchId}.${enrolment.line}`,
        text: JSON.stringify(enrolment),
      })),
    );
    await database.transact(async (client) => {
      await client.query('INSERT INTO import_batch VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', [
        tenant,
        batchId,
        programme,
        employer,
        cohort,
        rows.length,
        rejected,
        today,
      ]);
      await client.query(
        `INSERT INTO import_row SELECT $1, $2, line, participant, trajectory, sealed
         FROM unnest($3::integer[], $4::uuid[], $5::uuid[], $6::text[]) AS row (line, participant, trajectory, sealed)`,
        [
          tenant,
          batchId,
          enrolments.map(({ line }) => line),
          enrolments.map((each) => each.participantId),
          enrolments.map((each) => each.trajectoryId),
          sealed,
        ],
      );
      await client.query(
        `INSERT INTO enrolment SELECT $1, $2, participant, trajectory, $3, wave, language, $4
         FROM unnest($5::uuid[], $6::uuid[], $7::integer[], $8::text[]) AS row (participant, trajectory, wave, language)`,
        [
          tenant,
          programme,
          cohort,
          batchId,
          enrolments.map((each) => each.participantId),
          enrolments.map((each) => each.trajectoryId),
          enrolments.map(({ wave }) => wave),
          enrolments.map(({ language }) => language),
        ],
      );
    });
  }

  /** Carries out what is left of a batch; done when it is all there. */
  async resume(tenant: string, batchId: string, progress?: Progress): Promise<void> {
    const { database, codec } = this.parts;
    const { rows: batches } = await database.worker.query<{ cohort: string; accepted: number; rejected: number }>(
      'SELECT cohort, accepted, rejected FROM import_batch WHERE tenant = $1 AND batch = $2',
      [tenant, batchId],
    );
    const batch = batches[0];
    if (!batch) return;
    for (;;) {
      const { rows } = await database.worker.query<{ line: number; participant: string; sealed: string }>(
        'SELECT line, participant, sealed FROM import_row WHERE tenant = $1 AND batch = $2 ORDER BY line LIMIT $3',
        [tenant, batchId, ROWS_PER_INSERT],
      );
      if (rows.length === 0) break;
      const texts = await codec.openTexts(
        tenant,
        rows.map(({ line, participant, sealed }) => ({
          subject: participant,
          category: 'identity' as const,
          table: 'import_row',
          row: `${batchId}.${line}`,
          sealed,
        })),
      );
      // A person erased in between has no text any more and is left out.
      const enrolments = texts.flatMap((text) => (text === undefined ? [] : [JSON.parse(text) as Enrolment]));
      await inTurns(enrolments, AT_ONCE, (enrolment) => this.enrol(tenant, batchId, enrolment));
      await database.worker.query('DELETE FROM import_row WHERE tenant = $1 AND batch = $2 AND line = ANY($3)', [
        tenant,
        batchId,
        rows.map(({ line }) => line),
      ]);
      const { rows: left } = await database.worker.query<{ count: number }>(
        'SELECT count(*)::integer AS count FROM import_row WHERE tenant = $1 AND batch = $2',
        [tenant, batchId],
      );
      progress?.(batch.accepted - (left[0]?.count ?? 0), batch.accepted);
    }
    const { accepted, rejected } = batch;
    await this.must(tenant, batch.cohort, 'CompleteCohortImport', { batchId, accepted, rejected }, batchId, 'complete');
    await database.worker.query('DELETE FROM import_batch WHERE tenant = $1 AND batch = $2', [tenant, batchId]);
  }

  private async enrol(
    tenant: string,
    batchId: string,
    { participantId, trajectoryId, registration, referral }: Enrolment,
  ): Promise<void> {
    const { commands } = this.parts;
    const step = (name: string) => ({
      tenant,
      actor: PROCESS,
      commandId: commandIdOf('import', batchId, trajectoryId, name),
      begins: true,
    });
    const registered = await commands.handle({
      ...step('register'),
      aggregate: 'participant',
      id: participantId,
      type: 'RegisterParticipant',
      data: registration,
    });
    // Somebody known from another programme of the employer is registered already.
    if (registered.outcome === 'refused' && registered.refusal.kind !== 'conflict')
      throw new Error(registered.refusal.message);
    const referred = await commands.handle({
      ...step('refer'),
      aggregate: 'trajectory',
      id: trajectoryId,
      type: 'ReferParticipant',
      data: referral,
    });
    if (referred.outcome === 'refused') throw new Error(`A person could not be referred: ${referred.refusal.message}`);
  }

  private send(
    tenant: string,
    cohort: string,
    type: string,
    data: object,
    ...names: readonly string[]
  ): Promise<CommandOutcome> {
    const commandId = commandIdOf('import', tenant, ...names);
    return this.parts.commands.handle({
      tenant,
      aggregate: 'cohort',
      id: cohort,
      type,
      data,
      actor: PROCESS,
      commandId,
    });
  }

  private async must(
    tenant: string,
    cohort: string,
    type: string,
    data: object,
    ...names: readonly string[]
  ): Promise<void> {
    const outcome = await this.send(tenant, cohort, type, data, ...names);
    if (outcome.outcome !== 'done')
      throw new Error(
        `${type} was not carried out${outcome.outcome === 'refused' ? `: ${outcome.refusal.message}` : ''}`,
      );
  }
}

async function inTurns<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}

const rejectionCode = (rule: string): string =>
  rule === 'missing'
    ? 'MISSING'
    : rule.startsWith('duplicate')
      ? 'DUPLICATE'
      : rule.includes('date')
        ? 'INVALID_DATE'
        : 'INVALID_VALUE';
