import { localDateOf } from '@overstap/calendar';
import { type Instant } from '@overstap/kernel';
import { type RungDefinition } from '../programme-template/definition.js';
import { stopped } from './clock-reconciliation.js';
import { BY_HAND, ladderByHand } from './by-hand.js';
import { type RungFired, type RungPlan } from './events.js';
import { PAUSE_MAXIMUM } from './pause-maximum.js';
import { SURVEY_ANSWER } from './survey-term.js';
import { clocksIn, type ClockState, tasksIn, type WorkflowState } from './state.js';
import { type Consequence, type Present, type Subject, type WorkflowRules } from './subject.js';
import { suppressionOf } from './suppression.js';
import { taskFrom } from './tasks.js';

/** A rung that lags by more than this was missed (downtime): it is recorded, and one message is sent for all such rungs. */
const MISSED_AFTER_MS = 60 * 60 * 1000;

/** Waits of no template. */
const WAITS: readonly string[] = [PAUSE_MAXIMUM, SURVEY_ANSWER];

interface DueItem {
  readonly at: Instant;
  readonly clock: ClockState;
  /** Absent: the clock expires. */
  readonly plan?: RungPlan;
}

/** When something next falls due on this stream; undefined when nothing will by itself. */
export function nextDueAt(workflow: WorkflowState): Instant | undefined {
  return firstDue(workflow)?.at;
}

/** At the same moment a rung comes before an expiry, and what was armed earlier before what was armed later. */
function firstDue(workflow: WorkflowState): DueItem | undefined {
  let first: DueItem | undefined;
  for (const clock of clocksIn(workflow)) {
    for (const plan of clock.pending)
      if (!first || plan.at < first.at || (plan.at === first.at && !first.plan)) first = { at: plan.at, clock, plan };
    const { dueAt } = clock;
    if (clock.status === 'RUNNING' && dueAt !== undefined && (!first || dueAt < first.at)) first = { at: dueAt, clock };
  }
  return first;
}

/**
 * What time alone brings about first of all that has come by `now`: a rung fires or is suppressed, or a clock expires. Call again until it yields
 * nothing; between two calls the consequences are settled, so that one thing counts for the next: a nudge for the cap, an expiry for the rungs.
 */
export function due(rules: WorkflowRules, subject: Subject, { now }: Present): Consequence[] {
  const item = firstDue(subject.workflow);
  if (!item || item.at > now) return [];
  return item.plan ? fire(item.clock, item.plan, rules, subject, now) : expire(item.clock, item.at, rules, subject);
}

/**
 * After downtime the missed rungs are recorded in order and one message is sent: a missed rung is merged when everybody it speaks to hears a
 * later one of the same append.
 */
export function withOneMessage<Event extends { readonly type: string; readonly data: object }>(
  events: readonly Event[],
): Event[] {
  const heard = new Set<string>();
  return events
    .toReversed()
    .map((event) => {
      if (event.type !== 'RungFired') return event;
      const data = event.data as RungFired;
      const merged = data.merged && data.toRoles.every((role) => heard.has(role));
      for (const role of data.toRoles) heard.add(role);
      return { ...event, data: { ...data, merged } };
    })
    .toReversed();
}

const isMissed = (at: Instant, now: Instant): boolean => Date.parse(now) - Date.parse(at) > MISSED_AFTER_MS;

function fire(
  clock: ClockState,
  { rung, at }: RungPlan,
  rules: WorkflowRules,
  subject: Subject,
  now: Instant,
): Consequence[] {
  const { clockId, generation } = clock;
  const definition = ladderOf(clock, rules, subject.workflow).find((each) => each.rung === rung);
  const reason = definition ? suppressionOf(clock, definition, at, subject, now) : 'DONE';
  // What spares the participant keeps nothing from the others whom the rung speaks to.
  const others = definition?.to.filter((role) => role !== 'PARTICIPANT') ?? [];
  const spares = reason === 'LOSS_PROCESSING' || reason === 'FREQUENCY_CAP' || reason === 'OPTED_OUT';
  if (!definition || (reason && !(spares && others.length > 0)))
    return [{ type: 'RungSuppressed', data: { clockId, generation, rung, reason: reason ?? 'DONE' }, occurredAt: at }];
  const { level, channel, action } = definition;
  const to = reason ? others : definition.to;
  const fired: Consequence = {
    type: 'RungFired',
    data: {
      clockId,
      generation,
      rung,
      level,
      toRoles: [...to],
      channel,
      action,
      ...(clock.dueOn ? { dueOn: clock.dueOn } : {}),
      merged: isMissed(at, now),
      ...(reason ? { withheld: reason } : {}),
    },
    occurredAt: at,
  };
  return [fired, ...actOn(clock, definition, at, rules, subject)];
}

function actOn(
  clock: ClockState,
  { action, level, to, task }: RungDefinition,
  at: Instant,
  rules: WorkflowRules,
  subject: Subject,
): Consequence[] {
  if (action === 'NOTIFY') return [];
  if (action === 'ESCALATE' && clock.times === 'TASK') {
    const taskId = clock.clockId.slice('task.'.length);
    return to.map((role): Consequence => ({
      type: 'TaskEscalated',
      data: { taskId, level, toRole: role as never },
      occurredAt: at,
    }));
  }
  return raise(task, at, rules, subject);
}

function expire(clock: ClockState, at: Instant, rules: WorkflowRules, subject: Subject): Consequence[] {
  const { clockId, generation } = clock;
  const dueOn = clock.dueOn ?? localDateOf(rules.calendar.zone, at);
  const deadline = rules.definition.deadlines.find(({ code }) => clock.times === 'DEADLINE' && code === clock.code);
  // What nothing can meet is a wait: it ends, and nobody missed anything.
  const isWait = deadline ? !deadline.metBy : WAITS.includes(clock.code);
  const end: Consequence = isWait
    ? { occurredAt: at, ...stopped(clockId, generation, 'ENDED', dueOn) }
    : { type: 'ClockExpired', data: { clockId, generation, dueOn }, occurredAt: at };
  return [end, ...raise(deadline?.onExpiry, at, rules, subject)];
}

/** A task that a rung or an expiry calls for, unless the one it called for before is still open. */
function raise(code: string | undefined, at: Instant, rules: WorkflowRules, subject: Subject): Consequence[] {
  const definition = rules.definition.tasks.find((task) => task.raised && task.code === code);
  if (!definition) return [];
  const before = tasksIn(subject.workflow).filter((task) => task.code === code);
  if (before.some(({ status }) => status !== 'DONE' && status !== 'CANCELLED')) return [];
  return [
    {
      type: 'TaskCreated',
      data: taskFrom(definition, `${definition.code}.${before.length + 1}`, subject),
      occurredAt: at,
    },
  ];
}

function ladderOf(
  clock: ClockState,
  { definition, ladders }: WorkflowRules,
  { tasks }: WorkflowState,
): readonly RungDefinition[] {
  if (clock.code === BY_HAND) {
    const task = tasks[clock.clockId.slice('task.'.length)];
    return ladders[(task && ladderByHand(task.role, definition)) ?? ''] ?? [];
  }
  const owner =
    clock.times === 'DEADLINE'
      ? definition.deadlines.find(({ code }) => code === clock.code)
      : clock.times === 'PHASE'
        ? definition.phases.find(({ id }) => id === clock.code)
        : definition.tasks.find(({ code }) => code === clock.code);
  return owner?.ladder ? (ladders[owner.ladder] ?? []) : [];
}
