import { localDateOf } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import {
  conclusionOf,
  type FactLog,
  firstFact,
  HOME_ZONE,
  landingOf,
  newestFact,
  pausesOf,
  type Placement,
  placementsOf,
  statusOf,
  type TrajectoryStatus,
} from '@overstap/mobility';

/** Where a trajectory stands, read off its facts. */
export interface Standing {
  readonly status: TrajectoryStatus;
  readonly referredOn: LocalDate | null;
  readonly notifiedOn: LocalDate | null;
  readonly invitedOn: LocalDate | null;
  /** First contact or portal account, whichever came first. */
  readonly reachedOn: LocalDate | null;
  readonly startedOn: LocalDate | null;
  /** As the start or the last extension says; a pause moves the END clock, not this. */
  readonly plannedEndOn: LocalDate | null;
  readonly landedOn: LocalDate | null;
  readonly landedBy: Placement | null;
  readonly concludedOn: LocalDate | null;
  readonly closureClass: string | null;
  readonly pausedSince: LocalDate | null;
  readonly coach: string | null;
}

export function standingOf(facts: FactLog): Standing {
  const referral = firstFact(facts, 'ParticipantReferred')?.data ?? {};
  const started = firstFact(facts, 'TrajectoryStarted')?.data ?? {};
  const landing = landingOf(facts);
  const conclusion = conclusionOf(facts);
  const pause = pausesOf(facts).at(-1);
  const matched = facts.findLast(({ type }) => type === 'CoachMatched' || type === 'CoachReassigned')?.data;
  const reached = facts.find(({ type }) => type === 'FirstContactMade' || type === 'PortalAccountActivated');
  return {
    status: statusOf({ facts }),
    referredOn: dateIn(referral, 'referredOn'),
    notifiedOn: dateIn(referral, 'notifiedOn'),
    invitedOn: firstFact(facts, 'ParticipantInvited')?.on ?? null,
    reachedOn: reached?.on ?? null,
    startedOn: dateIn(started, 'on'),
    plannedEndOn:
      dateIn(newestFact(facts, 'TrajectoryExtended')?.data ?? {}, 'newEnd') ?? dateIn(started, 'plannedEndOn'),
    landedOn: landing?.on ?? null,
    landedBy: landing?.placement ?? null,
    concludedOn: conclusion?.on ?? null,
    closureClass:
      conclusion?.status === 'CLOSED'
        ? textIn(newestFact(facts, 'TrajectoryClosed')?.data ?? {}, 'closureClass')
        : null,
    pausedSince: pause && pause.to === undefined ? localDateOf(HOME_ZONE, pause.from) : null,
    coach: matched ? (textIn(matched, 'to') ?? textIn(matched, 'coachId')) : null,
  };
}

/**
 * The facts that held on a day, by what is known now: later ones are left out, corrections of earlier ones stay, and a placement is there
 * from the day on which it was accepted as that is now known.
 */
export function factsAsOf(facts: FactLog, day: LocalDate): FactLog {
  const acceptedOn = new Map(placementsOf(facts).map((placement) => [placement.placementId, placement.acceptedOn]));
  return facts.filter(({ on, type, data }) => {
    if (type === 'PlacementRecorded') return (acceptedOn.get(String(data['placementId'])) ?? on) <= day;
    return on <= day || type === 'PlacementCorrected' || type === 'PlacementVoided';
  });
}

type Values = Readonly<Record<string, unknown>>;
export const textIn = (data: Values, field: string): string | null =>
  typeof data[field] === 'string' ? data[field] : null;
export const numberIn = (data: Values, field: string): number | null =>
  typeof data[field] === 'number' ? data[field] : null;
const dateIn = textIn;
