import { readFileSync } from 'node:fs';
import { calendarNamed } from '@overstap/calendar';
import { isRefusal } from '@overstap/kernel';
import { type TemplateDefinition } from '../../programme-template/definition.js';
import { loadTemplate } from '../../programme-template/loader.js';
import { RECORDED_EVENTS } from '../../recorded-events.js';
import { type ShippedTemplate, templateFile } from '../../templates/index.js';
import { type ProgrammeWorld } from '../world.js';

const shipped = (name: ShippedTemplate): TemplateDefinition => {
  const file = templateFile(name);
  const loaded = loadTemplate(
    readFileSync(new URL(`../../templates/${file}`, import.meta.url), 'utf8'),
    file,
    RECORDED_EVENTS,
  );
  if ('problems' in loaded) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  return loaded.template;
};

/** A shipped template, the Dutch calendar and one employer. */
export function programmeWorld(name: ShippedTemplate, change: Partial<ProgrammeWorld> = {}): ProgrammeWorld {
  const calendar = calendarNamed('nl');
  if (isRefusal(calendar)) throw new Error(calendar.message);
  return { template: shipped(name), calendar, employers: new Map([['e-1', 'Voorbeeld BV']]), ...change };
}
