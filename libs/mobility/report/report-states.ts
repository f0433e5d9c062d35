import { localDateOf } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { type Fact, type FactLog } from '../workflow/facts.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { type ReportVersion } from './report-version.js';

/**
 * DRAFT, PREVIEW before the participant, APPROVED, SHARED; DISPUTED where the participant objects before that, WITHDRAWN at any time. A new draft
 * under the same id begins again.
 */
export interface ReportState {
  readonly at: 'DRAFT' | 'PREVIEW' | 'APPROVED' | 'DISPUTED' | 'SHARED' | 'WITHDRAWN';
  readonly version: ReportVersion;
  /** When it was known to be laid before the participant, whatever day that was said to be: their days count from here. */
  readonly previewedOn?: LocalDate;
  /** The participant objects, also to what is shared. */
  readonly disputed: boolean;
  /** By the participant. */
  readonly approvedBySelf: boolean;
}

const STEPS: readonly string[] = [
  'ReportDrafted',
  'ReportPreviewed',
  'ReportObjected',
  'ReportApproved',
  'ReportShared',
  'ReportWithdrawn',
];
export const isReportStep = ({ type }: Fact): boolean => STEPS.includes(type);

/** A report as it stands, by its steps in the order in which they became known; undefined where nothing was ever drafted under the id. */
export const reportIn = (facts: FactLog, reportId: unknown): ReportState | undefined =>
  facts
    .filter((fact) => isReportStep(fact) && fact.data['reportId'] === reportId)
    .toSorted((a, b) => (a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : 0))
    .reduce<ReportState | undefined>(after, undefined);

function after(before: ReportState | undefined, { type, data, actor, recordedAt }: Fact): ReportState {
  const version = data as unknown as ReportVersion;
  const known = before ?? { at: 'DRAFT', version, disputed: false, approvedBySelf: false };
  switch (type) {
    case 'ReportDrafted':
      return { at: 'DRAFT', version, disputed: false, approvedBySelf: false };
    case 'ReportPreviewed':
      return { ...known, at: 'PREVIEW', previewedOn: localDateOf(HOME_ZONE, recordedAt) };
    case 'ReportObjected':
      return { ...known, at: known.at === 'SHARED' ? 'SHARED' : 'DISPUTED', disputed: true, approvedBySelf: false };
    case 'ReportApproved': {
      const at = known.at === 'SHARED' ? 'SHARED' : 'APPROVED';
      return actor === 'PARTICIPANT' ? { ...known, at, disputed: false, approvedBySelf: true } : { ...known, at };
    }
    case 'ReportShared':
      return { ...known, at: 'SHARED' };
    default:
      return { ...known, at: 'WITHDRAWN' };
  }
}
