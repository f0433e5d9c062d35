import { type JsonObject, type JsonValue } from '@overstap/kernel';
import { PHASE_GROUPS } from './phase-groups.js';
import { type Told } from './told.js';

/** Under either profile. */
export interface PersonStatus {
  readonly started: boolean;
  /** Null before anything began. */
  readonly phaseGroup: 'START' | 'ANALYSIS' | 'SEARCH' | 'CLOSED' | null;
  readonly plannedEndOn: JsonValue;
  readonly hoursUsed: number;
  readonly coach: string | null;
  readonly redundancyOn: JsonValue;
  readonly contractEndOn: JsonValue;
  readonly firstContactOn: JsonValue;
  readonly intakeOn: JsonValue;
  readonly outcome: { readonly type: JsonValue; readonly startsOn: JsonValue } | null;
  /** The participant has seen the final report, so that the class of its closing may be told. */
  readonly closingSeen: boolean;
}

/** What COMPLIANCE adds, but for what is sealed. */
export interface PersonCompliance {
  readonly obligations: readonly JsonObject[];
  readonly threeWayMeetings: readonly JsonValue[];
  readonly activities: readonly { readonly kind: string; readonly count: number }[];
  readonly suitableJobs: readonly JsonObject[];
  readonly reports: readonly JsonObject[];
}

const of = (told: readonly Told[], ...types: readonly string[]): readonly Told[] =>
  told.filter(({ type }) => types.includes(type));
const last = (told: readonly Told[], field: string, ...types: readonly string[]): JsonValue =>
  of(told, ...types).at(-1)?.data[field] ?? null;

export function statusOfPerson(told: readonly Told[]): PersonStatus {
  const coach = of(told, 'CoachMatched', 'CoachReassigned').at(-1)?.data;
  const minutes = of(told, 'HoursBooked').reduce((sum, { data }) => sum + Number(data['minutes'] ?? 0), 0);
  return {
    started: of(told, 'TrajectoryStarted').length > 0,
    phaseGroup: groupOf(told),
    plannedEndOn:
      last(told, 'on', 'PlannedEnd') ??
      last(told, 'newEnd', 'TrajectoryExtended') ??
      last(told, 'plannedEndOn', 'TrajectoryStarted'),
    hoursUsed: Math.round(minutes / 6) / 10,
    coach: (coach?.['to'] ?? coach?.['coachId'] ?? null) as string | null,
    redundancyOn: last(told, 'redundancyOn', 'ParticipantReferred'),
    contractEndOn: last(told, 'contractEndOn', 'ParticipantReferred'),
    firstContactOn: of(told, 'FirstContactMade')[0]?.data['on'] ?? null,
    intakeOn: of(told, 'IntakeHeld')[0]?.data['on'] ?? null,
    outcome: outcomeOf(told),
    closingSeen: isClosed(told) && finalReportSeen(told),
  };
}

const CLOSINGS = ['TrajectoryClosed', 'ParticipationDeclined', 'ParticipationExpired'];
const isClosed = (told: readonly Told[]): boolean =>
  told.findLastIndex(({ type }) => CLOSINGS.includes(type)) >
  told.findLastIndex(({ type }) => type === 'TrajectoryReopened');

function groupOf(told: readonly Told[]): PersonStatus['phaseGroup'] {
  if (isClosed(told)) return 'CLOSED';
  return PHASE_GROUPS.findLast((group) => of(told, 'PhaseGroup').some(({ data }) => data['group'] === group)) ?? null;
}

/** Laid before the participant since it last went on, and approved after that. */
function finalReportSeen(all: readonly Told[]): boolean {
  const told = all.slice(all.findLastIndex(({ type }) => type === 'TrajectoryReopened') + 1);
  const previewed = of(told, 'ReportPreviewed').filter(({ data }) => data['type'] === 'FINAL');
  return previewed.some(({ fact, data: { reportId } }) => {
    const since = told
      .slice(told.findIndex((each) => each.fact === fact))
      .filter((each) => each.data['reportId'] === reportId);
    return of(since, 'ReportApproved', 'ReportShared').length > 0 && of(since, 'ReportWithdrawn').length === 0;
  });
}

/** The placement that counts and stands; of one before a relapse nothing is said any more. */
function outcomeOf(told: readonly Told[]): PersonStatus['outcome'] {
  const since = told.slice(told.findLastIndex(({ type }) => type === 'TrajectoryReopened') + 1);
  const gone = of(told, 'PlacementVoided', 'PlacementEnded').map(({ data }) => data['placementId']);
  const known = of(since, 'PlacementRecorded')
    .filter(({ data }) => !gone.includes(data['placementId'] ?? null))
    .map(({ data }) =>
      of(told, 'PlacementCorrected')
        .filter((change) => change.data['placementId'] === data['placementId'])
        .reduce<JsonObject>((placement, change) => ({ ...placement, ...change.data }), data),
    )
    .filter((placement) => placement['counts'] === true)
    .at(-1);
  return known ? { type: known['outcomeType'] ?? null, startsOn: known['startsOn'] ?? null } : null;
}

const ACTIVITY_OF: Readonly<Record<string, string>> = {
  SessionHeld: 'SESSION',
  WorkshopAttended: 'WORKSHOP',
  TrainingCompleted: 'TRAINING',
  ApplicationSubmitted: 'APPLICATION',
  NetworkContactLogged: 'NETWORK_CONTACT',
};

export function complianceOfPerson(told: readonly Told[]): PersonCompliance {
  const withdrawn = of(told, 'ReportWithdrawn').map(({ data }) => data['reportId']);
  return {
    obligations: of(told, 'Obligation')
      .filter(({ data }) => data['result'] !== null)
      .map(({ data }) => data),
    threeWayMeetings: of(told, 'ThreeWayMeetingHeld').flatMap(({ data }) => data['on'] ?? []),
    activities: Object.entries(ACTIVITY_OF).flatMap(([type, kind]) => {
      const count = of(told, type).length;
      return count === 0 ? [] : [{ kind, count }];
    }),
    suitableJobs: of(told, 'SuitableJobOffered').map(({ data: { offerId = null, ...offer } }) => {
      const response = of(told, 'SuitableJobAccepted', 'SuitableJobRefused').findLast(
        ({ data }) => data['offerId'] === offerId,
      );
      const answer = response === undefined ? 'NONE' : response.type === 'SuitableJobAccepted' ? 'ACCEPTED' : 'REFUSED';
      return { ...offer, response: answer, respondedOn: response?.data['on'] ?? null };
    }),
    reports: of(told, 'ReportShared')
      .filter(({ data }) => !withdrawn.includes(data['reportId'] ?? null))
      .map(({ data }) => ({ ...data, disputed: data['disputed'] === true })),
  };
}
