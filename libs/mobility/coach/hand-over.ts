import { addDays, localDateOf } from '@overstap/calendar';
import { type Instant, type LocalDate } from '@overstap/kernel';
import { type TrajectoryState } from '../trajectory/state.js';
import { coachOf } from '../trajectory/subject.js';
import { firstFact, newestFact } from '../workflow/facts.js';
import { standInOf, workOf } from '../workflow/stand-in.js';
import { isOpenClock } from '../workflow/state.js';
import { HOME_ZONE } from '../workflow/zone.js';

export const HAND_OVER_ITEMS = ['PLAN', 'NOTES', 'APPOINTMENTS', 'DEADLINES', 'TASKS', 'PARTICIPANT_TOLD'] as const;
export type HandOverCode = (typeof HAND_OVER_ITEMS)[number];

export const HAND_OVER_NAMES: Readonly<Record<HandOverCode, { readonly nl: string; readonly en: string }>> = {
  PLAN: { nl: 'Het trajectplan is afgesproken', en: 'The plan is agreed' },
  NOTES: { nl: 'Het laatste gesprek is vastgelegd', en: 'The last session is noted down' },
  APPOINTMENTS: { nl: 'Afspraken die blijven staan of worden verzet', en: 'Appointments to keep or to move' },
  DEADLINES: { nl: 'Termijnen van de komende 30 dagen', en: 'Deadlines of the next 30 days' },
  TASKS: { nl: 'Open taken die meegaan', en: 'Open tasks that go along' },
  PARTICIPANT_TOLD: { nl: 'De deelnemer weet ervan', en: 'The participant knows of it' },
};

/** One line of the checklist: process facts alone, never what was said. */
export interface HandOverItem {
  readonly code: HandOverCode;
  /** `CONFIRM`: only people know. `TELL`: goes along, and the successor has to hear of it. */
  readonly state: 'DONE' | 'TO_DO' | 'TELL' | 'CONFIRM';
  /** Ids of tasks, codes of deadlines, days of appointments. */
  readonly about: readonly string[];
}

const SOON_DAYS = 30;

/** What is to be seen to before another coach takes over; undefined while nobody has the trajectory. */
export function handOverOf(state: TrajectoryState, now: Instant): readonly HandOverItem[] | undefined {
  const coachId = coachOf(state);
  if (coachId === undefined) return undefined;
  const { facts, workflow } = state;
  const heldOn = newestFact(facts, 'SessionHeld')?.on ?? firstFact(facts, 'IntakeHeld')?.on;
  const noted = heldOn === undefined || (newestFact(facts, 'SessionNoteRecorded')?.on ?? '') >= heldOn;
  return [
    { code: 'PLAN', state: firstFact(facts, 'TrajectoryPlanAgreed') ? 'DONE' : 'TO_DO', about: [] },
    { code: 'NOTES', state: noted ? 'DONE' : 'TO_DO', about: noted ? [] : [heldOn] },
    telling('APPOINTMENTS', appointmentsAfter(state, now)),
    telling('DEADLINES', deadlinesBefore(state, addDays(localDateOf(HOME_ZONE, now), SOON_DAYS))),
    telling(
      'TASKS',
      workOf(coachId, standInOf(facts), workflow).map(({ taskId }) => taskId),
    ),
    { code: 'PARTICIPANT_TOLD', state: 'CONFIRM', about: [] },
  ];
}

const telling = (code: HandOverCode, about: readonly string[]): HandOverItem => ({
  code,
  state: about.length === 0 ? 'DONE' : 'TELL',
  about: about.toSorted(),
});

/** The days of sessions still to come; a session that was moved counts on its newest day. */
function appointmentsAfter({ facts }: TrajectoryState, now: Instant): readonly LocalDate[] {
  const at = new Map<unknown, string>();
  for (const { type, data } of facts) {
    const { sessionId } = data;
    if (type === 'SessionScheduled' || type === 'SessionRescheduled')
      at.set(sessionId, new Date(String(data['at'])).toISOString());
    if (type === 'SessionCancelled' || type === 'SessionHeld') at.delete(sessionId);
  }
  return [...at.values()].filter((moment) => moment > now).map((moment) => localDateOf(HOME_ZONE, moment));
}

/** What the law or the contract asks by then, overdue or not. */
const deadlinesBefore = ({ workflow }: TrajectoryState, day: LocalDate): readonly string[] =>
  Object.values(workflow.clocks)
    .filter(
      (clock) => isOpenClock(clock) && clock.times === 'DEADLINE' && clock.dueOn !== undefined && clock.dueOn <= day,
    )
    .map(({ code }) => code);
