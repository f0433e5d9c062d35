import { isDate, localDateOf } from '@overstap/calendar';
import { isRefusal, type LocalDate } from '@overstap/kernel';
import {
  type AgencyState,
  calendarOf,
  createdProgramme,
  HOME_ZONE,
  landingTermsOf,
  type ProgrammeState,
  type TemplateState,
} from '@overstap/mobility';
import { outcomeReport, type OutcomeReport, survivalRows } from '@overstap/projections';
import { type Program } from './program.js';

/** The figures of a programme as of a day; undefined when there is no such programme. A day after the clock is answered as of the clock. */
export async function outcomeReportOf(
  { aggregates, clock, database }: Program,
  tenant: string,
  code: string,
  asOf: LocalDate,
): Promise<OutcomeReport | undefined> {
  const programme = (await aggregates.current(tenant, 'programme', code)).state as ProgrammeState;
  const created = createdProgramme(programme);
  if (!created || !isDate(asOf)) return undefined;
  const versions = (await aggregates.recent(tenant, 'template', created.templateId, 1000)).state as TemplateState;
  const template = versions.get(created.templateVersion)?.definition;
  if (!template) return undefined;
  const agency = (await aggregates.recent(tenant, 'agency', tenant, 1000)).state as AgencyState;
  const calendar = calendarOf(agency, template.calendar);
  const today = localDateOf(HOME_ZONE, clock.now());
  return outcomeReport({
    programme: code,
    asOf: asOf > today ? today : asOf,
    people: await database.readAs(tenant, (client) => survivalRows(client, code)),
    landing: landingTermsOf(programme) ?? template.landing,
    deadlines: template.trajectory.deadlines,
    ...(isRefusal(calendar) ? {} : { calendar }),
  });
}
