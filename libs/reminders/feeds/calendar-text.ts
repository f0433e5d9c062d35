import ical, { ICalCalendarMethod, ICalEventTransparency } from 'ical-generator';
import { type Instant, type LocalDate } from '@overstap/kernel';
import { v5 as uuidV5 } from 'uuid';
import { LANGUAGES, type LanguageCode } from '../messages/message.js';

/** Namespace of the ids of entries; never changes, or calendars would show everything twice. */
const NAMESPACE = '3f8b8d1e-5a43-5b0e-9a57-0d2c64f1a7b8';
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** An appointment of which nobody said how long. */
const USUAL_MINUTES = 60;
const HOUR_SECONDS = 3600;

export interface FeedTask {
  readonly id: string;
  readonly dueOn: LocalDate;
  readonly since: Instant;
  /** The template's name of it in the feed's language; absent where somebody added it by hand, in words that stay inside. */
  readonly name?: string;
}

export interface FeedAppointment {
  readonly id: string;
  readonly kind: 'INTAKE' | 'SESSION';
  readonly startsAt: Instant;
  readonly minutes: number | null;
  readonly since: Instant;
}

const WORDS = {
  nl: { task: 'Taak', INTAKE: 'Intakegesprek', SESSION: 'Gesprek' },
  en: { task: 'Task', INTAKE: 'Intake talk', SESSION: 'Session' },
} as const;

/**
 * A calendar as iCalendar (RFC 5545): tasks as whole days that leave one free, appointments with their time. Titles are the template's or fixed, so
 * that nothing about a person is in them: calendars are shared and shown on locked screens. The same entries give the same text.
 */
export function calendarText(
  language: LanguageCode,
  link: string,
  tasks: readonly FeedTask[],
  appointments: readonly FeedAppointment[],
): string {
  const words = WORDS[language];
  const calendar = ical({
    name: 'Overstap',
    prodId: { company: 'Overstap', product: 'Overstap', language: language.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    ttl: HOUR_SECONDS,
  });
  const common = (id: string, since: Instant) => ({
    id: `${uuidV5(id, NAMESPACE)}@overstap`,
    stamp: new Date(since),
    description: LANGUAGES[language].open,
    url: link,
  });
  for (const { id, dueOn, since, name } of tasks) {
    const start = new Date(`${dueOn}T00:00:00Z`);
    calendar.createEvent({
      ...common(`task ${id}`, since),
      summary: name ?? words.task,
      start,
      end: new Date(start.getTime() + DAY_MS),
      allDay: true,
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  for (const { id, kind, startsAt, minutes, since } of appointments) {
    const start = new Date(startsAt);
    calendar.createEvent({
      ...common(`appointment ${id}`, since),
      summary: words[kind],
      start,
      end: new Date(start.getTime() + (minutes ?? USUAL_MINUTES) * MINUTE_MS),
    });
  }
  return calendar.toString();
}
