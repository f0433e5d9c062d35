import { overBy } from './phases.js';
import { standInOf } from './stand-in.js';
import { FELL_AWAY, isOpenTask, tasksIn } from './state.js';
import { type Consequence, type Present, type Subject } from './subject.js';
import { momentOn } from './zone.js';

/** The code of the team lead's task while a coach is away and nobody can stand in. No template has it. */
export const STAND_IN_DECISION = 'STAND_IN_DECISION';
export const STAND_IN_DECISION_NAMES = {
  nl: 'De coach is afwezig en niemand neemt waar: wijs een vervanger aan of draag over',
  en: 'The coach is away and nobody stands in: name a stand-in or hand over',
} as const;

/** One decision per absence that nobody covers; naming somebody, handing over and the coach's return are all the answer to it. */
export function settleStandIn(subject: Subject, present: Present): Consequence[] {
  const { tasks } = subject.workflow;
  const over = overBy(subject);
  const standIn = standInOf(subject.facts);
  const wanted = !over && standIn && standIn.standInId === undefined ? `${STAND_IN_DECISION}.${standIn.on}` : undefined;
  const answered = tasksIn(subject.workflow)
    .filter((task) => task.code === STAND_IN_DECISION && isOpenTask(task) && task.taskId !== wanted)
    .map(({ taskId }): Consequence => {
      if (over) return { type: 'TaskCancelled', data: { taskId, reason: over.reason }, occurredAt: present.now };
      const on = present.today;
      return { type: 'TaskCompleted', data: { taskId, on, byFact: true }, occurredAt: momentOn(on, present) };
    });
  const before = wanted === undefined ? undefined : tasks[wanted];
  const returns =
    before && ((before.status === 'DONE' && before.byFact) || FELL_AWAY.includes(before.cancelledBy ?? ''));
  if (wanted === undefined || (before && !returns)) return answered;
  return [
    ...answered,
    {
      type: 'TaskCreated',
      data: { taskId: wanted, code: STAND_IN_DECISION, role: 'TEAM_LEAD', mandatory: true, evidence: 'NONE' },
      occurredAt: present.now,
    },
  ];
}
