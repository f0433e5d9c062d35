import { type Instant } from '@overstap/kernel';
import { type Calendar } from './calendar.js';
import { type EpochDay } from './dates.js';
import { dayAt, instantOf, minutesOf, msAt, msOf } from './zones.js';

/** When messages are held (docs/time.md, "Reminders"). Local times `HH:mm`; equal times mean no quiet hours within a day. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
  /** True: the calendar's weekend days are quiet throughout. */
  readonly weekends: boolean;
  /** True: holidays and the tenant's closing days are quiet throughout. */
  readonly holidays: boolean;
}

export const DEFAULT_QUIET_HOURS: QuietHours = { from: '18:00', to: '08:00', weekends: true, holidays: true };

/** The stretches of time, [begin, end) in milliseconds, that are quiet because of one day. */
function quietOf(calendar: Calendar, quiet: QuietHours, day: EpochDay): [number, number][] {
  const at = (on: EpochDay, minutes: number): number => msAt(calendar.zone, on, minutes);
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)];
  const stretches: [number, number][] = [];
  if ((quiet.weekends && calendar.isWeekend(day)) || (quiet.holidays && calendar.isHoliday(day)))
    stretches.push([at(day, 0), at(day + 1, 0)]);
  if (from !== to) stretches.push([at(day, from), at(from < to ? day : day + 1, to)]);
  return stretches;
}

/**
 * The instant at which a message may leave: the same one when it is not quiet then, else the first moment that is not. Quiet time is
 * measured between instants, so a clock change neither opens a gap in it nor sends a message back in time.
 */
export function releaseOf(calendar: Calendar, quiet: QuietHours, instant: Instant): Instant {
  let moment = msOf(instant);
  for (;;) {
    const day = dayAt(calendar.zone, moment);
    // The day after too: where a clock goes back over midnight, its first minutes come before the last of today.
    const around = [day - 1, day, day + 1].flatMap((each) => quietOf(calendar, quiet, each));
    const holding = around.find(([begin, end]) => begin <= moment && moment < end);
    if (!holding) return instantOf(moment);
    moment = holding[1];
  }
}
