import { addDays, daysBetween, localDateOf } from '@overstap/calendar';
import {
  assertNever,
  conflict,
  type DecisionContext,
  invalid,
  type JsonObject,
  notFound,
  type Refusal,
  validate,
} from '@overstap/kernel';
import { splitChanges } from '../correction/changes.js';
import { type Fact, firstFact, newestFact } from '../workflow/facts.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { type TrajectoryDecision } from './decider.js';
import {
  AGREED_BY_TWO,
  decideExtension,
  DECISIONS_OF_TWO,
  decideVoid,
  decideWaiver,
  isAgreedByTwo,
  isDecisionOfTwo,
  requestExtension,
  requestVoid,
  requestWaiver,
} from './decide-approval.js';
import { nameCaseManager } from './decide-case.js';
import { matchCoach, reassignCoach } from './decide-coach.js';
import { openBreakGlass, reviewBreakGlass } from './decide-glass.js';
import { endForErasure } from './decide-erasure.js';
import { endStandIn, nameStandIn } from './decide-stand-in.js';
import { requireNotFuture, requireOrder, requireStatus } from './guards.js';
import { isPaused, pausesOf } from './pauses.js';
import { momentOf, statusOf, type TrajectoryEvent, type TrajectoryState } from './state.js';
import { type TrajectoryWorld } from './world.js';

type Lifecycle = Exclude<
  TrajectoryDecision,
  {
    type:
      `${string}Task` | `${string}Escalation` | `${string}Phase` | 'MoveClock' | 'UndoClockMove' | 'MigrateTrajectory';
  }
>;
type Decided = readonly TrajectoryEvent[] | Refusal;

/** An unanswered invitation ends after this (R1); a planner decides on it. */
const INVITATION_DAYS = 28;

/** Referral, invitation, coach, pauses, extension, corrections, waivers: commands whose answer depends on more than the state's name. */
export function decideLifecycle(
  command: Lifecycle,
  state: TrajectoryState,
  world: TrajectoryWorld,
  context: DecisionContext,
): Decided {
  const refused = command.type === 'ReferParticipant' ? undefined : requireStatus(state, 'any');
  return refused ?? requireNotFuture(command.data, context) ?? decide(command, state, world, context);
}

