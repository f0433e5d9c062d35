import { type CommandHandler, type CommandOutcome, commandIdOf } from '@overstap/commands';
import { type CohortFile, type CohortRow, type RowProblem } from '@overstap/cohort-files';
import {
  type Actor,
  type Clock,
  conflict,
  type Ids,
  inTurns,
  isRefusal,
  type LocalDate,
  type Refusal,
} from '@overstap/kernel';
import { CohortKnown, ImportKnown } from '@overstap/mobility';
import { type Database } from '@overstap/platform';
import { type PersonalDataCodec } from '@overstap/privacy';
import { EmployeeIndex } from './employee-index.js';
import { type Enrolment, enrolmentOf } from './enrolment.js';
import { type Resumable } from './abandoned-work.js';
import {
  forgetBatch,
  forgetRows,
  stageBatch,
  stagedRows,
  type UnfinishedBatch,
  unfinishedBatches,
} from './import-batch.js';
import { Leases } from './leases.js';
import { NamesPutRight } from './names-put-right.js';

/** What an import did, or would do. `duplicates` are people whom the programme has already; of `corrected` of them the file has letters of the name that were lost before. */
export interface ImportResult {
  readonly dryRun: boolean;
  readonly accepted: number;
  readonly rejected: number;
  readonly duplicates: number;
  readonly corrected: number;
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

const leaseOf = (tenant: string, batch: string): string => `import ${tenant} ${batch}`;
const PROCESS: Actor = { type: 'SYSTEM', id: 'cohort-import' };
/** Commands under way at once: the store groups their appends. */
const AT_ONCE = 64;
const ROWS_AT_ONCE = 1000;

/**
 * Brings the people of a file into a programme. First everything that is to be done is written down in one transaction; then it is carried out, one
 * person at a time. A crash in between loses nothing: `resume` carries on, and every step is a command that is carried out once.
 */
export class CohortImport implements Resumable {
  private readonly employees: EmployeeIndex;
  private readonly names: NamesPutRight;
  private readonly leases: Leases;
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(private readonly parts: ImportParts) {
    this.employees = new EmployeeIndex(parts.database, parts.ids);
    this.names = new NamesPutRight(parts.commands, this.employees);
    this.leases = new Leases(parts.database.leases);
  }

  /** Imports into one cohort take turns. Refused when the file came in before and nothing of it is to be done again. */
  async run(request: ImportRequest, progress?: Progress): Promise<ImportResult | Refusal> {
    const key = JSON.stringify([request.tenant, request.cohort]);
    const turn = (this.turns.get(key) ?? Promise.resolve()).then(() => this.runNow(request, progress));
    const settled = turn.catch(() => undefined);
    this.turns.set(key, settled);
    try {
      return await turn;
    } finally {
      if (this.turns.get(key) === settled) this.turns.delete(key);
    }
  }

  private async runNow(request: ImportRequest, progress?: Progress): Promise<ImportResult | Refusal> {
    const { tenant, programme, employer, cohort, file, dryRun } = request;
    // What a crash cut off is finished first: its people are then known.
    if (!dryRun)
      for (const each of await this.unfinished())
        if (each.tenant === tenant && each.cohort === cohort) await this.resume(tenant, each.batch);
    const numbers = file.rows.map(({ externalId }) => externalId);
    const known = await this.employees.enrolled(tenant, employer, programme, numbers);
    const news = file.rows.filter(({ externalId }) => !known.has(externalId));
    const names = await this.names.of(
      request,
      file.rows.filter(({ externalId }) => known.has(externalId)),
    );
    const result: ImportResult = {
      dryRun,
      accepted: news.length,
      rejected: file.totalRows - file.rows.length,
      duplicates: file.rows.length - news.length,
      corrected: names.length,
      encoding: file.encoding,
      delimiter: file.delimiter,
      columns: file.columns,
      rows: file.problems,
    };
    if (dryRun) return result;
    await this.names.carryOut(request, file.checksum, names);
    if (news.length === 0) return result;
    const batchId = await this.begin(request, result);
    if (isRefusal(batchId)) return batchId;
    const enrolments = await this.enrolments(request, news);
    const sealed = await this.seal(tenant, batchId, enrolments);
    const batch = { tenant, batch: batchId, programme, employer, cohort, rejected: result.rejected };
    // Taken before it is written down: nobody else takes up what is not abandoned.
    const staged = await this.leases.inTurn(leaseOf(tenant, batchId), async () => {
      const fresh = await stageBatch(this.parts.database, batch, request.today, enrolments, sealed);
      if (fresh) await this.carryOut(tenant, batchId, progress);
      return fresh;
    });
    if (!staged)
      return conflict('import-under-way', 'Another program is importing this file right now; wait until it is done.');
    return { ...result, batchId };
  }

