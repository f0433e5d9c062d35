import { type Calendar, calendarNamed } from '@overstap/calendar';
import { isRefusal } from '@overstap/kernel';
import { type AgencyState, calendarOf, HOME_CALENDAR } from '@overstap/mobility';
import { type Program } from './program.js';

/** The agency's Dutch calendar, with its closing days: what is counted in working days goes by it. */
export async function homeCalendar({ aggregates }: Program, tenant: string): Promise<Calendar> {
  const { state } = await aggregates.recent(tenant, 'agency', tenant, 1000);
  const calendar = calendarOf(state as AgencyState, HOME_CALENDAR);
  const fallback = isRefusal(calendar) ? calendarNamed(HOME_CALENDAR) : calendar;
  if (isRefusal(fallback)) throw new Error(fallback.message);
  return fallback;
}
