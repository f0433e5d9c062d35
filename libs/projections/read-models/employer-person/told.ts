import { type JsonObject, type JsonValue } from '@overstap/kernel';
import { type ProjectedEvent } from '../../runner/index.js';
import { PHASE_GROUP_OF } from './phase-groups.js';

/** What an employer may be told about a named person in a programme; nothing under any other profile (docs/privacy.md). */
export type TellingProfile = 'STATUS' | 'COMPLIANCE';

/** One fact as far as an employer may know it. */
export interface Told {
  /** The event's id, or for what a clock came to the clock's. */
  readonly fact: string;
  readonly type: string;
  readonly data: JsonObject;
}

type Fields = Readonly<Record<string, readonly string[]>>;

/** By event type the fields that are taken over; every other field and every other event stays behind. */
const STATUS: Fields = {
  ParticipantReferred: ['redundancyOn', 'contractEndOn'],
  FirstContactMade: ['on'],
  IntakeHeld: ['on'],
  CoachMatched: ['coachId'],
  CoachReassigned: ['to'],
  TrajectoryStarted: ['plannedEndOn'],
  TrajectoryExtended: ['newEnd'],
  HoursBooked: ['minutes'],
  PlacementRecorded: ['placementId', 'outcomeType', 'startsOn', 'counts'],
  PlacementCorrected: ['placementId', 'outcomeType', 'startsOn', 'counts'],
  PlacementVoided: ['placementId'],
  PlacementEnded: ['placementId'],
  TrajectoryClosed: [],
  TrajectoryReopened: [],
  ParticipationDeclined: [],
  ParticipationExpired: [],
  ReportPreviewed: ['reportId', 'type'],
  ReportApproved: ['reportId'],
  ReportShared: ['reportId'],
  ReportWithdrawn: ['reportId'],
};

const COMPLIANCE: Fields = {
  ...STATUS,
  SessionHeld: [],
  WorkshopAttended: [],
  TrainingCompleted: [],
  ApplicationSubmitted: [],
  NetworkContactLogged: [],
  ThreeWayMeetingHeld: ['on'],
  SuitableJobOffered: ['offerId', 'internal', 'respondBy'],
  SuitableJobAccepted: ['offerId', 'on'],
  SuitableJobRefused: ['offerId', 'on'],
  ReportShared: ['reportId', 'type', 'audience', 'from', 'to', 'hash', 'disputed'],
};

/** What is shared with others is between them and the agency. */
const FOR_EMPLOYERS: readonly unknown[] = ['EMPLOYER_HR', 'EMPLOYER_CASE_MANAGER'];

const TOLD: Readonly<Record<TellingProfile, Fields>> = { STATUS, COMPLIANCE };

const END_CLOCK = 'deadline.END';
const ARMED: readonly string[] = ['ClockArmed', 'ClockRearmed'];
const CLOCKS: readonly string[] = [...ARMED, 'ClockResumed', 'ClockStopped', 'ClockExpired'];

/**
 * The anchors of what the law and the contract ask for re-integration and from work to work. Deadlines that follow from anything else the person
 * said or did, such as those of their benefit, are theirs.
 */
const OBLIGATION_ANCHORS: readonly string[] = ['firstSickDay', 'redundancy', 'start', 'event.FirstYearEvaluationHeld'];

export const TOLD_EVENTS: readonly string[] = [...Object.keys(COMPLIANCE), 'ReportObjected', 'PhaseEntered', ...CLOCKS];

/** What is told after an event; the same list when there is nothing in it for the employer. */
export function toldAfter(known: readonly Told[], event: ProjectedEvent, profile: TellingProfile): readonly Told[] {
  const { id, type } = event;
  const data = event.data as JsonObject;
  if (type === 'FactVoided') return without(known, String(data['eventId']));
  if (type === 'FactCorrected')
    return corrected(known, String(data['eventId']), data['changes'] as JsonObject, profile);
  if (type === 'PhaseEntered') return entered(known, PHASE_GROUP_OF[String(data['phaseId'])]);
  if (CLOCKS.includes(type)) return ofClock(known, type, data, profile);
  if (type === 'ReportObjected') return objected(known, data['reportId']);
  if (type === 'ReportShared' && !FOR_EMPLOYERS.includes(data['audience'])) return known;
  const fields = TOLD[profile][type];
  return fields
    ? [
        ...(type === 'ReportApproved' ? withDispute(known, data['reportId'], false) : known),
        { fact: id, type, data: part(data, fields) },
      ]
    : known;
}

