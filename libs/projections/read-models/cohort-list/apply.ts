import { type StoredEvent } from '@overstap/kernel';
import { type CohortEvent } from '@overstap/mobility';
import { type ProjectedEvent, type Rows } from '../../runner/index.js';
import { addressOf } from '../deadline-board/apply.js';
import { type CohortBatch, type ListedCohort } from './table.js';

export const cohortOf = ({ stream }: Pick<StoredEvent, 'stream'>): string => addressOf(stream).aggregate_id;

export function applyToCohorts(rows: Rows<ListedCohort>, event: ProjectedEvent): void {
  const cohort = cohortOf(event);
  const before = rows.get(cohort) ?? unknownCohort(cohort);
  rows.put(cohort, {
    ...before,
    programme: event.programme ?? before.programme,
    ...changesOf(before, event),
    revision: event.revision,
  });
}

function changesOf(before: ListedCohort, event: ProjectedEvent): Partial<ListedCohort> {
  const { type, data } = event as unknown as CohortEvent;
  const batches = (batch: string, change: Partial<CohortBatch>) =>
    before.batches.map((each) => (each.batch === batch ? { ...each, ...change } : each));
  switch (type) {
    case 'CohortCreated':
      return {
        label: data.label,
        redundancy_on: data.redundancyDate ?? null,
        contract_end_on: data.contractEndDate ?? null,
        size_planned: data.sizePlanned ?? null,
      };
    case 'CohortImportStarted': {
      const { batchId: batch, checksum, rows } = data;
      const others = before.batches.filter((each) => each.batch !== batch);
      return { batches: [...others, { batch, checksum, rows, accepted: null, rejected: null, undone: false }] };
    }
    case 'CohortImportCompleted':
      return { batches: batches(data.batchId, { rows: data.rows, accepted: data.accepted, rejected: data.rejected }) };
    case 'CohortImportUndone':
      return { batches: batches(data.batchId, { undone: true }) };
    case 'CohortWaveReleased': {
      const others = before.waves.filter(({ wave }) => wave !== data.wave);
      return { waves: [...others, { wave: data.wave, inviteOn: data.inviteOn }].sort((a, b) => a.wave - b.wave) };
    }
    default:
      return {};
  }
}

const unknownCohort = (cohort: string): ListedCohort => ({
  cohort,
  programme: null,
  label: null,
  redundancy_on: null,
  contract_end_on: null,
  size_planned: null,
  waves: [],
  batches: [],
  revision: -1,
});
