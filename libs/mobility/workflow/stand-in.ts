import { type LocalDate, oncePer, type Role } from '@overstap/kernel';
import { type FactLog } from './facts.js';
import { isOpenTask, tasksIn, type TaskState, type WorkflowState } from './state.js';

/** Who does the work of a coach who is away; whose trajectory it is does not change by it. */
export interface StandIn {
  /** The coach who has the trajectory. */
  readonly coachId: string;
  /** Absent while nobody can: the work stays where it is, and a team lead decides. */
  readonly standInId?: string;
  readonly why?: string;
  readonly on: LocalDate;
  /** Who named them; the program leaves alone what a person decided. */
  readonly by: Role;
  /** The stand-in's own tasks from before; they are not handed back. */
  readonly keeps: readonly string[];
}

/** A stand-in is for one coach: who is matched or reassigned after it begins without one. */
const DECIDING: readonly string[] = ['CoachMatched', 'CoachReassigned', 'CoachStandInNamed', 'CoachStandInEnded'];

/** The facts that `standInOf` reads. */
export const STAND_IN_FACTS = DECIDING;

export const standInOf = oncePer((facts: FactLog): StandIn | undefined => {
  const last = facts.findLast(({ type }) => DECIDING.includes(type));
  if (last?.type !== 'CoachStandInNamed') return undefined;
  const { coachId, standInId, why } = last.data as Partial<StandIn>;
  const { keeps = [] } = last.data as { readonly keeps?: readonly { readonly taskId: string }[] };
  return {
    coachId: coachId ?? '',
    ...(standInId ? { standInId } : {}),
    ...(why ? { why } : {}),
    on: last.on,
    by: last.actor,
    keeps: keeps.map(({ taskId }) => taskId),
  };
});

/** The open tasks that go with a coach's work here: their own, and what is with their stand-in for them. */
export function workOf(coachId: string, standIn: StandIn | undefined, workflow: WorkflowState): TaskState[] {
  return tasksIn(workflow).filter((task) => {
    if (!isOpenTask(task) || task.assigneeId === undefined) return false;
    if (task.assigneeId === coachId) return true;
    return task.assigneeId === standIn?.standInId && !standIn.keeps.includes(task.taskId);
  });
}
