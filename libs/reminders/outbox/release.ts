import { type Calendar, dayAt, instantOf, minutesOf, msAt, msOf, type QuietHours, releaseOf } from '@overstap/calendar';
import { type Instant } from '@overstap/kernel';
import { type Recipient } from './addressees.js';
import { type MailPreference } from './preferences.js';

/** When a tenant and its people do not want to be disturbed. */
export interface Manners {
  calendarOf(tenant: string): Calendar | Promise<Calendar>;
  quietHoursOf(tenant: string, recipient: Recipient): QuietHours | Promise<QuietHours>;
  /** How somebody wants mail; undefined: as the ladder says. */
  mailOf?(tenant: string, recipient: Recipient): Promise<MailPreference | undefined>;
}

const DIGEST_TIME = '08:30';
/** What is recorded this long after its digest's time still goes along: rungs of 08:30 take a moment to fire. */
export const DIGEST_GRACE_MS = 60_000;
const MOST_DAYS = 60;

/** The first 08:30 at this instant or after it. */
function nextDigestTime({ zone }: Calendar, instant: Instant): Instant {
  const ms = msOf(instant);
  const day = dayAt(zone, ms);
  const [today, tomorrow] = [day, day + 1].map((each) => msAt(zone, each, minutesOf(DIGEST_TIME)));
  return instantOf(today !== undefined && today >= ms ? today : (tomorrow ?? ms));
}

/** The digest that takes along what happened at `occurredAt` and was recorded at `recordedAt`: 08:30 on a day that is not quiet then. */
export function digestOf(calendar: Calendar, quiet: QuietHours, occurredAt: Instant, recordedAt: Instant): Instant {
  const settled = instantOf(msOf(recordedAt) - DIGEST_GRACE_MS);
  let digest = nextDigestTime(calendar, occurredAt > settled ? occurredAt : settled);
  for (let tries = 0; tries < MOST_DAYS; tries++) {
    const release = releaseOf(calendar, quiet, digest);
    if (release === digest) return digest;
    digest = nextDigestTime(calendar, release);
  }
  // 08:30 is always quiet for this person: the end of the quiet time it is.
  return releaseOf(calendar, quiet, digest);
}

/** The moment from which a message may leave: quiet hours hold it, a digest waits for its time. */
export async function notBeforeOf(
  manners: Manners,
  { tenant, recipient, digest }: { readonly tenant: string; readonly recipient: Recipient; readonly digest: boolean },
  { occurredAt, recordedAt }: { readonly occurredAt: Instant; readonly recordedAt: Instant },
): Promise<Instant> {
  const calendar = await manners.calendarOf(tenant);
  const quiet = await manners.quietHoursOf(tenant, recipient);
  return digest ? digestOf(calendar, quiet, occurredAt, recordedAt) : releaseOf(calendar, quiet, recordedAt);
}
