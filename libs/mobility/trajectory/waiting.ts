import { type Calendar, ledgerAt } from '@overstap/calendar';
import { type Instant, type LocalDate } from '@overstap/kernel';
import { waitingOnCoachSince, waitingOnParticipantSince } from './activity.js';
import { pausesOf } from './pauses.js';
import { conclusionOf, type TrajectoryState } from './state.js';

/** Since when somebody is waited for, and how many working days of that have passed; a pause is no waiting. */
export interface Waiting {
  readonly since: LocalDate;
  readonly workingDays: number;
}

/** Both waiting clocks (docs/caseload.md); null where nobody is waited for. */
export function waitingIn(
  state: TrajectoryState,
  calendar: Calendar,
  now: Instant,
): { readonly onCoach: Waiting | null; readonly onParticipant: Waiting | null } {
  const over = conclusionOf(state.facts) !== undefined;
  const counted = (since: LocalDate | undefined): Waiting | null => {
    if (since === undefined || over) return null;
    const pauses = pausesOf(state.facts);
    const terms = { calendar, armedOn: since, budget: { value: LONGEST_WAIT, unit: 'workingDays' as const }, pauses };
    return { since, workingDays: ledgerAt(terms, now).consumed };
  };
  return { onCoach: counted(waitingOnCoachSince(state)), onParticipant: counted(waitingOnParticipantSince(state)) };
}

/** About two years of working days: nothing that is still open counts on beyond it. */
const LONGEST_WAIT = 500;
