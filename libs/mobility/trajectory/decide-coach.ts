import { conflict, type DecisionContext, type Refusal } from '@overstap/kernel';
import { handOverOf } from '../coach/hand-over.js';
import { refusedTaking } from '../coach/taking-on.js';
import { standInOf, workOf } from '../workflow/stand-in.js';
import { beyondCoach } from './beyond-coach.js';
import { payloadOf } from './business-date.js';
import { type MatchCoach, type ReassignCoach } from './commands.js';
import { requireStatus } from './guards.js';
import { momentOf, type TrajectoryEvent, type TrajectoryState } from './state.js';
import { coachOf } from './subject.js';
import { type TrajectoryWorld } from './world.js';

type Decided = readonly TrajectoryEvent[] | Refusal;

const termsOf = ({ template, coach }: TrajectoryWorld) => ({ programmeType: template.programmeType, coach });

/** Gives a trajectory its first coach. */
export function matchCoach(
  told: MatchCoach,
  state: TrajectoryState,
  world: TrajectoryWorld,
  { now }: DecisionContext,
): Decided {
  const current = coachOf(state);
  if (current === told.coachId) return [];
  if (current) return conflict('coach-matched', 'The trajectory has a coach; reassign it instead.');
  const refused = requireStatus(state, 'referred') ?? refusedTaking(told, state, termsOf(world));
  if (refused) return refused;
  return [
    { type: 'CoachMatched', data: payloadOf(told), occurredAt: momentOf(told.occurredOn, now) },
    ...beyondCoach(state.facts, world.coach, now),
  ];
}

/** Gives a trajectory to another coach, with the work that is open on it. */
export function reassignCoach(
  { to, reason, handoverDone, overrideReason }: ReassignCoach,
  state: TrajectoryState,
  world: TrajectoryWorld,
  { now }: DecisionContext,
): Decided {
  const from = coachOf(state);
  if (!from) return conflict('coach-missing', 'The trajectory has no coach yet; match one.');
  if (from === to) return [];
  const left = (handOverOf(state, now) ?? []).filter((item) => item.state === 'TO_DO').map(({ code }) => code);
  const refused = refusedTaking({ coachId: to, overrideReason }, state, termsOf(world));
  if (refused) return refused;
  if (left.length > 0 && overrideReason === undefined) return handOverOpen(left);
  const open = workOf(from, standInOf(state.facts), state.workflow).filter(({ assigneeId }) => assigneeId !== to);
  // What is open is not done, whatever was ticked.
  const why = overrideReason === undefined ? {} : { overrideReason };
  const data = { from, to, reason, handoverDone: handoverDone && left.length === 0, ...why };
  return [
    { type: 'CoachReassigned', data, occurredAt: now },
    ...beyondCoach(state.facts, world.coach, now),
    ...open.map(({ taskId }): TrajectoryEvent => ({ type: 'TaskReassigned', data: { taskId, to }, occurredAt: now })),
  ];
}

const handOverOpen = (left: readonly string[]): Refusal =>
  conflict(
    'hand-over-open',
    `The hand-over has open items (${left.join(', ')}); see to them, or say in overrideReason why the trajectory changes hands all the same.`,
  );
