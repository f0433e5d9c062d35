import { localDateOf } from '@overstap/calendar';
import { type JsonObject } from '@overstap/kernel';
import {
  businessDateOf,
  type Fact,
  type FactLog,
  HOME_ZONE,
  withCorrection,
  withFact,
  withoutFact,
} from '@overstap/mobility';
import { type ProjectedEvent } from '../runner/index.js';

/** The facts from which status, landing, exits and pauses are read; the rest of a trajectory's facts moves none of them. */
const OUTCOME_FACTS: ReadonlySet<string> = new Set([
  'ParticipantReferred',
  'ParticipantInvited',
  'PortalAccountActivated',
  'FirstContactMade',
  'IntakeHeld',
  'CoachMatched',
  'CoachReassigned',
  'CaseManagerNamed',
  'TrajectoryStarted',
  'TrajectoryPaused',
  'TrajectoryResumed',
  'TrajectoryExtended',
  'TrajectoryMigrated',
  'TrajectoryReopened',
  'PlacementRecorded',
  'PlacementVerified',
  'PlacementStarted',
  'PlacementCorrected',
  'PlacementVoided',
  'PlacementEnded',
  'ExitWithoutWorkRecorded',
  'TrajectoryClosed',
  'ParticipationDeclined',
  'ParticipationExpired',
]);

/** The types that `foldFact` wants to see. */
export const OUTCOME_EVENTS: readonly string[] = [...OUTCOME_FACTS, 'FactCorrected', 'FactVoided'];

/**
 * The log of a trajectory's facts of these types, its outcome facts unless told, after an event: corrected values in place, voided facts gone. Clear fields alone, so that the
 * log is the same before and after an erasure. The same log when the event is none of them.
 */
export function foldFact(facts: FactLog, event: ProjectedEvent, types = OUTCOME_FACTS): FactLog {
  const data = event.data as JsonObject;
  if (event.type === 'FactVoided') return withoutFact(facts, String(data['eventId']));
  if (event.type === 'FactCorrected') {
    const eventId = String(data['eventId']);
    const known = facts.find(({ id }) => id === eventId);
    const changes = data['changes'] as JsonObject;
    return known ? withCorrection(facts, eventId, changes, businessDateOf(changes) ?? known.on) : facts;
  }
  return types.has(event.type) ? withFact(facts, factOf(event)) : facts;
}

/** The day comes from `occurredAt`, which every decision sets to the fact's business day: sealed fields could hide it otherwise. */
const factOf = (event: ProjectedEvent): Fact => ({
  id: event.id,
  type: event.type,
  on: localDateOf(HOME_ZONE, event.occurredAt),
  at: event.occurredAt,
  recordedAt: event.recordedAt,
  actor: event.actor.type,
  data: event.data as JsonObject,
});
