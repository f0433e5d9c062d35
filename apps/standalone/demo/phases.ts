import { addDays, daysBetween } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { boxClockOf, statusOf, type TrajectoryState } from '@overstap/mobility';
import { type Act, type TrajectoryLife } from './life.js';
import { ODDS } from './odds.js';

/** A phase is thought about this long before its box ends, its end this long before it comes. */
const AHEAD = 21;
const END_AHEAD = 8;

/** What ends each phase that no task, placement or other part of the story ends. */
const EXITS: Readonly<Record<string, (on: LocalDate, life: TrajectoryLife) => readonly Act[]>> = {
  lettingGo: (on, { chance }) => {
    const readiness = (day: LocalDate, level: number): Act => ({
      on: day,
      type: 'AssessReadiness',
      data: { dimension: 'SELF_ANALYSIS', level, by: 'COACH' },
    });
    const ready = readiness(on, chance.whole(3, 5));
    return chance.happens(0.15) ? [readiness(on, 2), { ...ready, on: addDays(on, 14) }] : [ready];
  },
  selfAnalysis: (on, { chance }) => [
    ...(['WHO_AM_I', 'WHAT_DO_I_WANT', 'WHAT_CAN_I_DO'] as const).map((question) => ({
      on,
      type: 'RecordSelfAnalysisStatement',
      by: 'PARTICIPANT' as const,
      data: { question, ref: 'Zie werkboek', confidence: chance.whole(3, 5) },
    })),
    { on, type: 'ApprovePersonProfile', data: { version: 1, by: 'TOGETHER' } },
  ],
  environment: (on, { chance, person }) => [
    ...(['WHERE', 'HOW'] as const).map((question) => ({
      on,
      type: 'RecordEnvironmentAnalysisStatement',
      by: 'PARTICIPANT' as const,
      data: { question, ref: 'Zie werkboek', confidence: chance.whole(2, 5) },
    })),
    {
      on,
      type: 'ApproveSearchProfile',
      data: {
        version: 1,
        occupations: [person.function],
        sectors: [],
        regionCode: chance.of(['NL31', 'NL33', 'NL11', 'NL41']),
        radiusKm: chance.of([20, 30, 50]),
        hoursMin: Math.max(8, person.hoursPerWeek - 8),
        hoursMax: person.hoursPerWeek,
        norm: 'CLIENT_LED',
        reasoningRef: 'Zie werkboek',
      },
    },
  ],
};

/** Settles when each open phase is done with, and how a time ends that brought no work. */
export function passPhases(
  life: TrajectoryLife,
  { workflow: { phases, clocks } }: TrajectoryState,
  today: LocalDate,
): void {
  for (const [id, exit] of Object.entries(EXITS)) {
    const key = boxClockOf(id, phases[id]);
    const dueOn = clocks[key]?.dueOn;
    if (phases[id]?.status !== 'OPEN' || life.settled.has(key) || dueOn === undefined) continue;
    if (daysBetween(today, dueOn) > AHEAD) continue;
    life.settled.add(key);
    life.tell(exit(life.doneBy(dueOn, life.workingDay(addDays(today, 1)), ODDS.phases), life));
  }
}

export function comeToTheEnd(life: TrajectoryLife, state: TrajectoryState, today: LocalDate): void {
  const clock = state.workflow.clocks['deadline.END'];
  const status = statusOf(state);
  if (clock?.status !== 'RUNNING' || clock.dueOn === undefined || (status !== 'ACTIVE' && status !== 'PAUSED')) return;
  const key = `end.${clock.generation}`;
  if (life.settled.has(key) || daysBetween(today, clock.dueOn) > END_AHEAD) return;
  life.settled.add(key);
  // What is not closed in time, a task asks for after the end; and nobody is sent away with a contract on the table.
  if (today <= life.promisedUntil || !life.chance.happens(ODDS.end.closedInTime)) return;
  const on = lastWorkingDayUntil(life, addDays(clock.dueOn, -life.chance.whole(0, 3)));
  life.tell([{ on, type: 'CloseTrajectory', data: { on, closureClass: 'END_OF_TERM', reason: 'TERM_ENDED' } }]);
}

function lastWorkingDayUntil(life: TrajectoryLife, day: LocalDate): LocalDate {
  let working = day;
  while (!life.calendar.isWorking(working)) working = addDays(working, -1);
  return working;
}
