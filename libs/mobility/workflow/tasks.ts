import { type LocalDate } from '@overstap/kernel';
import { type TaskDefinition } from '../programme-template/definition.js';
import { cancelClock, reconcileClock } from './clock-reconciliation.js';
import { heldSince, holds } from './conditions.js';
import { factsOf } from './facts.js';
import { overBy } from './phases.js';
import { isOpenTask, type TaskState } from './state.js';
import { type Consequence, type Present, type Subject, type WorkflowRules } from './subject.js';

/** Reasons for which a task fell away by itself: it comes back when the reason does not hold any more. */
const FELL_AWAY = ['LANDED', 'CLOSED', 'ANCHOR_VOIDED'];

/** One task that a definition asks for: `S5`, or `S5.2` for the second of a repeated or triggered one. */
interface Instance {
  readonly taskId: string;
  readonly armedOn: LocalDate;
  readonly anchor: string;
  /** Facts before this day do not complete it. */
  readonly since: LocalDate;
}

/** Which tasks arise, are done by a fact, fall away or change hands; their clocks with them. */
export function settleTasks(subject: Subject, rules: WorkflowRules, present: Present): Consequence[] {
  const events: Consequence[] = [];
  const wanted = new Set<string>();
  for (const task of rules.definition.tasks)
    for (const instance of instancesOf(task, subject, present.today)) {
      wanted.add(instance.taskId);
      events.push(...settleTask(task, instance, subject, rules, present));
    }
  for (const task of Object.values(subject.workflow.tasks))
    if (isOpenTask(task) && !wanted.has(task.taskId)) {
      const definition = rules.definition.tasks.find(({ code }) => code === task.code);
      const over = overBy(subject);
      // A task added by hand lives until somebody ends it or the trajectory is closed.
      if (definition ? !(over && definition.aftercare) : over?.reason === 'CLOSED')
        events.push(...cancel(task, over?.reason ?? 'ANCHOR_VOIDED', subject, present));
    }
  return [...events, ...assignments(subject, present)];
}

function instancesOf(task: TaskDefinition, subject: Subject, today: LocalDate): Instance[] {
  const { workflow } = subject;
  const over = task.aftercare ? undefined : overBy(subject);
  if (over && (over.reason === 'CLOSED' || task.phase !== undefined)) return [];
  const known = Object.values(workflow.tasks).filter(({ code }) => code === task.code);
  if (task.raised) return known.map(({ taskId, createdOn }) => ({ taskId, armedOn: createdOn, anchor: 'raised', since: createdOn }));
  const entered = task.phase === undefined || workflow.phases[task.phase]?.enteredOn !== undefined;
  if (!entered || (known.length === 0 && !holds(task.when, subject))) return [];
  if (task.on !== undefined)
    return factsOf(subject.facts, task.on).map((fact, index) => ({
      taskId: `${task.code}.${index + 1}`,
      armedOn: fact.on,
      anchor: 'trigger',
      since: fact.on,
    }));
  const anchorOn = task.due ? subject.anchorOn(task.due.anchor, task.due.select) : today;
  if (anchorOn === undefined) return [];
  const first = { taskId: task.repeat ? `${task.code}.1` : task.code, armedOn: anchorOn, anchor: task.due?.anchor ?? 'raised', since: '' };
  return task.repeat ? rhythm(task, first, subject) : [first];
}

/** A repeated task's next one arises when the time of the one before has passed, done or not. */
function rhythm({ code, repeat }: TaskDefinition, first: Instance, subject: Subject): Instance[] {
  const instances = [first];
  for (let n = 1; ; n += 1) {
    const clock = subject.workflow.clocks[`task.${code}.${n}`];
    const passed = clock?.status === 'EXPIRED' || (clock?.status === 'STOPPED' && clock.how === 'MET');
    if (!passed || clock.dueOn === undefined || (repeat?.until && holds(repeat.until, subject))) return instances;
    instances.push({ taskId: `${code}.${n + 1}`, armedOn: clock.dueOn, anchor: `task.${code}.${n}`, since: clock.dueOn });
  }
}

function settleTask(
  task: TaskDefinition,
  { taskId, armedOn, anchor, since }: Instance,
  subject: Subject,
  rules: WorkflowRules,
  present: Present,
): Consequence[] {
  const { now, today } = present;
  const state = subject.workflow.tasks[taskId];
  const returns = state?.status === 'CANCELLED' && FELL_AWAY.includes(state.cancelledBy ?? '');
  if (state && !isOpenTask(state) && !returns) return state.status === 'DONE' ? timed(state.doneOn) : [];
  const doneOn = task.doneBy && heldSince(task.doneBy, subject, since);
  if (state && !returns && doneOn !== undefined)
    return [{ type: 'TaskCompleted', data: { taskId, on: doneOn }, occurredAt: now }, ...timed(doneOn)];
  const clock = timed(undefined);
  if (state && !returns) return clock;
  const armedClock = clock.find((event) => event.type === 'ClockArmed');
  const dueOn = armedClock?.type === 'ClockArmed' ? armedClock.data.dueOn : undefined;
  return [{ type: 'TaskCreated', data: taskFrom(task, taskId, subject, dueOn), occurredAt: now }, ...clock];

  function timed(metOn: LocalDate | undefined): Consequence[] {
    if (!task.due) return [];
    const first = anchor === task.due.anchor || anchor === 'trigger' || anchor === 'raised';
    const due = first ? task.due : { anchor, offset: task.repeat?.every ?? task.due.offset };
    const clockId = `task.${taskId}`;
    if (metOn !== undefined && !subject.workflow.clocks[clockId]) return [];
    return reconcileClock(
      { clockId, code: task.code, times: 'TASK', kind: task.kind ?? 'PROGRAMME', due, armedOn, ladder: task.ladder, metOn },
      subject,
      rules,
      { now, today },
    );
  }
}

/** The payload of a task as its definition has it. */
export function taskFrom(task: TaskDefinition, taskId: string, subject: Subject, dueOn?: LocalDate): TaskPayload {
  const [role = 'SYSTEM', ...withRoles] = task.owners;
  const assigneeId = subject.holderOf(role);
  return {
    taskId,
    templateTaskId: task.code,
    code: task.code,
    role: role as TaskPayload['role'],
    ...(withRoles.length > 0 ? { withRoles } : {}),
    ...(assigneeId ? { assigneeId } : {}),
    ...(task.phase ? { phaseId: task.phase } : {}),
    mandatory: task.mandatory,
    ...(dueOn ? { dueOn } : {}),
    evidence: task.evidence,
  };
}

type TaskPayload = Extract<Consequence, { type: 'TaskCreated' }>['data'];

function cancel(task: TaskState, reason: string, subject: Subject, present: Present): Consequence[] {
  return [
    { type: 'TaskCancelled', data: { taskId: task.taskId, reason }, occurredAt: present.now },
    ...cancelClock(subject.workflow.clocks[`task.${task.taskId}`], present),
  ];
}

/** Open work of a role goes to whoever holds that role here, as soon as somebody does. */
function assignments(subject: Subject, { now }: Present): Consequence[] {
  return Object.values(subject.workflow.tasks).flatMap((task): Consequence[] => {
    const holder = subject.holderOf(task.role);
    if (!isOpenTask(task) || holder === undefined || task.assigneeId !== undefined) return [];
    return [{ type: 'TaskAssigned', data: { taskId: task.taskId, to: holder }, occurredAt: now }];
  });
}
