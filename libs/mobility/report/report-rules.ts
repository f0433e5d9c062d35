import { type Calendar, offset } from '@overstap/calendar';
import { conflict, invalid, type LocalDate, type Refusal, type Role } from '@overstap/kernel';
import { requireOrder } from '../trajectory/guards.js';
import { EMPLOYER_AUDIENCES } from './codes.js';
import { type ConsentScene } from './consent-rules.js';
import { disclosureIsHeld } from './disclosure-hold.js';
import { reportIn, type ReportState } from './report-states.js';
import { type ReportVersion } from './report-version.js';

export interface ReportScene extends ConsentScene {
  /** Who does it. */
  readonly by: Role;
  readonly calendar: Calendar;
}

/** How long the participant has to read a report and object to it (docs/privacy.md). */
const PREVIEW = { value: 5, unit: 'workingDays' } as const;

/** By which field one is not the document that the other is; undefined where it is: another period, reader or hash is another document. */
const differenceOf = (one: ReportVersion, other: ReportVersion): string | undefined =>
  (['type', 'audience', 'from', 'to', 'hash'] as const).find((field) => one[field] !== other[field]);

const COMMANDS = [
  'DraftReport',
  'PreviewReport',
  'ObjectToReport',
  'ApproveReport',
  'ShareReport',
  'WithdrawReport',
] as const;
type ReportCommand = (typeof COMMANDS)[number];
const isReportCommand = (command: string): command is ReportCommand => COMMANDS.some((each) => each === command);

const withdrawn = conflict('report-withdrawn', 'This report was withdrawn; draft another under another reportId.');
const shared = conflict(
  'report-shared',
  'What was shared does not change; withdraw this report and draft another under another reportId.',
);
const notPreviewed = conflict(
  'report-not-previewed',
  'The participant has not seen this report; lay it before them first (preview-report).',
);
const disputed = conflict(
  'report-disputed',
  'The participant objects to this report; draft it again, or ask whether they approve after all.',
);

/**
 * A report goes from draft by the participant’s preview and an approval to whom it is for. The participant approves at any time; others once the five
 * working days are over and no objection stands. An objection keeps it back, but where the law or the contract asks for it (COMPLIANCE): there it goes as
 * disputed. Who is to read it is told what the participant has seen, and nothing while their data may not be processed freely.
 */
export function reportRule(
  command: string,
  data: Readonly<Record<string, unknown>>,
  scene: ReportScene,
): Refusal | undefined {
  if (!isReportCommand(command)) return undefined;
  const version = data as unknown as ReportVersion;
  const report = reportIn(scene.facts, version.reportId);
  return (
    requireOrder('to', version.from, version.to, 'from') ??
    (command === 'DraftReport' ? draftRule(report) : (sameRule(report, version) ?? stepRule(command, report, scene)))
  );
}

const draftRule = (report: ReportState | undefined): Refusal | undefined =>
  report?.at === 'WITHDRAWN' ? withdrawn : report?.at === 'SHARED' ? shared : undefined;

/** Whatever is done with a report is done with the document that was drafted. */
function sameRule(report: ReportState | undefined, version: ReportVersion): Refusal | undefined {
  if (!report)
    return invalid('reportId', 'report-unknown', 'reportId names no report of this trajectory; draft it first.');
  const other = differenceOf(report.version, version);
  return other === undefined
    ? undefined
    : invalid(other, 'report-differs', `${other} is not that of the draft; draft the report again if it has changed.`);
}

function stepRule(
  command: Exclude<ReportCommand, 'DraftReport'>,
  report: ReportState | undefined,
  scene: ReportScene,
): Refusal | undefined {
  if (!report || command === 'WithdrawReport') return undefined;
  if (report.at === 'WITHDRAWN') return withdrawn;
  switch (command) {
    case 'PreviewReport':
      if (report.at === 'SHARED') return shared;
      return report.at === 'DRAFT'
        ? undefined
        : conflict('report-previewed', 'The participant has had this report; draft it again if it has changed.');
    case 'ObjectToReport':
      return report.previewedOn === undefined ? notPreviewed : undefined;
    case 'ApproveReport':
      return report.previewedOn === undefined ? notPreviewed : approvalRule(report, scene);
    case 'ShareReport':
      return sharingRule(report, scene);
  }
}

function approvalRule(report: ReportState, scene: ReportScene): Refusal | undefined {
  if (scene.by === 'PARTICIPANT') return undefined;
  return report.disputed ? disputed : previewOpen(report, scene);
}

/** Whoever objects keeps the days to change their mind, or to say more. */
function previewOpen(report: ReportState, { calendar, today }: ReportScene): Refusal | undefined {
  const until = readUntil(report, calendar);
  return until !== undefined && today <= until
    ? conflict(
        'report-preview-open',
        `The participant has until ${until} to read this report and to object; go on after that day, or once they approve it.`,
      )
    : undefined;
}

function sharingRule(report: ReportState, scene: ReportScene): Refusal | undefined {
  const { facts, profile, calendar } = scene;
  const { audience, type } = report.version;
  if (audience === 'PARTICIPANT') return undefined;
  if (EMPLOYER_AUDIENCES.includes(audience) && disclosureIsHeld(facts))
    return conflict(
      'disclosure-held',
      'Nothing new of this person goes to the employer while the processing of their data is restricted; share it once that is lifted.',
    );
  if (report.previewedOn === undefined) return notPreviewed;
  // A committee decides within days, on the participant's own dispute: that they have seen it is enough.
  if (type === 'CASE_PACK' && audience === 'COMMITTEE') return undefined;
  if (report.disputed) return profile === 'COMPLIANCE' ? previewOpen(report, scene) : disputed;
  return report.at === 'APPROVED'
    ? undefined
    : conflict(
        'report-not-approved',
        `Nobody has approved this report: the participant may at any time, the coach or team lead after ${readUntil(report, calendar) ?? 'the preview'}.`,
      );
}

/** The last day on which the participant may still object before others approve. */
const readUntil = ({ previewedOn }: ReportState, calendar: Calendar): LocalDate | undefined =>
  previewedOn === undefined ? undefined : offset(calendar, previewedOn, PREVIEW);

/** Done already, by the same words: to do it once more is not to do anything, nor to be refused. */
export function isDoneReport(
  command: string,
  data: Readonly<Record<string, unknown>>,
  { facts, by }: ReportScene,
): boolean {
  if (!isReportCommand(command)) return false;
  const version = data as unknown as ReportVersion;
  const report = reportIn(facts, version.reportId);
  if (!report || differenceOf(report.version, version) !== undefined) return false;
  switch (command) {
    case 'DraftReport':
      return report.at === 'DRAFT';
    case 'PreviewReport':
      return report.at === 'PREVIEW';
    case 'ApproveReport':
      return by === 'PARTICIPANT' ? report.approvedBySelf : report.at === 'APPROVED';
    case 'ShareReport':
      return report.at === 'SHARED';
    case 'WithdrawReport':
      return report.at === 'WITHDRAWN';
    case 'ObjectToReport':
      return false;
  }
}
