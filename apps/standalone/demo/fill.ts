import { addDays, calendarNamed, dayOfWeek, instantAt } from '@overstap/calendar';
import { inTurns, isRefusal, type LocalDate } from '@overstap/kernel';
import { HOME_ZONE, nextDueAt, type ProgrammeState, statusOf, type TrajectoryState } from '@overstap/mobility';
import { createLogger, type Settings, VirtualClock } from '@overstap/platform';
import { DEFAULT_TENANT, KEPT_WHERE_ALONE, openProgram, type Program } from '../../program/program.js';
import { inviteNamed } from './accounts.js';
import { type DemoProgramme, PROGRAMMES, WAVES } from './agency.js';
import { Chance } from './chance.js';
import { Counter } from './counter.js';
import { Following } from './following.js';
import { type Life, type LifeState, TrajectoryLife } from './life.js';
import { cohortIdOf, openAgency, startCohort } from './opening.js';
import { comeToTheEnd, passPhases } from './phases.js';
import { searchOn } from './search.js';
import { beginSecondTrack, SECOND_TRACK_DAYS_AGO } from './second-track.js';
import { takeUpTasks } from './tasks.js';

/** Rungs fire, people work, deadlines end: the moments of a day that the history visits. */
const MORNING = '08:30';
const NOON = '12:00';
const EVENING = '17:00';
const AT_ONCE = 128;
/** Messages are told of the last days alone: those of the months before were read long ago. */
const DAYS_WITH_MESSAGES = 4;
const SEED = 20_26;

export interface DemoOptions {
  readonly programmes?: readonly DemoProgramme[];
  /** Hears of every month that was lived through. */
  readonly progress?: (line: string) => void;
  /** Aborted, it stops at the end of a day and throws. */
  readonly signal?: AbortSignal;
}

/** Lives through the history of a whole agency by ordinary commands under a virtual clock that ends before `until`. Answers how many people it has. */
export async function fillDemo(
  settings: Settings,
  until: LocalDate,
  { programmes = PROGRAMMES, progress = () => undefined, signal }: DemoOptions = {},
): Promise<number> {
  const calendar = calendarNamed('nl');
  if (isRefusal(calendar)) throw new Error(calendar.message);
  // A cohort comes in on a Monday.
  const dayOf = (daysAgo: number): LocalDate => {
    const about = addDays(until, -daysAgo);
    let day = addDays(about, 1 - dayOfWeek(about));
    while (!calendar.isWorking(day)) day = addDays(day, 1);
    return day;
  };
  const starts = programmes.flatMap((programme) =>
    programme.cohorts.map((cohort, index) => ({ programme, cohort, index, on: dayOf(cohort.daysAgo) })),
  );
  const releases = starts.flatMap((start) =>
    WAVES.map(({ wave, afterDays }) => ({ start, wave, on: addDays(start.on, afterDays) })),
  );
  const first = starts.map(({ on }) => on).toSorted()[0] ?? until;
  const lastDays = addDays(until, -DAYS_WITH_MESSAGES);
  const secondTrackOn = dayOf(SECOND_TRACK_DAYS_AGO);
  const messagesFrom = lastDays > first ? lastDays : first;
  const program = await openProgram(
    { ...settings, clock: instantAt(HOME_ZONE, first, MORNING) },
    createLogger('error'),
    { keptEvents: KEPT_WHERE_ALONE },
  );
  const following = new Following(program);
  const counter = new Counter(program);
  const chance = new Chance(SEED);
  const lives: Life[] = [];
  /** What nobody lives on: only what time brings about happens to it. */
  const still: Life[] = [];
  try {
    await following.begin();
    await inviteNamed(program.access);
    await openAgency(counter, programmes);
    for (let day = first; day < until; day = addDays(day, 1)) {
      signal?.throwIfAborted();
      if (day === messagesFrom) await following.withMessages();
      await moveTo(program, day, MORNING);
      await fallDue(program, counter, [...lives, ...still]);
      await moveTo(program, day, NOON);
      for (const start of starts.filter(({ on }) => on === day))
        lives.push(...(await startCohort({ program, counter, calendar }, start, day, chance.split())));
      const [some] = programmes;
      if (day === secondTrackOn && some)
        still.push(...(await beginSecondTrack({ program, counter, calendar }, some, day, chance.split())));
      for (const { start, wave } of releases.filter(({ on }) => on === day)) {
        await counter.send('cohort', cohortIdOf(start), 'ReleaseCohortWave', { wave, inviteOn: day });
        // The invitations are the work of a process that follows.
        await following.catchUp();
      }
      await inTurns(lives, AT_ONCE, (life) => tellAll(counter, life, day));
      await moveTo(program, day, EVENING);
      await fallDue(program, counter, [...lives, ...still]);
      if (calendar.isWorking(day)) await inTurns(lives, AT_ONCE, (life) => livePast(program, life, day));
      if (day.endsWith('-01')) progress(`${day}: ${people(lives)} people, ${counter.sent} commands`);
    }
    progress(`The history is told (${counter.sent} commands); lists, queues and figures follow.`);
    await following.catchUp();
  } finally {
    await following.stop();
    await program.close();
  }
  return people(lives);
}

const people = (lives: readonly Life[]): number => lives.filter((life) => life instanceof TrajectoryLife).length;

async function moveTo({ clock }: Program, day: LocalDate, time: string): Promise<void> {
  if (clock instanceof VirtualClock) await clock.moveTo(instantAt(HOME_ZONE, day, time));
}

/** Everything that has come due on anybody's stream, through the same command that the reminder worker sends. */
async function fallDue(program: Program, counter: Counter, lives: readonly Life[]): Promise<void> {
  const now = program.clock.now();
  await inTurns(lives, AT_ONCE, async (life) => {
    const { aggregate, id } = life;
    const { state, revision } = await program.aggregates.known(DEFAULT_TENANT, aggregate, id);
    if (revision !== life.due.revision) life.due = { revision, at: nextDueAt((state as LifeState).workflow) };
    if (life.due.at !== undefined && life.due.at <= now) await counter.send(aggregate, id, 'FallDue', {});
  });
}

async function tellAll(counter: Counter, life: Life, day: LocalDate): Promise<void> {
  for (const act of life.actsOf(day)) await counter.tell(life, act);
}

/** What the day brought is looked at in the evening: who does what of it, and when. */
async function livePast(program: Program, life: Life, day: LocalDate): Promise<void> {
  const { state } = await program.aggregates.known(DEFAULT_TENANT, life.aggregate, life.id);
  takeUpTasks(life, (state as ProgrammeState).workflow, day);
  if (!(life instanceof TrajectoryLife)) return;
  const trajectory = state as TrajectoryState;
  passPhases(life, trajectory, day);
  comeToTheEnd(life, trajectory, day);
  if (statusOf(trajectory) === 'ACTIVE') searchOn(life, trajectory, day);
}
