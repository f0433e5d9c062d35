import { addDays, daysBetween } from '@overstap/calendar';
import { type LocalDate, type Role } from '@overstap/kernel';
import { isOpenTask, type TaskState, type WorkflowState } from '@overstap/mobility';
import { actsFor, isLived } from './duties.js';
import { type Act, type Life, TrajectoryLife } from './life.js';
import { ODDS } from './odds.js';

/** People look at their queues at most so many days ahead. */
const AHEAD = 16;

/** Settles who does which open task when, as soon as it is near enough to be thought of. */
export function takeUpTasks(life: Life, { tasks, clocks }: WorkflowState, today: LocalDate): void {
  for (const task of Object.values(tasks)) {
    const { taskId } = task;
    if (!isOpenTask(task)) life.settled.delete(taskId);
    else if (!life.settled.has(taskId)) {
      const dueOn = clocks[`task.${taskId}`]?.dueOn ?? task.dueOn ?? addDays(task.createdOn, 5);
      if (daysBetween(today, dueOn) > AHEAD && task.code !== 'EXTERNAL_CHOICE') continue;
      if (waits(task, life, today)) continue;
      life.settled.add(taskId);
      takeUp(task, dueOn, life, today);
    }
  }
}

/** While somebody is being matched inside, nobody decides that there is no match, nor that it is over with an offer on the table. */
const waits = ({ code }: TaskState, life: Life, today: LocalDate): boolean =>
  life instanceof TrajectoryLife &&
  ((code === 'NO_MATCH_DECISION' && today <= life.matchOverOn) ||
    (code === 'CLOSING_DECISION' && today <= life.promisedUntil));

function takeUp(task: TaskState, dueOn: LocalDate, life: Life, today: LocalDate): void {
  const { chance } = life;
  if (isLived(task)) return;
  if (task.code === 'EXTERNAL_CHOICE' && !(chance.happens(ODDS.internal.choosesExternal) && isFree(life))) return;
  const diligence: Readonly<Record<string, (typeof ODDS.diligence)[keyof typeof ODDS.diligence]>> = ODDS.diligence;
  const tomorrow = life.workingDay(addDays(today, 1));
  const on = life.doneBy(dueOn, tomorrow, diligence[task.role] ?? ODDS.diligence.COACH);
  const putOff = on > addDays(tomorrow, 3) && task.role !== 'PARTICIPANT' ? waitingFor(task, life, tomorrow, on) : [];
  life.tell([...putOff, ...actsFor(task, on, life)], { promptly: task.role === 'SYSTEM' });
}

const isFree = (life: Life): boolean => life instanceof TrajectoryLife && life.matchOverOn === '';

/** Some tasks stand blocked or snoozed for a while, so that those tabs of a queue are not empty. */
function waitingFor({ taskId, role }: TaskState, { chance }: Life, from: LocalDate, until: LocalDate): readonly Act[] {
  const by = role as Role;
  if (chance.happens(ODDS.blocked))
    return [
      { on: from, type: 'BlockTask', by, data: { taskId, waitingOn: chance.of(['PARTICIPANT', 'EMPLOYER', 'UWV']) } },
    ];
  return chance.happens(ODDS.snoozed) ? [{ on: from, type: 'SnoozeTask', by, data: { taskId, until } }] : [];
}
