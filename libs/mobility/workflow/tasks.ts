import { type LocalDate, oncePer } from '@overstap/kernel';
import { type TaskDefinition } from '../programme-template/definition.js';
import { APPROVAL_TASKS } from './approvals.js';
import { BY_HAND, settleByHand } from './by-hand.js';
import { surveyDoing } from '../quality/survey-task.js';
import { AFTERCARE_SURVEYS } from '../report/consent-rules.js';
import { cancelClock, reconcileClock } from './clock-reconciliation.js';
import { heldSince, holds } from './conditions.js';
import { type Changed, hangsOn } from './dependence.js';
import { dayIn, type FactLog, factsOf } from './facts.js';
import { GLASS_REVIEW } from './glass-review.js';
import { PAUSE_DECISION } from './pause-maximum.js';
import { countedInRound, gapsOfTasks, inRound } from './phase-time.js';
import { overBy } from './phases.js';
import { type Instance, rhythm } from './rhythm.js';
import { STAND_IN_DECISION } from './stand-in-decision.js';
import { FELL_AWAY, isOpenTask, type PhaseState, tasksIn, type TaskState } from './state.js';
import { type Consequence, type Present, type Subject, type WorkflowRules } from './subject.js';
import { momentOn } from './zone.js';

/** These arise and end by rules of their own. */
const OF_NO_TEMPLATE: readonly string[] = [BY_HAND, PAUSE_DECISION, STAND_IN_DECISION, GLASS_REVIEW, ...APPROVAL_TASKS];

/** Which tasks arise, are done by a fact, fall away or change hands; their clocks with them. */
export function settleTasks(subject: Subject, rules: WorkflowRules, present: Present, changed: Changed): Consequence[] {
  const events: Consequence[] = [];
  const wanted = new Set<string>();
  const definitions = rules.definition.tasks.filter((task) => hangsOn(task, changed));
  for (const task of definitions)
    for (const instance of instancesOf(task, subject, present.today)) {
      wanted.add(instance.taskId);
      events.push(...settleTask(task, instance, subject, rules, present));
    }
  const looked = changed === 'everything' ? undefined : new Set(definitions.map(({ code }) => code));
  const isUnwanted = ({ taskId, code }: TaskState): boolean =>
    !wanted.has(taskId) && !OF_NO_TEMPLATE.includes(code) && (looked === undefined || looked.has(code));
  for (const task of tasksIn(subject.workflow))
    if (isOpenTask(task) && isUnwanted(task))
      events.push(...cancel(task, reasonToCancel(task, subject, rules), subject, present));
  return [...events, ...settleByHand(subject, rules, present), ...assignments(subject, present)];
}

/** The phase that it belongs to was skipped by a decision. */
function isSkipped({ phase }: Pick<TaskDefinition, 'phase'>, { workflow }: Subject): boolean {
  const state = phase === undefined ? undefined : workflow.phases[phase];
  return state?.status === 'SKIPPED' && state.endedBy === 'DECIDED';
}

/** Asking how it goes after the end, of somebody who took back that they may be asked. */
const isRefusedSurvey = ({ doneBy }: Pick<TaskDefinition, 'doneBy'>, { surveysRefused }: Subject): boolean =>
  surveysRefused && AFTERCARE_SURVEYS.includes(surveyDoing(doneBy));

function reasonToCancel({ code }: TaskState, subject: Subject, { definition }: WorkflowRules): string {
  const known = definition.tasks.find((task) => task.code === code);
  if (!known) return 'MIGRATED';
  const over = overBy(subject, known);
  if (over) return over.reason;
  if (isRefusedSurvey(known, subject)) return 'CONSENT_WITHDRAWN';
  return isSkipped(known, subject) ? 'PHASE_SKIPPED' : 'ANCHOR_VOIDED';
}

function instancesOf(task: TaskDefinition, subject: Subject, today: LocalDate): readonly Instance[] {
  const { workflow } = subject;
  const over = overBy(subject, task);
  if (over && (over.reason !== 'LANDED' || task.phase !== undefined)) return [];
  if (isSkipped(task, subject) || isRefusedSurvey(task, subject)) return [];
  if (task.raised)
    return tasksIn(workflow)
      .filter(({ code }) => code === task.code)
      .map(({ taskId, createdOn, createdAt }) => ({
        taskId,
        armedOn: createdOn,
        anchor: 'raised',
        since: createdOn,
        knownSince: createdAt,
      }));
  const entered = task.phase === undefined || workflow.phases[task.phase]?.enteredOn !== undefined;
  if (!entered || !holds(task.when, subject)) return [];
  if (task.on !== undefined) return broughtBy(subject.facts)(task);
  const anchorOn = task.due ? subject.anchorOn(task.due.anchor, task.due.select) : today;
  if (anchorOn === undefined) return [];
  const phase = task.phase === undefined ? undefined : workflow.phases[task.phase];
  const base = inRound(task.code, phase);
  const first = {
    taskId: task.repeat ? `${base}.1` : base,
    armedOn: anchorOn,
    anchor: task.due?.anchor ?? 'raised',
    since: '',
    ...countedInRound(phase),
    ...(phase?.round === undefined ? {} : { round: phase.round }),
  };
  const now = task.repeat ? rhythm(task, base, first, subject) : [first];
  return [...leftOver(task, phase, subject), ...now];
}

