import { localDateOf } from '@overstap/calendar';
import { conflict, type DecisionContext, invalid, type Refusal } from '@overstap/kernel';
import { conflictsOf } from '../coach/conflicts.js';
import { given } from '../same-values.js';
import { standInOf, workOf } from '../workflow/stand-in.js';
import { isOpenTask } from '../workflow/state.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { type NameStandIn } from './commands.js';
import { type TrajectoryEvent, type TrajectoryState } from './state.js';
import { coachOf } from './subject.js';

type Decided = readonly TrajectoryEvent[] | Refusal;

/** The coach's open work goes to the one who stands in, in the same append; where nobody can it comes back to the coach. */
export function nameStandIn(
  { standInId, why }: NameStandIn,
  state: TrajectoryState,
  { now }: DecisionContext,
): Decided {
  const { facts, workflow } = state;
  const coachId = coachOf(state);
  if (!coachId) return conflict('coach-missing', 'The trajectory has no coach yet; match one.');
  if (standInId === coachId)
    return invalid('standInId', 'substitute-self', 'A coach cannot stand in for themselves; name another.');
  if (standInId !== undefined && conflictsOf(facts).has(standInId))
    return conflict(
      'conflict-of-roles',
      'This coach has a conflict of roles on this trajectory; name another, or hand the trajectory over.',
    );
  if (standInId === undefined && why === undefined)
    return invalid('standInId', 'stand-in-missing', 'Name who stands in, or say in why that nobody can.');
  const before = standInOf(facts);
  if (before && before.standInId === standInId && (standInId !== undefined || before.why === why)) return [];
  const work = workOf(coachId, before, workflow);
  const keeps = Object.values(workflow.tasks)
    .filter((task) => task.assigneeId === standInId && isOpenTask(task) && !work.includes(task))
    .map(({ taskId }) => ({ taskId }));
  const to = standInId ?? coachId;
  const data = given({
    coachId,
    standInId,
    why: standInId === undefined ? why : undefined,
    keeps: keeps.length > 0 ? keeps : undefined,
    on: localDateOf(HOME_ZONE, now),
  }) as Extract<TrajectoryEvent, { type: 'CoachStandInNamed' }>['data'];
  return [{ type: 'CoachStandInNamed', data, occurredAt: now }, ...handed(work, to, now)];
}

/** What is still open of the coach's work comes back, and so does what arose meanwhile. */
export function endStandIn(state: TrajectoryState, { now }: DecisionContext): Decided {
  const { facts, workflow } = state;
  const standIn = standInOf(facts);
  if (!standIn) return [];
  const { coachId } = standIn;
  const data = { coachId, on: localDateOf(HOME_ZONE, now) };
  return [
    { type: 'CoachStandInEnded', data, occurredAt: now },
    ...handed(workOf(coachId, standIn, workflow), coachId, now),
  ];
}

const handed = (work: ReturnType<typeof workOf>, to: string, occurredAt: string): TrajectoryEvent[] =>
  work
    .filter(({ assigneeId }) => assigneeId !== to)
    .map(({ taskId }) => ({ type: 'TaskReassigned', data: { taskId, to }, occurredAt }));
