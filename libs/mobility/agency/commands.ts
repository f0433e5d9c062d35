import { IdField, TextField } from '@overstap/kernel';
import { optional } from '../event-fields.js';
import { CalendarDayClosed, CalendarDefined, LegalParameterSet } from './events.js';

export class RegisterEmployer {
  /** Given out when absent. */
  @IdField(optional) readonly employerId?: string;
  @TextField({ max: 200 }) readonly name!: string;
}

export class CreateTeam {
  /** Given out when absent. */
  @IdField(optional) readonly teamId?: string;
  @TextField({ max: 200 }) readonly name!: string;
}

export class DefineCalendar extends CalendarDefined {}
export class CloseCalendarDay extends CalendarDayClosed {}
export class SetLegalParameter extends LegalParameterSet {}

export const AGENCY_COMMANDS = { RegisterEmployer, CreateTeam, DefineCalendar, CloseCalendarDay, SetLegalParameter };
