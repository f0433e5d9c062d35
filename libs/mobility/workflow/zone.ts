import { instantAt } from '@overstap/calendar';
import { type Instant, type LocalDate } from '@overstap/kernel';

/** The zone in which business days are read: that of every shipped calendar. */
export const HOME_ZONE = 'Europe/Amsterdam';

/** By what an agency counts where no template says it. */
export const HOME_CALENDAR = 'nl';

/** When a thing of a day happened: now, where that day is today; else the day's first moment. */
export const momentOn = (
  on: LocalDate,
  { now, today }: { readonly now: Instant; readonly today: LocalDate },
): Instant => (on === today ? now : instantAt(HOME_ZONE, on, '00:00'));
