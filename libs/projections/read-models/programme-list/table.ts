import { type JsonObject, type LocalDate } from '@overstap/kernel';
import { type ReadModel } from '../../runner/index.js';

export interface ListedProgramme {
  programme: string;
  code: string | null;
  name_nl: string | null;
  name_en: string | null;
  programme_type: string | null;
  employer: string | null;
  template: string | null;
  template_version: number | null;
  disclosure_profile: string | null;
  languages: string[];
  manager: string | null;
  /** Who plans it; where nobody is named, every planner of the agency does. */
  planners: string[];
  /** PLANNED, OPEN or CLOSED. */
  status: 'PLANNED' | 'OPEN' | 'CLOSED';
  planned_start: LocalDate | null;
  planned_end: LocalDate | null;
  headcount_planned: number | null;
  opened_on: LocalDate | null;
  closed_on: LocalDate | null;
  /** `{ countedOutcomes, dateBasis, horizonDays, … }` as agreed; null while the template's holds. */
  landing: JsonObject | null;
  revision: number;
}

export const COLUMNS: ReadModel<ListedProgramme>['columns'] = {
  programme: 'text',
  code: 'text',
  name_nl: 'text',
  name_en: 'text',
  programme_type: 'text',
  employer: 'text',
  template: 'text',
  template_version: 'integer',
  disclosure_profile: 'text',
  languages: 'text[]',
  manager: 'text',
  planners: 'text[]',
  status: 'text',
  planned_start: 'date',
  planned_end: 'date',
  headcount_planned: 'integer',
  opened_on: 'date',
  closed_on: 'date',
  landing: 'jsonb',
  revision: 'integer',
};
