import { Temporal } from 'temporal-polyfill';
import { type Instant, type LocalDate } from '@overstap/kernel';
import { dateOf, dayOf, type EpochDay } from './dates.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A stretch of a year during which the zone's offset (milliseconds east of UTC) stays the same. */
interface Stretch {
  readonly from: number;
  readonly offset: number;
}

/** Per zone and UTC year, its stretches in order: asked of Temporal once, plain arithmetic afterwards. */
const stretchesOf = new Map<string, Map<number, readonly Stretch[]>>();

/** True for a time-zone name of the IANA database, `Europe/Amsterdam`; fixed offsets such as `+01:00` are not zones. */
export function isZone(zone: unknown): zone is string {
  if (typeof zone !== 'string' || !/^[A-Za-z]/.test(zone)) return false;
  if (stretchesOf.has(zone)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    return false;
  }
  stretchesOf.set(zone, new Map());
  return true;
}

function stretches(zone: string, year: number): readonly Stretch[] {
  const years = isZone(zone) ? stretchesOf.get(zone) : undefined;
  if (!years) throw new RangeError('the time zone is unknown; name one of the IANA database, such as Europe/Amsterdam');
  const known = years.get(year);
  if (known) return known;
  const begins = Date.UTC(year, 0, 1);
  const ends = Date.UTC(year + 1, 0, 1);
  const found: Stretch[] = [];
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(begins).toZonedDateTimeISO(zone);
  while (at && at.epochMilliseconds < ends) {
    found.push({ from: at.epochMilliseconds, offset: Math.round(at.offsetNanoseconds / 1e6) });
    at = at.getTimeZoneTransition('next');
  }
  years.set(year, found);
  return found;
}

const yearAt = (ms: number): number => new Date(ms).getUTCFullYear();

/** The stretch in force at a moment. */
function stretchAt(zone: string, ms: number): Stretch {
  let current: Stretch | undefined;
  for (const stretch of stretches(zone, yearAt(ms))) if (!current || stretch.from <= ms) current = stretch;
  if (!current) throw new RangeError('the moment lies outside the years that are understood');
  return current;
}

/** Milliseconds since 1970 of an instant; throws a RangeError for text that is not one. */
export function msOf(instant: Instant): number {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new RangeError('an instant must be ISO-8601, such as 2027-03-01T08:00:00.000Z');
  return ms;
}

export const instantOf = (ms: number): Instant => new Date(ms).toISOString();

/** True for a time of day from 00:00 to 23:59. */
export const isTime = (value: unknown): value is string =>
  typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value);

/** Minutes after midnight of `HH:mm`; `24:00` is the end of the day. Throws a RangeError for another text. */
export function minutesOf(time: string): number {
  if (time === '24:00') return 1440;
  if (!isTime(time)) throw new RangeError('a time of day must be written HH:mm, from 00:00 to 24:00');
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/**
 * The moment, in milliseconds, of a day and minutes after midnight: the first at which the zone's clock shows that time or a later one.
 * So a time that a clock change skips is the moment of the change, and of a time that it repeats the first counts. 1440 is the next midnight.
 */
export function msAt(zone: string, day: EpochDay, minutes: number): number {
  const local = day * DAY_MS + minutes * MINUTE_MS;
  // No zone is two days from UTC, so an earlier moment cannot show this time.
  const earliest = local - 2 * DAY_MS;
  const year = yearAt(earliest);
  const candidates = [...stretches(zone, year), ...stretches(zone, year + 1)];
  for (const [index, stretch] of candidates.entries()) {
    const ends = candidates[index + 1]?.from ?? Infinity;
    const moment = Math.max(stretch.from, local - stretch.offset);
    if (moment < ends) return moment;
  }
  throw new RangeError('the date lies outside the years that are understood');
}

/** The instant of a local date and time of day, `HH:mm` up to `24:00`, in a zone; see `msAt` for clock changes. */
export const instantAt = (zone: string, date: LocalDate, time: string): Instant =>
  instantOf(msAt(zone, dayOf(date), minutesOf(time)));

const localMs = (zone: string, ms: number): number => ms + stretchAt(zone, ms).offset;

/** The local day number at a moment. */
export const dayAt = (zone: string, ms: number): EpochDay => Math.floor(localMs(zone, ms) / DAY_MS);

/** The local date at an instant. */
export const localDateOf = (zone: string, instant: Instant): LocalDate => dateOf(dayAt(zone, msOf(instant)));

/** The local time of day at an instant, `HH:mm`; seconds are dropped. */
export function localTimeOf(zone: string, instant: Instant): string {
  return new Date(localMs(zone, msOf(instant))).toISOString().slice(11, 16);
}
