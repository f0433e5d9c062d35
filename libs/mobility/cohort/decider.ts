import {
  assertNever,
  type CommandsOf,
  conflict,
  type Decider,
  invalid,
  isRefusal,
  notFound,
  Refusal,
} from '@overstap/kernel';
import { localDateOf } from '@overstap/calendar';
import { HOME_ZONE } from '../workflow/zone.js';
import { given, sameValues } from '../same-values.js';
import { type CohortEvent } from './catalogue.js';
import { type COHORT_COMMANDS, type StartCohortImport } from './commands.js';
import { batchOf, type CohortState, evolveCohort, type ImportBatch, releaseOfAll, UNKNOWN_COHORT } from './state.js';

export type CohortCommand = CommandsOf<typeof COHORT_COMMANDS>;

/** The file came in before, as this batch: every row of it is known. */
export class ImportKnown extends Refusal {
  constructor(
    readonly batchId: string,
    /** RUNNING: it was cut off, or is under way. */
    readonly status: ImportBatch['status'],
  ) {
    super(
      'conflict',
      'import-known',
      `This file was imported before, as batch ${batchId}; undo that import first if it is to come in again.`,
    );
  }
}

/** Of the same id, with other values. */
export class CohortKnown extends Refusal {
  constructor(readonly programmeId: string) {
    super('conflict', 'cohort-known', 'There is a cohort of this id with other values; choose another id.');
  }
}

/** A cohort: its imports, each of which runs until it is completed and can be undone, and the waves that were let go. */
export const cohort: Decider<CohortState, CohortCommand, CohortEvent> = {
  initialState: UNKNOWN_COHORT,
  evolve: evolveCohort,
  decide(command, state, _world, { now: occurredAt }) {
    if (command.type === 'CreateCohort') {
      const data = given(command.data);
      if (!state.created) return [{ type: 'CohortCreated', data, occurredAt }];
      return sameValues(state.created, data) ? [] : new CohortKnown(state.created.programmeId);
    }
    if (!state.created) return notFound('cohort-unknown', 'There is no such cohort; create it first.');
    switch (command.type) {
      case 'StartCohortImport': {
        const data = given(command.data);
        const refused = startRefused(data, state);
        if (refused) return refused;
        return state.batches.has(data.batchId) ? [] : [{ type: 'CohortImportStarted', data, occurredAt }];
      }
      case 'RejectCohortRows': {
        const { batchId, rows } = command.data;
        const batch = runningBatch(batchId, state);
        if (isRefusal(batch)) return batch;
        const known = new Set(batch.rejectedRows);
        return rows
          .filter(({ row }) => known.size < known.add(row).size)
          .map(({ row, code }) => ({ type: 'CohortRowRejected', data: { batchId, row, code }, occurredAt }));
      }
      case 'CompleteCohortImport':
        return complete(command.data, state, occurredAt);
      case 'UndoCohortImport': {
        const batch = state.batches.get(command.data.batchId);
        if (!batch) return BATCH_UNKNOWN;
        if (batch.status === 'UNDONE') return [];
        return [{ type: 'CohortImportUndone', data: given(command.data), occurredAt }];
      }
      case 'ReleaseCohortWave': {
        const { wave, inviteOn } = command.data;
        if (inviteOn > localDateOf(HOME_ZONE, occurredAt))
          return invalid('inviteOn', 'date-in-the-future', 'inviteOn lies ahead; release the wave on the day itself.');
        const released = releaseOfAll(state, wave);
        if (released) {
          if (released.inviteOn === inviteOn) return [];
          return conflict('wave-released', `Wave ${wave} is released already, to be invited on ${released.inviteOn}.`);
        }
        const { cohortId } = state.created;
        return [{ type: 'CohortWaveReleased', data: { cohortId, wave, inviteOn }, occurredAt }];
      }
      default:
        return assertNever(command);
    }
  },
};

const BATCH_UNKNOWN = invalid('batchId', 'batch-unknown', 'batchId names no import of this cohort; start it first.');

/** A process that was cut off starts the same batch again and goes on; another batch of the same file is refused. */
function startRefused({ batchId, checksum, rows }: StartCohortImport, state: CohortState): Refusal | undefined {
  const before = state.batches.get(batchId);
  if (before?.status === 'RUNNING' && before.checksum === checksum && before.rows === rows) return undefined;
  const known = batchOf(state, checksum);
  if (known) return new ImportKnown(known.batchId, known.status);
  return before && conflict('batch-taken', 'There was an import under this batchId already; choose another.');
}

function runningBatch(batchId: string, state: CohortState): ImportBatch | Refusal {
  const batch = state.batches.get(batchId);
  if (!batch) return BATCH_UNKNOWN;
  return batch.status === 'RUNNING'
    ? batch
    : conflict('batch-ended', `The import is ${batch.status.toLowerCase()}; start another one.`);
}

/** Rows that are neither accepted nor rejected were known before. */
function complete(
  { batchId, accepted, rejected }: { batchId: string; accepted: number; rejected: number },
  state: CohortState,
  occurredAt: string,
): readonly CohortEvent[] | Refusal {
  const known = state.batches.get(batchId);
  if (known?.status === 'COMPLETED' && known.accepted === accepted && known.rejected === rejected) return [];
  const batch = runningBatch(batchId, state);
  if (isRefusal(batch)) return batch;
  const { checksum, rows } = batch;
  if (accepted + rejected > rows)
    return invalid(
      'accepted',
      'more-than-rows',
      'accepted and rejected together must not exceed the rows of the file.',
    );
  return [{ type: 'CohortImportCompleted', data: { batchId, checksum, rows, accepted, rejected }, occurredAt }];
}
