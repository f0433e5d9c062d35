import { assertNever, type FoldedEvent, type LocalDate } from '@overstap/kernel';
import { type CohortEvent } from './catalogue.js';
import { type CohortCreated } from './events.js';

export interface ImportBatch {
  readonly batchId: string;
  readonly checksum: string;
  readonly rows: number;
  readonly status: 'RUNNING' | 'COMPLETED' | 'UNDONE';
  /** The lines of the file on which refused rows begin. An array, for a set of thousands would be copied with each of them. */
  readonly rejectedRows: readonly number[];
  readonly accepted?: number;
  readonly rejected?: number;
}

export interface CohortState {
  readonly created?: CohortCreated;
  readonly programmeId?: string;
  readonly batches: ReadonlyMap<string, ImportBatch>;
  readonly waves: ReadonlyMap<number, ReleasedWave>;
}

export interface ReleasedWave {
  readonly inviteOn: LocalDate;
  /** Imports of the cohort when the wave was released: those after it brought people whom the release did not reach. */
  readonly batches: number;
}

/** By which everybody of a wave was let go. Whoever came in since may be invited too; those of before stay as they are. */
export function releaseOfAll({ waves, batches }: CohortState, wave: number): ReleasedWave | undefined {
  const released = waves.get(wave);
  return released?.batches === batches.size ? released : undefined;
}

export const UNKNOWN_COHORT: CohortState = { batches: new Map(), waves: new Map() };

export function evolveCohort(state: CohortState, event: FoldedEvent<CohortEvent>): CohortState {
  switch (event.type) {
    case 'CohortCreated':
      return { ...state, created: event.data, programmeId: event.data.programmeId };
    case 'CohortImportStarted': {
      const { batchId, checksum, rows } = event.data;
      const batch: ImportBatch = { batchId, checksum, rows, status: 'RUNNING', rejectedRows: [] };
      return { ...state, batches: new Map(state.batches).set(batchId, batch) };
    }
    case 'CohortRowRejected': {
      const { batchId, row } = event.data;
      return withBatch(state, batchId, { rejectedRows: [...(state.batches.get(batchId)?.rejectedRows ?? []), row] });
    }
    case 'CohortImportCompleted': {
      const { batchId, accepted, rejected } = event.data;
      return withBatch(state, batchId, { status: 'COMPLETED', accepted, rejected });
    }
    case 'CohortImportUndone':
      return withBatch(state, event.data.batchId, { status: 'UNDONE' });
    case 'CohortWaveReleased':
      return {
        ...state,
        waves: new Map(state.waves).set(event.data.wave, {
          inviteOn: event.data.inviteOn,
          batches: state.batches.size,
        }),
      };
    default:
      return assertNever(event);
  }
}

function withBatch(state: CohortState, batchId: string, change: Partial<ImportBatch>): CohortState {
  const batch = state.batches.get(batchId);
  return batch ? { ...state, batches: new Map(state.batches).set(batchId, { ...batch, ...change }) } : state;
}

/** The batch that brought this file in and was not undone since; undefined when the file is new here. */
export const batchOf = ({ batches }: CohortState, checksum: string): ImportBatch | undefined =>
  [...batches.values()].find((batch) => batch.checksum === checksum && batch.status !== 'UNDONE');