/**
 * What is left of what an employer may go on reading while nothing new goes to it: what was taken back meanwhile is out, and so is what was put right,
 * which is told as it now is once the hold is over. Nothing is added.
 */
export function leftAfter(known: readonly Told[], { type, data }: ProjectedEvent): readonly Told[] {
  const { eventId, reportId, placementId } = data as JsonObject;
  const about = (field: 'reportId' | 'placementId', value: JsonValue | undefined) =>
    known.filter((each) => value === undefined || each.data[field] !== value);
  switch (type) {
    case 'FactVoided':
    case 'FactCorrected':
      return without(known, String(eventId));
    case 'ReportWithdrawn':
      return about('reportId', reportId);
    case 'PlacementVoided':
      return about('placementId', placementId);
    case 'ReportObjected':
      return unapproved(known, reportId);
    default:
      return known;
  }
}

/**
 * That somebody objects to a report the employer hears with that report alone, where it gets it as disputed: before that only, that it is not
 * approved any more.
 */
const objected = (known: readonly Told[], reportId: JsonValue | undefined): readonly Told[] =>
  unapproved(withDispute(known, reportId, true), reportId);

const unapproved = (known: readonly Told[], reportId: JsonValue | undefined): readonly Told[] =>
  known.filter(({ type, data }) => type !== 'ReportApproved' || data['reportId'] !== reportId);

/** Under STATUS nothing is told of the report itself, and so not this. */
const withDispute = (known: readonly Told[], reportId: JsonValue | undefined, disputed: boolean): readonly Told[] =>
  known.map((each) =>
    each.type === 'ReportShared' && each.data['reportId'] === reportId && 'hash' in each.data
      ? { ...each, data: { ...each.data, disputed } }
      : each,
  );

/** The furthest of the groups that it has been in. */
const entered = (known: readonly Told[], group: string | undefined): readonly Told[] =>
  group === undefined ? known : put(known, { fact: `phase.${group}`, type: 'PhaseGroup', data: { group } });

function corrected(
  known: readonly Told[],
  fact: string,
  changes: JsonObject,
  profile: TellingProfile,
): readonly Told[] {
  const before = known.find((each) => each.fact === fact);
  const fields = before && TOLD[profile][before.type];
  return before && fields ? put(known, { ...before, data: { ...before.data, ...part(changes, fields) } }) : known;
}

function ofClock(known: readonly Told[], type: string, data: JsonObject, profile: TellingProfile): readonly Told[] {
  const fact = `clock.${String(data['clockId'])}`;
  if (data['clockId'] === END_CLOCK)
    return typeof data['dueOn'] === 'string' && type !== 'ClockExpired'
      ? put(known, { fact, type: 'PlannedEnd', data: { on: data['dueOn'] } })
      : known;
  if (profile !== 'COMPLIANCE') return known;
  const before = known.find((each) => each.fact === fact);
  if (ARMED.includes(type))
    return isObligation(data)
      ? put(known, { fact, type: 'Obligation', data: { ...part(data, ['code', 'legalOn', 'dueOn']), result: null } })
      : known;
  if (!before) return known;
  // One that was missed stays missed, however late it was met; one that was waived or fell away was none.
  if (type === 'ClockExpired') return put(known, { ...before, data: { ...before.data, result: 'MISSED' } });
  if (type !== 'ClockStopped' || before.data['result'] === 'MISSED') return known;
  return data['how'] === 'MET'
    ? put(known, { ...before, data: { ...before.data, result: 'MET' } })
    : without(known, fact);
}

const isObligation = ({ kind, times, anchor, rungs }: JsonObject): boolean =>
  times === 'DEADLINE' &&
  (kind === 'STATUTORY' || kind === 'CONTRACT') &&
  OBLIGATION_ANCHORS.includes(String(anchor)) &&
  // What lay before the trajectory was somebody else's to meet.
  !(Array.isArray(rungs) && rungs.length === 0);

const without = (known: readonly Told[], fact: string): readonly Told[] =>
  known.some((each) => each.fact === fact) ? known.filter((each) => each.fact !== fact) : known;

const put = (known: readonly Told[], told: Told): readonly Told[] =>
  known.some(({ fact }) => fact === told.fact)
    ? known.map((each) => (each.fact === told.fact ? told : each))
    : [...known, told];

const part = (data: JsonObject, fields: readonly string[]): JsonObject =>
  Object.fromEntries(fields.flatMap((name) => (data[name] === undefined ? [] : [[name, data[name]]])));
