import { calendarNamed, dayOfWeek, type DueAnswer, localTimeOf } from '@overstap/calendar';
import { isRefusal } from '@overstap/kernel';
import { table } from '../text/table.js';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const weekday = (date: string): string => WEEKDAYS[dayOfWeek(date) - 1] ?? '';

/** When it is due, and day by day why then. */
export function dueText({ due, instant, days }: DueAnswer, calendar: string): string {
  let counted = 0;
  const rows = days.map((day) => [
    day.date,
    weekday(day.date).slice(0, 3),
    day.counted ? String(++counted) : '',
    day.why,
  ]);
  return (
    `Due on ${weekday(due)} ${due}${atTime(instant, calendar)}.\n\n` +
    table([{ heading: 'Date' }, { heading: 'Day' }, { heading: 'Counted', align: 'right' }, { heading: 'Why' }], rows)
  );
}

function atTime(instant: string, name: string): string {
  const calendar = calendarNamed(name);
  if (isRefusal(calendar)) return '';
  const time = localTimeOf(calendar.zone, instant);
  return time.startsWith('00:00') ? ', at the end of the day' : `, before ${time.slice(0, 5)} (${calendar.zone})`;
}
