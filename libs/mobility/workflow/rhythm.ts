import { type Instant, type LocalDate } from '@overstap/kernel';
import { type TaskDefinition } from '../programme-template/definition.js';
import { holds } from './conditions.js';
import { type Fact } from './facts.js';
import { FELL_AWAY, isOpenTask } from './state.js';
import { type Subject } from './subject.js';

/** One task that a definition asks for: `S5`, or `S5.2` for the second of a repeated or triggered one. */
export interface Instance {
  readonly taskId: string;
  readonly armedOn: LocalDate;
  readonly anchor: string;
  /** Facts before this day do not complete it. */
  readonly since: LocalDate;
  /** Facts that became known later complete it also when they are of an earlier day. */
  readonly knownSince?: Instant;
  /** Of facts of that day itself only those that became known later complete it. */
  readonly onlyNews?: boolean;
  /** Of a phase that repeats: in which round it arises, after the first. */
  readonly round?: number;
  /** The fact that brought it. */
  readonly trigger?: Fact;
  /** Two more have arisen since, or another round of its phase. */
  readonly followed?: boolean;
}

/** A repeated task's next one arises when the one before is done or cancelled, or when its time has passed; none is left once `until` holds. `base` is its code, in its round. */
export function rhythm({ repeat }: TaskDefinition, base: string, first: Instance, subject: Subject): Instance[] {
  if (repeat?.until && holds(repeat.until, subject)) return [];
  const instances = [first];
  for (let n = 1, last = first; ; n += 1) {
    const passedOn = passedSince(last.taskId, subject);
    if (passedOn === undefined) break;
    const round = first.round === undefined ? {} : { round: first.round };
    last = { taskId: `${base}.${n + 1}`, armedOn: passedOn, anchor: `task.${base}.${n}`, since: passedOn, ...round };
    instances.push(last);
  }
  const before = instances.slice(0, -2).filter(({ taskId }) => isOpen(taskId, subject));
  return [...before.map((instance) => ({ followed: true, ...instance })), ...instances.slice(-2)];
}

function isOpen(taskId: string, { workflow }: Subject): boolean {
  const task = workflow.tasks[taskId];
  return task !== undefined && isOpenTask(task);
}

/** The day from which the next one counts: the due date of the one before. */
function passedSince(taskId: string, { workflow }: Subject): LocalDate | undefined {
  const [task, clock] = [workflow.tasks[taskId], workflow.clocks[`task.${taskId}`]];
  if (!task || !clock || clock.status === 'RUNNING' || clock.status === 'SUSPENDED') return undefined;
  if (FELL_AWAY.includes(task.cancelledBy ?? '') && !isOpenTask(task)) return undefined;
  return clock.dueOn ?? clock.stoppedOn;
}
