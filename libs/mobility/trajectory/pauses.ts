import { instantAt } from '@overstap/calendar';
import { type Instant, oncePer } from '@overstap/kernel';
import { landingOf } from '../placement/landing.js';
import { type FactLog } from '../workflow/facts.js';
import { type ReasonedPause } from '../workflow/subject.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { type TrajectoryPaused } from './events.js';

/** What ends a pause that nobody ended: there is nothing left to pause, or it begins anew. */
const ENDS: readonly string[] = [
  'TrajectoryResumed',
  'TrajectoryClosed',
  'ParticipationDeclined',
  'ParticipationExpired',
  'TrajectoryReopened',
];

/**
 * Every pause, in order; the last one may be open. A date without a time is read as the start of that day: before its cut-off. Pauses that a
 * correction made overlap are one; a landing ends the pause in which it happened.
 */
export const pausesOf = oncePer((facts: FactLog): readonly ReasonedPause[] => {
  const pauses: { from: Instant; to?: Instant; reason: string; maximumDays?: number }[] = [];
  for (const fact of facts) {
    const last = pauses.at(-1);
    const open = last && last.to === undefined ? last : undefined;
    if (fact.type === 'TrajectoryPaused' && !open) {
      const { healthReason, reasonCode, maximumDays } = fact.data as Partial<TrajectoryPaused>;
      const reason = String(healthReason ?? reasonCode);
      pauses.push({ from: fact.at, reason, ...(maximumDays === undefined ? {} : { maximumDays }) });
    } else if (open && ENDS.includes(fact.type)) open.to = fact.at;
  }
  const last = pauses.at(-1);
  if (!last || last.to !== undefined) return pauses;
  const landing = landingOf(facts);
  const landedAt = landing && instantAt(HOME_ZONE, landing.on, '00:00');
  if (landedAt !== undefined) last.to = landedAt > last.from ? landedAt : last.from;
  return pauses;
});

export const isPaused = (facts: FactLog): boolean => {
  const last = pausesOf(facts).at(-1);
  return last !== undefined && last.to === undefined;
};
