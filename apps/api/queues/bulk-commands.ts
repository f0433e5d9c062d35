import { type AggregateName } from '@overstap/kernel';
import { clockOfTask, EXTENSION_REQUEST, VOID_REQUEST, WAIVER_REQUEST } from '@overstap/mobility';
import { BULK_ACTIONS, type BulkOnTasks, commandBody, UNDO_MOVE } from './bulk-body.js';

/** A row of a queue, as far as a command about it asks. */
export interface BulkRow {
  readonly stream: string;
  readonly task: string;
  readonly kind: 'TASK' | 'MEETING' | 'DEADLINE';
  readonly code: string;
}

export interface BulkCommand {
  readonly aggregate: AggregateName;
  readonly id: string;
  readonly type: string;
  readonly data: object;
}

export interface NotInBulk {
  readonly code: string;
  readonly message: string;
}

/** The command that does to one row what is asked for all of them; or why there is none, whoever asks. */
export function commandOnRow({ stream, task, kind, code }: BulkRow, body: BulkOnTasks): BulkCommand | NotInBulk {
  if (kind !== 'TASK') return { DEADLINE: onDeadline, MEETING: () => MEETING }[kind](body.action);
  const dash = stream.indexOf('-');
  const to = { aggregate: stream.slice(0, dash) as AggregateName, id: stream.slice(dash + 1) };
  switch (body.action) {
    case 'extend': {
      const { days = 0, because = '', costCents = 0 } = body;
      if (to.aggregate !== 'trajectory') return ONLY_TRAJECTORIES;
      return { ...to, type: 'RequestExtension', data: { days, reason: because, costCents } };
    }
    case 'decide': {
      const { granted = false } = body;
      if (code === EXTENSION_REQUEST) return { ...to, type: 'DecideExtension', data: { granted } };
      if (code === VOID_REQUEST)
        return { ...to, type: 'DecideVoid', data: { eventId: task.slice(VOID_REQUEST.length + 1), granted } };
      const clockId = task.slice(WAIVER_REQUEST.length + 1);
      return code === WAIVER_REQUEST ? { ...to, type: 'DecideWaiver', data: { clockId, granted } } : NO_REQUEST;
    }
    case 'move': {
      const { date = '', why = '' } = body;
      return { ...to, type: 'MoveClock', data: { clockId: clockOfTask(task), to: date, reason: why } };
    }
    case 'undo': {
      const { undoes, reason = '' } = body;
      if (undoes === UNDO_MOVE) return { ...to, type: 'UndoClockMove', data: { clockId: clockOfTask(task), reason } };
      return { ...to, type: 'UndoTask', data: commandBody(task, body) };
    }
    default:
      return { ...to, type: BULK_ACTIONS[body.action].command, data: commandBody(task, body) };
  }
}

/** Stands in the queue because it is work, but nobody can tick it off. */
const MEETING: NotInBulk = {
  code: 'meeting-held-by-fact',
  message: 'A meeting is over once it is recorded as held, missed, moved or cancelled.',
};

/** A deadline in a queue is one of the law, or the wait for an answer: no date of either is anybody's to move (docs/time.md). */
function onDeadline(action: BulkOnTasks['action']): NotInBulk {
  if (action === 'extend' || action === 'move')
    return {
      code: 'deadline-not-extended',
      message: 'The date of a law is moved by nobody, nor is the wait for an answer; what is extended is a trajectory.',
    };
  if (action === 'snooze')
    return {
      code: 'deadline-not-snoozed',
      message: 'A deadline of the law stays in sight until it is met, and a wait until it is answered.',
    };
  return {
    code: 'deadline-met-by-fact',
    message: 'A deadline is met by recording what it asks for; until then it stays, and its escalation with it.',
  };
}

const ONLY_TRAJECTORIES: NotInBulk = {
  code: 'extension-of-trajectory',
  message: 'A trajectory is extended; this is a task of something else.',
};
const NO_REQUEST: NotInBulk = {
  code: 'nothing-to-decide',
  message: 'Nobody asked for anything here: only EXTENSION_REQUEST, WAIVER_REQUEST and VOID_REQUEST are decided.',
};
