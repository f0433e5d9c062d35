import { type Instant } from '@overstap/kernel';
import { type RungDefinition } from '../programme-template/definition.js';
import { heldSince } from './conditions.js';
import { type ClockState } from './state.js';
import { type Subject } from './subject.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** At most one nudge per participant in three days and two in a week (docs/time.md, "Reminders"). */
const NUDGE_CAPS = [
  { days: 3, most: 1 },
  { days: 7, most: 2 },
] as const;

/** Why a rung of the moment `at` must stay silent; undefined when it may speak now. Nothing holds a rung of a running statutory clock. */
export function suppressionOf(
  clock: ClockState,
  rung: RungDefinition,
  at: Instant,
  subject: Subject,
  now: Instant,
): 'DONE' | 'PAUSED' | 'LOSS_PROCESSING' | 'OPTED_OUT' | 'FREQUENCY_CAP' | undefined {
  // What was done before the clock began does not spare anybody what it asks for; one that is counted backwards has no beginning.
  const since = clock.budget.value < 0 ? '' : clock.armedOn;
  if (rung.unless && heldSince(rung.unless, subject, { since }) !== undefined) return 'DONE';
  if (clock.kind === 'STATUTORY') return undefined;
  if (subject.pauses.some(({ from, to }) => from <= at && (to === undefined || at < to))) return 'PAUSED';
  if (!rung.to.includes('PARTICIPANT')) return undefined;
  if (subject.optedOut) return 'OPTED_OUT';
  if (subject.searchBlocked) return 'LOSS_PROCESSING';
  return NUDGE_CAPS.some(({ days, most }) => nudgesSince(subject, now, days) >= most) ? 'FREQUENCY_CAP' : undefined;
}

function nudgesSince({ workflow }: Subject, now: Instant, days: number): number {
  const since = Date.parse(now) - days * DAY_MS;
  return workflow.nudges.filter((nudge) => Date.parse(nudge) > since).length;
}
