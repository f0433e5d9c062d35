import { type PayloadClass, type Role } from '@overstap/kernel';
import * as vacancy from '../redeployment/vacancy-events.js';
import * as snapshot from '../report/snapshot-events.js';
import { backdatable, type Backdated } from '../trajectory/business-date.js';
import * as programme from './events.js';

/** When a fact can be recorded: `preparing` before the opening, `running` after it, `unclosed` in both. */
export type ProgrammeRequirement = 'preparing' | 'running' | 'unclosed';

export interface ProgrammeFactDefinition<Payload extends object = object> {
  readonly event: PayloadClass<Payload>;
  readonly body: PayloadClass<Payload & Backdated>;
  readonly requires: ProgrammeRequirement;
  readonly roles: readonly Role[];
  /** One line for OpenAPI and the docs. */
  readonly summary: string;
  /** The fields that tell two of its facts apart: the newest of each stands, and the same again is no news. Absent: each counts. */
  readonly keyedBy?: readonly (keyof Payload & string)[];
  /** What was said before the newest of these is news when it is said again: 80 per cent of another budget. */
  readonly anewAfter?: string;
}

function programmeFact<Payload extends object>(
  event: PayloadClass<Payload>,
  requires: ProgrammeRequirement,
  roles: readonly Role[],
  summary: string,
  keyedBy?: readonly (keyof Payload & string)[],
  anewAfter?: string,
): ProgrammeFactDefinition<Payload> {
  const known = { ...(keyedBy ? { keyedBy } : {}), ...(anewAfter ? { anewAfter } : {}) };
  return { event, body: backdatable(event), requires, roles, summary, ...known };
}

export const STEERING: readonly Role[] = ['PROGRAMME_MANAGER', 'SYSTEM'];
/** Who says who manages and who plans a programme. */
export const NAMING: readonly Role[] = ['PROGRAMME_MANAGER', 'ADMIN', 'SYSTEM'];
const WITH_EMPLOYER: readonly Role[] = ['PROGRAMME_MANAGER', 'EMPLOYER_HR', 'SYSTEM'];

/** What is recorded on a programme as it was told. */
export const PROGRAMME_FACTS = {
  RecordLegalContext: programmeFact(
    programme.ProgrammeLegalContextRecorded,
    'unclosed',
    STEERING,
    'Record the dates of social plan, works council, dismissal notification and UWV: all that are known now',
    [],
  ),
  ChangeContext: programmeFact(
    programme.ProgrammeContextChanged,
    'unclosed',
    STEERING,
    'Record in what situation the organisation is',
    [],
  ),
  AgreeLandingDefinition: programmeFact(
    programme.LandingDefinitionAgreed,
    'preparing',
    STEERING,
    'Agree what counts as landed; fixed once the programme is open',
    [],
  ),
  SetPerformanceTarget: programmeFact(
    programme.PerformanceTargetSet,
    'unclosed',
    STEERING,
    'Agree the target of a measure, and the day by which it is to be reached',
    ['metricCode'],
  ),
  SetBudget: programmeFact(programme.BudgetSet, 'unclosed', STEERING, 'Set the budget', []),
  RecordBudgetThreshold: programmeFact(
    programme.BudgetThresholdReached,
    'unclosed',
    STEERING,
    'Record that so much of the budget is spent or bound',
    ['pct'],
    programme.BudgetSet.name,
  ),
  AgreeRetentionPolicy: programmeFact(
    programme.RetentionPolicyAgreed,
    'unclosed',
    STEERING,
    'Agree how long files are kept after closing',
    [],
  ),
  SetReportSchedule: programmeFact(
    programme.ReportScheduleSet,
    'unclosed',
    STEERING,
    'Set when an audience gets its report, and the smallest group it shows',
    ['audience'],
  ),
  AssignProvider: programmeFact(programme.ProviderAssigned, 'unclosed', STEERING, 'Assign a provider as lead or sub', [
    'providerId',
  ]),
  AssignProgrammeManager: programmeFact(
    programme.ProgrammeManagerAssigned,
    'unclosed',
    NAMING,
    'Say who manages the programme; its open tasks without an owner go there',
    [],
  ),
  HoldCommitteeMeeting: programmeFact(
    programme.CommitteeMeetingHeld,
    'unclosed',
    STEERING,
    'Record a sitting of the supervisory committee by its numbers',
  ),
  OpenInternalVacancy: programmeFact(
    vacancy.InternalVacancyOpened,
    'unclosed',
    WITH_EMPLOYER,
    'Open a vacancy inside the organisation, to the redundant first',
    ['vacancyId'],
  ),
  FillInternalVacancy: programmeFact(
    vacancy.InternalVacancyFilled,
    'unclosed',
    WITH_EMPLOYER,
    'Record that an internal vacancy is filled',
    ['vacancyId'],
  ),
  PublishSnapshot: programmeFact(
    snapshot.SnapshotPublished,
    'running',
    ['SYSTEM'],
    'Publish figures to an audience, for good',
    ['snapshotId'],
  ),
  CloseProgramme: programmeFact(
    programme.ProgrammeClosed,
    'running',
    STEERING,
    'Close the programme; its open clocks and tasks end',
    [],
  ),
} as const;

export type ProgrammeFactName = keyof typeof PROGRAMME_FACTS;
export type ProgrammeFactBodies = { readonly [Name in ProgrammeFactName]: (typeof PROGRAMME_FACTS)[Name]['body'] };
