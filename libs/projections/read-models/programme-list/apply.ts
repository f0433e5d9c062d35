import { type JsonObject } from '@overstap/kernel';
import { type ProgrammeFactEvent } from '@overstap/mobility';
import { type ProjectedEvent, type Rows } from '../../runner/index.js';
import { type ListedProgramme } from './table.js';

export function applyToProgrammes(rows: Rows<ListedProgramme>, event: ProjectedEvent): void {
  const { programme, revision } = event;
  if (programme === undefined) return;
  const before = rows.get(programme) ?? unknownProgramme(programme);
  rows.put(programme, { ...before, ...changesOf(event, before), revision });
}

function changesOf(event: ProjectedEvent, { planners }: ListedProgramme): Partial<ListedProgramme> {
  const { type, data } = event as unknown as ProgrammeFactEvent;
  switch (type) {
    case 'ProgrammeCreated':
      return {
        code: data.code,
        name_nl: data.names.nl,
        name_en: data.names.en,
        programme_type: data.programmeType,
        employer: data.employerId,
        template: data.templateId,
        template_version: data.templateVersion,
        disclosure_profile: data.disclosureProfile,
        languages: [...data.languages],
        planned_start: data.plannedStart,
        planned_end: data.plannedEnd ?? null,
        headcount_planned: data.headcountPlanned ?? null,
      };
    case 'ProgrammeManagerAssigned':
      return { manager: data.userId };
    case 'ProgrammePlannerAssigned':
      return { planners: [...planners.filter((each) => each !== data.plannerId), data.plannerId] };
    case 'ProgrammePlannerUnassigned':
      return { planners: planners.filter((each) => each !== data.plannerId) };
    case 'LandingDefinitionAgreed':
      return { landing: event.data as JsonObject };
    case 'ProgrammeTemplateUpgraded':
      return { template_version: data.to };
    case 'ProgrammeOpened':
      return { status: 'OPEN', opened_on: data.on };
    case 'ProgrammeClosed':
      return { status: 'CLOSED', closed_on: data.on };
    default:
      return {};
  }
}

const unknownProgramme = (programme: string): ListedProgramme => ({
  programme,
  code: null,
  name_nl: null,
  name_en: null,
  programme_type: null,
  employer: null,
  template: null,
  template_version: null,
  disclosure_profile: null,
  languages: [],
  manager: null,
  planners: [],
  status: 'PLANNED',
  planned_start: null,
  planned_end: null,
  headcount_planned: null,
  opened_on: null,
  closed_on: null,
  landing: null,
  revision: -1,
});