/** What earlier rounds of a phase left open. */
function leftOver(task: TaskDefinition, phase: PhaseState | undefined, { workflow }: Subject): readonly Instance[] {
  const { round: current = 1 } = phase ?? {};
  if (current === 1) return [];
  return tasksIn(workflow).flatMap((state): Instance[] => {
    const { taskId, createdOn, createdAt, round = 1 } = state;
    if (state.code !== task.code || round >= current || !isOpenTask(state)) return [];
    const armedOn = workflow.clocks[`task.${taskId}`]?.armedOn ?? createdOn;
    const anchor = task.due?.anchor ?? 'raised';
    return [{ taskId, armedOn, anchor, since: createdOn, knownSince: createdAt, followed: true }];
  });
}

/** One for each fact of the type that the definition names. */
const broughtBy = oncePer((facts: FactLog) =>
  oncePer(({ code, on = '', due }: TaskDefinition): readonly Instance[] =>
    factsOf(facts, on).flatMap((fact, index) => {
      const armedOn = dayIn(fact, due?.anchor.split('.')[1]);
      const taskId = `${code}.${index + 1}`;
      return armedOn === undefined ? [] : [{ taskId, armedOn, anchor: 'trigger', since: fact.on, trigger: fact }];
    }),
  ),
);

function settleTask(
  task: TaskDefinition,
  { taskId, armedOn, anchor, since, knownSince, onlyNews = false, round, trigger, followed }: Instance,
  subject: Subject,
  rules: WorkflowRules,
  present: Present,
): Consequence[] {
  const { now, today } = present;
  const state = subject.workflow.tasks[taskId];
  const fellAway = state?.status === 'CANCELLED' && FELL_AWAY.includes(state.cancelledBy ?? '');
  const byFact = state?.status === 'DONE' && state.byFact === true;
  if (state && !isOpenTask(state) && !fellAway && !byFact) return [];
  const heldOn = task.doneBy && heldSince(task.doneBy, subject, { since, knownSince, onlyNews, about: trigger });
  // Nothing is done before it is there to be done.
  const doneOn = heldOn !== undefined && heldOn < since ? since : heldOn;
  const undone = byFact && doneOn === undefined;
  const returns = !followed && (fellAway || undone);
  if (state && !isOpenTask(state) && !returns) return [];
  if (state && !returns && doneOn !== undefined) {
    const on = doneOn === '' ? today : doneOn;
    const occurredAt = momentOn(on, present);
    return [{ type: 'TaskCompleted', data: { taskId, on, byFact: true }, occurredAt }, ...timed(on)];
  }
  // Nobody catches up with the rhythm of weeks ago; what is mandatory stays to be done.
  if (state && followed && !task.mandatory) return cancel(state, 'NOT_NEEDED', subject, present);
  const clock = timed(undefined);
  if (state && !returns) return clock;
  const arming = clock.find((event) => event.type === 'ClockArmed' || event.type === 'ClockRearmed');
  const dueOn = arming && 'dueOn' in arming.data ? arming.data.dueOn : undefined;
  if (task.onlyAhead && dueOn !== undefined && dueOn < today) return [];
  const created = { ...taskFrom(task, taskId, subject, dueOn), ...(round === undefined ? {} : { round }) };
  return [{ type: 'TaskCreated', data: created, occurredAt: now }, ...clock];

  function timed(metOn: LocalDate | undefined): Consequence[] {
    if (!task.due) return [];
    const first = anchor === task.due.anchor || anchor === 'trigger' || anchor === 'raised';
    const due = first ? task.due : { anchor, offset: task.repeat?.every ?? task.due.offset };
    const clockId = `task.${taskId}`;
    if (metOn !== undefined && !subject.workflow.clocks[clockId]) return [];
    return reconcileClock(
      {
        clockId,
        code: task.code,
        times: 'TASK',
        kind: task.kind ?? 'PROGRAMME',
        due,
        armedOn,
        ladder: task.ladder,
        gaps: gapsOfTasks(task.phase === undefined ? undefined : subject.workflow.phases[task.phase]),
        metOn,
      },
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
  return tasksIn(subject.workflow).flatMap((task): Consequence[] => {
    if (!isOpenTask(task) || task.assigneeId !== undefined) return [];
    const holder = subject.holderOf(task.role);
    if (holder === undefined) return [];
    return [{ type: 'TaskAssigned', data: { taskId: task.taskId, to: holder }, occurredAt: now }];
  });
}