  /** Batches that were begun and not finished: a crash came between. */
  unfinished(): Promise<readonly UnfinishedBatch[]> {
    return unfinishedBatches(this.parts.database);
  }

  /** Answers the id of the batch: a new one, or that of an import of this file which ended before anything of it was written down. */
  private async begin(
    { tenant, programme, cohort, file }: ImportRequest,
    { rows }: ImportResult,
  ): Promise<string | Refusal> {
    const create = { cohortId: cohort, programmeId: programme, label: cohort };
    const known = await this.send(tenant, cohort, 'CreateCohort', create, 'create-cohort', programme, cohort);
    // Of this programme it may have another label. Another's would be its people's to see and to invite.
    const isOfProgramme = (refusal: Refusal) => refusal instanceof CohortKnown && refusal.programmeId === programme;
    if (known.outcome === 'refused' && !isOfProgramme(known.refusal)) return known.refusal;
    let batchId = this.parts.ids.next();
    const start = { batchId, checksum: file.checksum, rows: file.totalRows };
    const started = await this.send(tenant, cohort, 'StartCohortImport', start, batchId, 'start');
    if (started.outcome === 'refused') {
      if (!(started.refusal instanceof ImportKnown && started.refusal.status === 'RUNNING')) return started.refusal;
      batchId = started.refusal.batchId;
    }
    const rejections = [
      ...new Map(rows.map((row) => [row.line, { row: row.line, code: rejectionCode(row.rule) }])).values(),
    ];
    for (let from = 0; from < rejections.length; from += ROWS_AT_ONCE)
      await this.must(
        tenant,
        cohort,
        'RejectCohortRows',
        { batchId, rows: rejections.slice(from, from + ROWS_AT_ONCE) },
        batchId,
        `reject-${from}`,
      );
    return batchId;
  }

  private async enrolments(request: ImportRequest, rows: readonly CohortRow[]): Promise<readonly Enrolment[]> {
    const { tenant, employer } = request;
    const participants = await this.employees.participantsOf(
      tenant,
      employer,
      rows.map(({ externalId }) => externalId),
    );
    return rows.map((row) => enrolmentOf(row, participants.get(row.externalId) ?? '', this.parts.ids.next(), request));
  }

  private seal(tenant: string, batchId: string, enrolments: readonly Enrolment[]): Promise<readonly string[]> {
    return this.parts.codec.sealTexts(
      tenant,
      enrolments.map((enrolment) => ({
        ...placeOf(batchId, enrolment.participantId, enrolment.line),
        text: JSON.stringify(enrolment),
      })),
    );
  }

  /** Carries out what is left of a batch, once no other process is at it; done when it is all there. */
  resume(tenant: string, batchId: string, progress?: Progress): Promise<void> {
    return this.leases.inTurn(leaseOf(tenant, batchId), () => this.carryOut(tenant, batchId, progress));
  }

  async resumeAbandoned(report: (error: unknown) => void): Promise<void> {
    for (const { tenant, batch } of await this.unfinished())
      await this.leases.ifFree(leaseOf(tenant, batch), () => this.carryOut(tenant, batch)).catch(report);
  }

  private async carryOut(tenant: string, batchId: string, progress?: Progress): Promise<void> {
    const { database, codec } = this.parts;
    const batch = (await this.unfinished()).find((each) => each.tenant === tenant && each.batch === batchId);
    if (!batch) return;
    for (;;) {
      const { rows, left } = await stagedRows(database, batch, ROWS_AT_ONCE);
      progress?.(batch.accepted - left, batch.accepted);
      if (rows.length === 0) break;
      const texts = await codec.openTexts(
        tenant,
        rows.map(({ line, participant, sealed }) => ({ ...placeOf(batchId, participant, line), sealed })),
      );
      // A person erased in between has no text any more and is left out.
      const enrolments = texts.flatMap((text) => (text === undefined ? [] : [JSON.parse(text) as Enrolment]));
      await inTurns(enrolments, AT_ONCE, (enrolment) => this.enrol(tenant, batchId, enrolment));
      await forgetRows(database, batch, rows);
    }
    const { accepted, rejected } = batch;
    await this.must(tenant, batch.cohort, 'CompleteCohortImport', { batchId, accepted, rejected }, batchId, 'complete');
    await forgetBatch(database, batch);
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

/** Where a person's row is sealed. */
const placeOf = (batchId: string, subject: string, line: number) => ({
  subject,
  category: 'identity' as const,
  table: 'import_row',
  row: `${batchId}.${line}`,
});

const rejectionCode = (rule: string): string =>
  rule === 'missing'
    ? 'MISSING'
    : rule.startsWith('duplicate')
      ? 'DUPLICATE'
      : rule.includes('date')
        ? 'INVALID_DATE'
        : 'INVALID_VALUE';