function decide(command: Lifecycle, state: TrajectoryState, world: TrajectoryWorld, context: DecisionContext): Decided {
  const { now } = context;
  const today = localDateOf(HOME_ZONE, now);
  const { facts } = state;
  switch (command.type) {
    case 'ReferParticipant': {
      if (statusOf(state) !== 'UNKNOWN')
        return conflict('trajectory-known', 'A trajectory with this id exists already.');
      if (!world.programmeOpen)
        return conflict('programme-not-open', 'The programme is not open; open it before referring anybody.');
      const { trajectoryId: _id, ...data } = command.data;
      return [{ type: 'ParticipantReferred', data, occurredAt: momentOf(data.referredOn, now) }];
    }
    case 'InviteParticipant': {
      if (firstFact(facts, 'ParticipantInvited')) return [];
      const refused = requireStatus(state, 'referred');
      if (refused) return refused;
      const { occurredOn, channel, language } = command.data;
      const expiresOn = addDays(occurredOn ?? today, INVITATION_DAYS);
      return [
        { type: 'ParticipantInvited', data: { channel, language, expiresOn }, occurredAt: momentOf(occurredOn, now) },
      ];
    }
    case 'ExpireParticipation': {
      const status = statusOf(state);
      if (status === 'EXPIRED') return [];
      if (status !== 'INVITED')
        return conflict(
          'participation-not-open',
          `The trajectory is ${status}; only an invitation that nobody answered expires.`,
        );
      const on = command.data.on ?? today;
      return [{ type: 'ParticipationExpired', data: { on }, occurredAt: momentOf(on, now) }];
    }
    case 'MatchCoach':
      return matchCoach(command.data, state, world, context);
    case 'ReassignCoach':
      return reassignCoach(command.data, state, world, context);
    case 'NameStandIn':
      return requireStatus(state, 'referred') ?? nameStandIn(command.data, state, context);
    case 'EndStandIn':
      return endStandIn(state, context);
    case 'NameCaseManager':
      return nameCaseManager(command.data, state, world, context);
    case 'PauseTrajectory': {
      const { from, expectedResumeOn, reason, maximumDays, evidence } = command.data;
      const refused =
        requireStatus(state, 'started') ??
        (statusOf(state) === 'LANDED'
          ? conflict('trajectory-landed', 'The trajectory has landed; only one that is active is paused.')
          : undefined) ??
        (isPaused(facts)
          ? conflict('trajectory-paused', 'The trajectory is paused already; resume it first.')
          : undefined) ??
        requireOrder('expectedResumeOn', from, expectedResumeOn, 'the first day of the pause') ??
        requireOrder('from', lastResumeOf(state), from, 'the end of the pause before it');
      if (refused) return refused;
      const health = reason === 'SICK';
      const data = {
        from,
        expectedResumeOn,
        reasonCode: health ? ('OTHER' as const) : reason,
        ...(health ? { healthReason: 'SICK' as const } : {}),
        ...(maximumDays === undefined ? {} : { maximumDays }),
        ...(evidence === undefined ? {} : { evidence }),
      };
      return [{ type: 'TrajectoryPaused', data, occurredAt: momentOf(from, now) }];
    }
    case 'ResumeTrajectory': {
      const pause = newestFact(facts, 'TrajectoryPaused');
      if (!pause || !isPaused(facts)) return conflict('trajectory-not-paused', 'The trajectory is not paused.');
      const { on } = command.data;
      const refused = requireOrder('on', pause.on, on, 'the first day of the pause');
      if (refused) return refused;
      return [
        {
          type: 'TrajectoryResumed',
          data: { on, shiftedDays: daysBetween(pause.on, on) },
          occurredAt: momentOf(on, now),
        },
      ];
    }
    case 'RequestExtension':
      return requestExtension(command.data, state, context);
    case 'DecideExtension':
      return decideExtension(command.data, state, context);
    case 'OpenBreakGlass':
      return openBreakGlass(command.data, state, context);
    case 'ReviewBreakGlass':
      return reviewBreakGlass(command.data, state, context);
    case 'CorrectFact':
      return correct(command.data, state, world, context);
    case 'VoidFact': {
      const fact = facts.find(({ id }) => id === command.data.eventId);
      if (!fact)
        return notFound('fact-unknown', 'eventId names no fact of this trajectory; the timeline shows the ids.');
      if (DERIVED.includes(fact.type)) return isDerived;
      if (MIGRATION.includes(fact.type)) return isMigration;
      if (GLASS.includes(fact.type)) return isGlass;
      if (isErasure(fact)) return isDerived;
      if (DECISIONS_OF_TWO.includes(fact.type)) return isDecisionOfTwo;
      if (AGREED_BY_TWO.includes(fact.type)) return requestVoid(command.data, state, context);
      return fact.type === 'ParticipantReferred'
        ? conflict('referral-not-voidable', 'A referral is not voided; undo the import or close the trajectory.')
        : [{ type: 'FactVoided', data: command.data, occurredAt: now }];
    }
    case 'EndForErasure':
      return endForErasure(state, context);
    case 'RequestWaiver':
      return requestWaiver(command.data, state, context);
    case 'DecideWaiver':
      return decideWaiver(command.data, state, context);
    case 'DecideVoid':
      return decideVoid(command.data, state, context);
    case 'FallDue':
    case 'RecomputeClocks':
      return [];
    default:
      return assertNever(command);
  }
}

/** They follow from other facts, and change with those. */
const DERIVED: readonly string[] = [
  'TrajectoryStarted',
  'FactCorrected',
  'FactVoided',
  'CoachStandInNamed',
  'CoachStandInEnded',
  'PersonErased',
];

const isErasure = ({ type, data }: Fact): boolean => type === 'TrajectoryClosed' && data['reason'] === 'ERASED';

const lastResumeOf = ({ facts }: TrajectoryState): string => {
  const to = pausesOf(facts).at(-1)?.to;
  return to ? localDateOf(HOME_ZONE, to) : '';
};

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

/** A participant's page never held a note that was not shared, and a correction carries what changes alone: it would show them nothing. */
const isSharedLate = ({ type, data }: Fact, changes: Readonly<Record<string, unknown>>): boolean =>
  type === 'SessionNoteRecorded' && data['sharedWithParticipant'] !== true && changes['sharedWithParticipant'] === true;
const isNotShared = conflict(
  'note-not-shared',
  'A note is shared when it is recorded, not by a correction; take this one back and record it again as shared.',
);

/** The corrected payload must keep the rules of the event that it corrects. */
function correct(
  { eventId, changes, reason }: { eventId: string; changes: Readonly<Record<string, unknown>>; reason: string },
  { facts }: TrajectoryState,
  { catalogue }: TrajectoryWorld,
  context: DecisionContext,
): Decided {
  const fact = facts.find(({ id }) => id === eventId);
  const definition = fact && catalogue.get(fact.type);
  if (!fact || !definition)
    return notFound('fact-unknown', 'eventId names no fact of this trajectory; the timeline shows the ids.');
  if (DERIVED.includes(fact.type)) return isDerived;
  if (MIGRATION.includes(fact.type)) return isMigration;
  if (GLASS.includes(fact.type)) return isGlass;
  if (isErasure(fact)) return isDerived;
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
