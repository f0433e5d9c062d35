import { SHIPPED_CALENDARS } from '@overstap/calendar';
import {
  assertNever,
  type CommandsOf,
  conflict,
  type Decider,
  invalid,
  isRefusal,
  type Refusal,
} from '@overstap/kernel';
import { given, sameValues } from '../same-values.js';
import { type AgencyEvent } from './catalogue.js';
import { type AGENCY_COMMANDS } from './commands.js';
import { type AgencyState, calendarOf, evolveAgency, idNamed, NEW_AGENCY, withCalendar } from './state.js';

export type AgencyCommand = CommandsOf<typeof AGENCY_COMMANDS>;

/** The agency's own register: employers, teams, calendars and rules of law. What is known already is no news. */
export const agency: Decider<AgencyState, AgencyCommand, AgencyEvent> = {
  initialState: NEW_AGENCY,
  evolve: evolveAgency,
  decide(command, state, _world, { now: occurredAt, newId }) {
    switch (command.type) {
      case 'RegisterEmployer': {
        const { name, employerId } = command.data;
        const decided = registered('employerId', name, employerId, state.employers, newId);
        if (isRefusal(decided)) return decided;
        return decided ? [{ type: 'EmployerRegistered', data: { employerId: decided, name }, occurredAt }] : [];
      }
      case 'CreateTeam': {
        const { name, teamId } = command.data;
        const decided = registered('teamId', name, teamId, state.teams, newId);
        if (isRefusal(decided)) return decided;
        return decided ? [{ type: 'TeamCreated', data: { teamId: decided, name }, occurredAt }] : [];
      }
      case 'DefineCalendar': {
        const data = given(command.data);
        const { calendarId } = data;
        if (SHIPPED_CALENDARS.some(({ name }) => name === calendarId))
          return conflict(
            'calendar-shipped',
            'This calendar comes with the program; close days of it, or choose another id.',
          );
        const before = state.calendars.get(calendarId)?.defined;
        if (before && sameValues(before, data)) return [];
        const calendar = calendarOf(withCalendar(state, calendarId, { defined: data }), calendarId);
        if (isRefusal(calendar)) return onField(calendar, { holidays: 'holidayRules' });
        return [{ type: 'CalendarDefined', data, occurredAt }];
      }
      case 'CloseCalendarDay': {
        const data = given(command.data);
        const { calendarId, day } = data;
        const closedDays = state.calendars.get(calendarId)?.closedDays ?? [];
        if (closedDays.includes(day)) return [];
        const calendar = calendarOf(withCalendar(state, calendarId, { closedDays: [...closedDays, day] }), calendarId);
        if (!isRefusal(calendar)) return [{ type: 'CalendarDayClosed', data, occurredAt }];
        return onField(calendar, { calendar: 'calendarId', closedDays: 'day' });
      }
      case 'SetLegalParameter': {
        const data = given(command.data);
        if (data.validTo !== undefined && data.validTo < data.validFrom)
          return invalid('validTo', 'date-order', 'validTo must not be before validFrom.');
        return state.parameters.some((known) => sameValues(known, data))
          ? []
          : [{ type: 'LegalParameterSet', data, occurredAt }];
      }
      default:
        return assertNever(command);
    }
  },
};

/** A broken rule of the calendar, told of the command's own field. */
const onField = ({ field = '', code, message }: Refusal, names: Readonly<Record<string, string>>): Refusal =>
  invalid(names[field] ?? field, code, message);

/** The id to register the name under; undefined when the name is registered already. */
function registered(
  field: string,
  name: string,
  id: string | undefined,
  names: ReadonlyMap<string, string>,
  newId: () => string,
): string | Refusal | undefined {
  const known = idNamed(names, name);
  if (known !== undefined && (id === undefined || id === known)) return undefined;
  if (known !== undefined)
    return conflict(
      'name-taken',
      `This name is registered under another ${field}; use that one, or choose another name.`,
    );
  if (id !== undefined && names.has(id))
    return invalid(field, 'id-taken', `${field} belongs to another name; leave it out to get a new one.`);
  return id ?? newId();
}
