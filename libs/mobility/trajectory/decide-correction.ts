import { conflict, type DecisionContext, invalid, type JsonObject, type Refusal, validate } from '@overstap/kernel';
import { splitChanges } from '../correction/changes.js';
import { isReportStep } from '../report/report-states.js';
import { type Fact } from '../workflow/facts.js';
import { type VoidFact } from './commands.js';
import { AGREED_BY_TWO, DECISIONS_OF_TWO, isAgreedByTwo, isDecisionOfTwo, requestVoid } from './decide-approval.js';
import { requireNotFuture } from './guards.js';
import { type TrajectoryEvent, type TrajectoryState } from './state.js';
import { type TrajectoryWorld } from './world.js';

type Decided = readonly TrajectoryEvent[] | Refusal;

const unknownFact = invalid(
  'eventId',
  'fact-unknown',
  'eventId names no fact of this trajectory; the timeline shows the ids.',
);

/** They follow from other facts, and change with those. */
const DERIVED: readonly string[] = [
  'TrajectoryStarted',
  'FactCorrected',
  'FactVoided',
  'CoachStandInNamed',
  'CoachStandInEnded',
  'PersonErased',
  'DisclosureHeld',
  'DisclosureReleased',
];

const isErasure = ({ type, data }: Fact): boolean => type === 'TrajectoryClosed' && data['reason'] === 'ERASED';

const isDerived = conflict(
  'fact-derived',
  'This follows from another fact; correct or void that one, and this follows.',
);

const MIGRATION: readonly string[] = ['TrajectoryMigrated', 'TrajectoryConverted'];
const isMigration = conflict(
  'migration-not-voidable',
  'A migration is neither corrected nor taken back; migrate to the version that it came from.',
);

const GLASS: readonly string[] = ['BreakGlassOpened', 'BreakGlassReviewed'];
const isGlass = conflict(
  'glass-not-voidable',
  'That somebody read on, and what was found of it, is neither corrected nor taken back.',
);

/** What the participant alone says is theirs to say otherwise. */
const OF_PARTICIPANT: readonly string[] = ['ConsentGiven', 'ConsentWithdrawn', 'RemindersOptedOut', 'RemindersOptedIn'];
const isOfParticipant = conflict(
  'participant-says-so',
  'The participant said this, and says it otherwise themselves: a consent is withdrawn or given anew, reminders are asked for again.',
);

const isStep = conflict(
  'report-step',
  'The steps of a report stand: draft it again, withdraw it, or let the participant approve what they objected to.',
);

/** What is neither corrected nor taken back by itself. */
function standing(fact: Fact): Refusal | undefined {
  if (DERIVED.includes(fact.type) || isErasure(fact)) return isDerived;
  if (MIGRATION.includes(fact.type)) return isMigration;
  if (GLASS.includes(fact.type)) return isGlass;
  if (OF_PARTICIPANT.includes(fact.type)) return isOfParticipant;
  return isReportStep(fact) ? isStep : undefined;
}

/** Of what two people agreed on, it is asked of another. */
export function takeBack(data: VoidFact, state: TrajectoryState, context: DecisionContext): Decided {
  const fact = state.facts.find(({ id }) => id === data.eventId);
  if (!fact) return unknownFact;
  const refused = standing(fact);
  if (refused) return refused;
  if (DECISIONS_OF_TWO.includes(fact.type)) return isDecisionOfTwo;
  if (AGREED_BY_TWO.includes(fact.type)) return requestVoid(data, state, context);
  return fact.type === 'ParticipantReferred'
    ? conflict('referral-not-voidable', 'A referral is not voided; undo the import or close the trajectory.')
    : [{ type: 'FactVoided', data, occurredAt: context.now }];
}

/** A participant's page never held a note that was not shared, and a correction carries what changes alone: it would show them nothing. */
const isSharedLate = ({ type, data }: Fact, changes: Readonly<Record<string, unknown>>): boolean =>
  type === 'SessionNoteRecorded' && data['sharedWithParticipant'] !== true && changes['sharedWithParticipant'] === true;
const isNotShared = conflict(
  'note-not-shared',
  'A note is shared when it is recorded, not by a correction; take this one back and record it again as shared.',
);

/** The corrected payload must keep the rules of the event that it corrects. */
export function correct(
  { eventId, changes, reason }: { eventId: string; changes: Readonly<Record<string, unknown>>; reason: string },
  { facts }: TrajectoryState,
  { catalogue }: TrajectoryWorld,
  context: DecisionContext,
): Decided {
  const fact = facts.find(({ id }) => id === eventId);
  const definition = fact && catalogue.get(fact.type);
  if (!fact || !definition) return unknownFact;
  const refused = standing(fact);
  if (refused) return refused;
  if (isAgreedByTwo(fact.type, changes)) return isDecisionOfTwo;
  if (isSharedLate(fact, changes)) return isNotShared;
  if (Object.keys(changes).length === 0)
    return invalid('changes', 'changes-empty', 'changes names no field; say which values are wrong.');
  const checked = validate(definition.payload, { ...fact.data, ...changes });
  const problem = 'problems' in checked ? checked.problems[0] : undefined;
  if (problem) return invalid(`changes.${problem.field}`, problem.rule, problem.message);
  const tooLate = requireNotFuture({ ...fact.data, ...changes }, context);
  if (tooLate) return tooLate;
  const split = splitChanges(definition, changes as JsonObject);
  return [{ type: 'FactCorrected', data: { eventId, ...split, reason }, occurredAt: context.now }];
}
