import { localDateOf } from '@overstap/calendar';
import { conflict, type DecisionContext, type Refusal } from '@overstap/kernel';
import { hasCaseManager } from '../programme-template/lint/people.js';
import { isOpenTask, tasksIn } from '../workflow/state.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { type NameCaseManager } from './commands.js';
import { requireStatus } from './guards.js';
import { momentOf, type TrajectoryEvent, type TrajectoryState } from './state.js';
import { caseManagerOf } from './subject.js';
import { type TrajectoryWorld } from './world.js';

/** Gives the case to somebody, with what is open of the work of whoever had it. */
export function nameCaseManager(
  { caseManagerId, on }: NameCaseManager,
  state: TrajectoryState,
  { template }: TrajectoryWorld,
  { now }: DecisionContext,
): readonly TrajectoryEvent[] | Refusal {
  const before = caseManagerOf(state);
  if (before === caseManagerId) return [];
  const refused = requireStatus(state, 'any');
  if (refused) return refused;
  if (!hasCaseManager(template))
    return conflict('no-case-manager-here', 'Only a trajectory of the second track has a case manager.');
  const named = { caseManagerId, on: on ?? localDateOf(HOME_ZONE, now) };
  const open = tasksIn(state.workflow).filter(
    (task) => isOpenTask(task) && task.role === 'EMPLOYER_CASE_MANAGER' && task.assigneeId === before,
  );
  return [
    { type: 'CaseManagerNamed', data: named, occurredAt: momentOf(on, now) },
    ...(before === undefined ? [] : open).map(({ taskId }): TrajectoryEvent => ({
      type: 'TaskReassigned',
      data: { taskId, to: caseManagerId },
      occurredAt: now,
    })),
  ];
}
