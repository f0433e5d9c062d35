import { type Role } from '@overstap/kernel';
import { commandRows, row } from '../command-rows.js';
import { AGENCY_COMMANDS } from './commands.js';

const OFFICE: readonly Role[] = ['ADMIN', 'PROGRAMME_MANAGER', 'SYSTEM'];

export const agencyCommands = commandRows('agency', AGENCY_COMMANDS, {
  RegisterEmployer: row(OFFICE, 'Register an employer; the same name again changes nothing'),
  CreateTeam: row(OFFICE, 'Create a team of coaches'),
  DefineCalendar: row(OFFICE, 'Define a calendar of the agency, or define it anew'),
  CloseCalendarDay: row(OFFICE, 'Close a day: dates that count working days move'),
  SetLegalParameter: row(OFFICE, 'Set the value of a rule of law from a day on, with its source'),
});
