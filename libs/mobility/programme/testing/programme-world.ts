import { calendarNamed } from '@overstap/calendar';
import { isRefusal } from '@overstap/kernel';
import { RECORDED_EVENTS } from '../../recorded-events.js';
import { type ShippedTemplate } from '../../templates/index.js';
import { shippedTemplate } from '../../testing/template-files.js';
import { type ProgrammeWorld } from '../world.js';

/** A shipped template, the Dutch calendar and one employer. */
export function programmeWorld(name: ShippedTemplate, change: Partial<ProgrammeWorld> = {}): ProgrammeWorld {
  const calendar = calendarNamed('nl');
  if (isRefusal(calendar)) throw new Error(calendar.message);
  return {
    template: shippedTemplate(name, RECORDED_EVENTS),
    calendar,
    employers: new Map([['e-1', 'Voorbeeld BV']]),
    ...change,
  };
}
