import {
  type Calendar,
  type CalendarDefinition,
  calendarFrom,
  type HolidayRules,
  SHIPPED_CALENDARS,
} from '@overstap/calendar';
import { assertNever, type FoldedEvent, invalid, isRefusal, type LocalDate, type Refusal } from '@overstap/kernel';
import { type AgencyEvent } from './catalogue.js';
import { WEEKDAYS } from './codes.js';
import { type CalendarDefined, type LegalParameterSet } from './events.js';

/** What an agency made of a calendar: its own definition, and the days it closes. */
export interface CalendarState {
  /** Absent for a shipped calendar. */
  readonly defined?: CalendarDefined;
  readonly closedDays: readonly LocalDate[];
  /** How often it was changed. */
  readonly changes: number;
}

export interface AgencyState {
  /** Names by id. */
  readonly employers: ReadonlyMap<string, string>;
  readonly teams: ReadonlyMap<string, string>;
  readonly calendars: ReadonlyMap<string, CalendarState>;
  readonly parameters: readonly LegalParameterSet[];
}

export const NEW_AGENCY: AgencyState = { employers: new Map(), teams: new Map(), calendars: new Map(), parameters: [] };

const UNCHANGED: CalendarState = { closedDays: [], changes: 0 };

export function evolveAgency(state: AgencyState, event: FoldedEvent<AgencyEvent>): AgencyState {
  switch (event.type) {
    case 'EmployerRegistered':
      return { ...state, employers: new Map(state.employers).set(event.data.employerId, event.data.name) };
    case 'TeamCreated':
      return { ...state, teams: new Map(state.teams).set(event.data.teamId, event.data.name) };
    case 'CalendarDefined':
      return withCalendar(state, event.data.calendarId, { defined: event.data });
    case 'CalendarDayClosed': {
      const { calendarId, day } = event.data;
      const before = state.calendars.get(calendarId)?.closedDays ?? [];
      return withCalendar(state, calendarId, { closedDays: [...before, day] });
    }
    case 'LegalParameterSet': {
      const { code, validFrom } = event.data;
      const others = state.parameters.filter((each) => each.code !== code || each.validFrom !== validFrom);
      return { ...state, parameters: [...others, event.data] };
    }
    default:
      return assertNever(event);
  }
}

/** The state after a calendar was defined or a day closed. */
export function withCalendar(state: AgencyState, id: string, change: Partial<CalendarState>): AgencyState {
  const before = state.calendars.get(id) ?? UNCHANGED;
  const after = { ...before, ...change, changes: before.changes + 1 };
  return { ...state, calendars: new Map(state.calendars).set(id, after) };
}

/**
 * The calendar of this name as the agency keeps it: a shipped one or its own, with its closing days. Its version grows with every change, so
 * that clocks know to be computed again. An unknown name is refused, never a silent Monday to Friday.
 */
export function calendarOf(state: AgencyState, name: string): Calendar | Refusal {
  const built = CALENDARS.get(state.calendars)?.get(name);
  if (built) return built;
  const calendar = buildCalendar(state, name);
  if (isRefusal(calendar)) return calendar;
  const others = CALENDARS.get(state.calendars);
  if (others) others.set(name, calendar);
  else CALENDARS.set(state.calendars, new Map([[name, calendar]]));
  return calendar;
}

/** Every decision asks for a calendar, and they hardly ever change: kept for as long as the state that they follow from. */
const CALENDARS = new WeakMap<AgencyState['calendars'], Map<string, Calendar>>();

function buildCalendar(state: AgencyState, name: string): Calendar | Refusal {
  const kept = state.calendars.get(name) ?? UNCHANGED;
  const shipped = SHIPPED_CALENDARS.find((definition) => definition.name === name);
  if (shipped)
    return calendarFrom({ ...shipped, closedDays: kept.closedDays, version: shipped.version + kept.changes });
  if (!kept.defined)
    return invalid(
      'calendar',
      'unknown-calendar',
      'There is no calendar of this name; define it, or choose a shipped one.',
    );
  return calendarFrom({ ...definitionOf(kept.defined), closedDays: kept.closedDays, version: kept.changes });
}

/** The calendar that a definition describes, before any day of it is closed. */
const definitionOf = ({
  calendarId,
  zone,
  weekend,
  holidayRules,
}: CalendarDefined): Omit<CalendarDefinition, 'closedDays' | 'version'> => ({
  name: calendarId,
  zone,
  weekend: weekend.map((day) => WEEKDAYS.indexOf(day) + 1),
  holidays: holidayRules as HolidayRules,
});

/** The same name but for capitals and spaces: people type an employer's name by hand. */
const sameName = (a: string, b: string): boolean => plainName(a) === plainName(b);
const plainName = (name: string): string => name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();

/** The id behind an id or a name; undefined when nothing is registered under it. */
export function idNamed(names: ReadonlyMap<string, string>, nameOrId: string): string | undefined {
  if (names.has(nameOrId)) return nameOrId;
  return [...names].find(([, name]) => sameName(name, nameOrId))?.[0];
}
