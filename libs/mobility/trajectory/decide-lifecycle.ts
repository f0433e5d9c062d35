import { addDays, daysBetween, localDateOf } from '@overstap/calendar';
import { assertNever, conflict, type DecisionContext, type Refusal } from '@overstap/kernel';
import { firstFact, newestFact } from '../workflow/facts.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { type TrajectoryDecision } from './decider.js';
import { decideExtension, decideVoid, decideWaiver, requestExtension, requestWaiver } from './decide-approval.js';
import { nameCaseManager } from './decide-case.js';
import { matchCoach, reassignCoach } from './decide-coach.js';
import { openBreakGlass, reviewBreakGlass } from './decide-glass.js';
import { correct, takeBack } from './decide-correction.js';
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
    case 'VoidFact':
      return takeBack(command.data, state, context);
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

const lastResumeOf = ({ facts }: TrajectoryState): string => {
  const to = pausesOf(facts).at(-1)?.to;
  return to ? localDateOf(HOME_ZONE, to) : '';
};
