import { type LocalDate, oncePer } from '@overstap/kernel';
import { landingOf } from '../placement/landing.js';
import { type Moment } from '../programme-template/definition.js';
import { anchorReference } from '../programme-template/anchors.js';
import { consentsIn } from '../report/consents.js';
import { referencedOn } from '../workflow/anchor-day.js';
import { type FactLog, firstFact, newestFact } from '../workflow/facts.js';
import { standInOf } from '../workflow/stand-in.js';
import { type Subject } from '../workflow/subject.js';
import { activeOn, waitingOnCoachSince, waitingOnParticipantSince } from './activity.js';
import { withSessionsAsAgreed } from './agreed-sessions.js';
import { pausesOf } from './pauses.js';
import { conclusionOf, startedOn, type TrajectoryState } from './state.js';

/** A trajectory as the engine sees it. */
export const trajectorySubject = (state: TrajectoryState): Subject => ({
  workflow: state.workflow,
  anchorOn: (anchor, select) => anchorOn(state, anchor, select),
  ...knownFrom(state.facts),
});

/** What the facts alone say: the same for as long as nothing but the engine's own events is added. */
const knownFrom = oncePer((facts: FactLog): Omit<Subject, 'workflow' | 'anchorOn'> => {
  const coach = standInOf(facts)?.standInId ?? coachOf({ facts });
  return {
    facts: withSessionsAsAgreed(standing(facts)),
    pauses: pausesOf(facts),
    landedOn: landingOf(facts)?.on,
    concludedOn: conclusionOf(facts)?.on,
    surveysRefused: refusesSurveys(facts),
    erasedOn: firstFact(facts, 'PersonErased')?.on,
    optedOut: facts.findLast(({ type }) => OPTING.includes(type))?.type === 'RemindersOptedOut',
    searchBlocked: newestFact(facts, 'LossProcessingAssessed')?.data['blocksSearch'] === true,
    holderOf: (role) =>
      role === 'COACH' ? coach : role === 'EMPLOYER_CASE_MANAGER' ? caseManagerOf({ facts }) : undefined,
  };
});

/** Not by a day: a consent that ran out without being taken back refuses nothing. */
const refusesSurveys = (facts: FactLog): boolean =>
  consentsIn(facts).findLast(({ purpose }) => purpose === 'AFTERCARE_SURVEY')?.withdrawnOn !== undefined;

const OPTING: readonly string[] = ['RemindersOptedOut', 'RemindersOptedIn'];
const CONCLUSIONS: readonly string[] = ['TrajectoryClosed', 'ParticipationDeclined', 'ParticipationExpired'];

/** What was concluded before a reopening meets nothing any more. */
function standing(facts: FactLog): FactLog {
  const reopened = facts.findLastIndex(({ type }) => type === 'TrajectoryReopened');
  return reopened < 0 ? facts : facts.filter(({ type }, index) => index > reopened || !CONCLUSIONS.includes(type));
}

/** The coach who has this trajectory. */
export function coachOf({ facts }: Pick<TrajectoryState, 'facts'>): string | undefined {
  const matched = facts.findLast(({ type }) => type === 'CoachMatched' || type === 'CoachReassigned');
  return (matched?.data['to'] ?? matched?.data['coachId']) as string | undefined;
}

/** Who at the employer has the case. */
export const caseManagerOf = ({ facts }: Pick<TrajectoryState, 'facts'>): string | undefined =>
  facts.findLast(({ type }) => type === 'CaseManagerNamed')?.data['caseManagerId'] as string | undefined;

function anchorOn(state: TrajectoryState, anchor: string, select: Moment['select']): LocalDate | undefined {
  const { facts } = state;
  const referral = firstFact(facts, 'ParticipantReferred')?.data ?? {};
  const dateOf = (field: string) => referral[field] as LocalDate | undefined;
  switch (anchor) {
    case 'referred':
      return dateOf('referredOn');
    case 'notified':
      return dateOf('notifiedOn');
    case 'redundancy':
      return dateOf('redundancyOn');
    case 'contractEnd':
      return contractEndOn(state) ?? dateOf('contractEndOn');
    case 'firstSickDay':
      return firstSickDayOf(facts);
    case 'invited': {
      const invitedOn = firstFact(facts, 'ParticipantInvited')?.on;
      const notifiedOn = dateOf('notifiedOn');
      return invitedOn && notifiedOn && notifiedOn > invitedOn ? notifiedOn : invitedOn;
    }
    case 'start':
      return startedOn(state);
    case 'end':
      return endOn(state);
    case 'landing':
      return landingOf(facts)?.on;
    case 'placementStart': {
      const placement = landingOf(facts)?.placement;
      return placement && (placement.startedOn ?? placement.startsOn);
    }
    case 'closed':
      return conclusionOf(facts)?.on;
    case 'activity':
      return activeOn(state) ?? startedOn(state);
    case 'waitingOnCoach':
      return waitingOnCoachSince(state);
    case 'waitingOnParticipant':
      return waitingOnParticipantSince(state);
  }
  const reference = anchorReference(anchor);
  return reference.kind === 'named' ? undefined : referencedOn(reference, select, state);
}

/** When the contract's clock runs out; unknown while a pause stops that. */
const endOn = ({ facts, workflow }: TrajectoryState): LocalDate | undefined =>
  workflow.clocks['deadline.END']
    ? workflow.clocks['deadline.END'].dueOn
    : (firstFact(facts, 'TrajectoryStarted')?.data['plannedEndOn'] as LocalDate | undefined);

/** What was agreed or permitted since overrides the date of the referral, unless a settlement was withdrawn. */
function contractEndOn({ facts }: TrajectoryState): LocalDate | undefined {
  const revokedOn = newestFact(facts, 'SettlementRevoked')?.on ?? '';
  const signed = newestFact(facts, 'SettlementSigned');
  const permitted = newestFact(facts, 'DismissalPermissionGranted');
  const agreed = signed && signed.on > revokedOn ? signed : permitted;
  return agreed?.data['employmentEndsOn'] as LocalDate | undefined;
}

/** A period that counts with the one before it began when that one did. */
function firstSickDayOf(facts: FactLog): LocalDate | undefined {
  const newest = facts.findLast(({ type }) => type === 'SickLeaveStarted' || type === 'SickLeaveMerged');
  return (newest?.data['withPeriod'] ?? newest?.data['firstDay']) as LocalDate | undefined;
}
