import { localDateOf } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { cancelClock, reconcileClock } from './clock-reconciliation.js';
import { overBy } from './phases.js';
import { clocksIn, FELL_AWAY, isOpenTask, tasksIn, type TaskState } from './state.js';
import { type Consequence, type Present, type ReasonedPause, type Subject, type WorkflowRules } from './subject.js';
import { HOME_ZONE, momentOn } from './zone.js';

/** The code of the clock that times how long a pause may last. */
export const PAUSE_MAXIMUM = 'PAUSE_MAXIMUM';

/** The code of the task that arises when a pause has lasted as long as it may: nothing resumes by itself (docs/time.md). No template has it. */
export const PAUSE_DECISION = 'PAUSE_DECISION';
export const PAUSE_DECISION_NAMES = {
  nl: 'De pauze heeft haar maximum bereikt: hervatten, of met reden laten duren',
  en: 'The pause has reached its maximum: resume, or let it last for a reason',
} as const;

/** A pause is known by its first day, so that a corrected one is another, and one taken back leaves nothing behind. */
const nameOf = ({ from }: ReasonedPause): LocalDate => localDateOf(HOME_ZONE, from);
const clockOf = (day: LocalDate): string => `pause.${day}`;
const taskOf = (day: LocalDate): string => `${PAUSE_DECISION}.${day}`;

/** The clock of the pause there is, and the decision that it calls for at its end; those of pauses that are over fall away. */
export function settlePauses(subject: Subject, rules: WorkflowRules, present: Present): Consequence[] {
  const open = overBy(subject) ? undefined : subject.pauses.find(({ to }) => to === undefined);
  const day = open?.maximumDays === undefined ? undefined : nameOf(open);
  return [
    ...clocksIn(subject.workflow)
      .filter(({ code, clockId }) => code === PAUSE_MAXIMUM && (day === undefined || clockId !== clockOf(day)))
      .flatMap((clock) => cancelClock(clock, present)),
    ...tasksIn(subject.workflow)
      .filter((task) => task.code === PAUSE_DECISION && isOpenTask(task))
      .filter(({ taskId }) => day === undefined || taskId !== taskOf(day))
      .flatMap((task) => ended(task, subject, present)),
    ...(open && day !== undefined ? settleOpen(open, day, subject, rules, present) : []),
  ];
}

function settleOpen(
  { maximumDays = 0 }: ReasonedPause,
  day: LocalDate,
  subject: Subject,
  rules: WorkflowRules,
  present: Present,
): Consequence[] {
  const clockId = clockOf(day);
  const timed = reconcileClock(
    {
      clockId,
      code: PAUSE_MAXIMUM,
      times: 'DEADLINE',
      // What was agreed of this pause: the pause itself does not stop it, and two people may waive it.
      kind: 'CONTRACT',
      due: { anchor: 'pause', offset: { value: maximumDays, unit: 'calendarDays' } },
      armedOn: day,
      atStart: true,
      wait: true,
    },
    subject,
    rules,
    present,
  );
  const { how, stoppedOn } = subject.workflow.clocks[clockId] ?? {};
  if (timed.length > 0 || how !== 'ENDED' || stoppedOn === undefined) return timed;
  const before = subject.workflow.tasks[taskOf(day)];
  const returns = before && ((before.status === 'DONE' && before.byFact) || fellAway(before));
  return before && !returns ? [] : [decisionOn(day, stoppedOn, subject, present)];
}

const fellAway = ({ status, cancelledBy = '' }: TaskState): boolean =>
  status === 'CANCELLED' && FELL_AWAY.includes(cancelledBy);

function decisionOn(day: LocalDate, dueOn: LocalDate, subject: Subject, { now }: Present): Consequence {
  const assigneeId = subject.holderOf('COACH');
  return {
    type: 'TaskCreated',
    data: {
      taskId: taskOf(day),
      code: PAUSE_DECISION,
      role: 'COACH',
      withRoles: ['PLANNER'],
      ...(assigneeId ? { assigneeId } : {}),
      mandatory: true,
      dueOn,
      evidence: 'NONE',
    },
    occurredAt: now,
  };
}

/** Resuming is the decision that was asked for; a pause that was over before, ended in another way or never was asks for none. */
function ended({ taskId, dueOn = '' }: TaskState, subject: Subject, present: Present): Consequence[] {
  const over = overBy(subject);
  const to = subject.pauses.find((pause) => taskOf(nameOf(pause)) === taskId)?.to;
  const on = to === undefined ? '' : localDateOf(HOME_ZONE, to);
  if (over || on < dueOn)
    return [
      { type: 'TaskCancelled', data: { taskId, reason: over?.reason ?? 'ANCHOR_VOIDED' }, occurredAt: present.now },
    ];
  return [{ type: 'TaskCompleted', data: { taskId, on, byFact: true }, occurredAt: momentOn(on, present) }];
}
