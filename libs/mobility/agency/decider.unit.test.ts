import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '@overstap/kernel';
import { scenario } from '../../kernel/testing/scenario.js';
import { type AgencyEvent } from './catalogue.js';
import { agency } from './decider.js';
import { type AgencyState, calendarOf } from './state.js';

const at = '2026-09-01T08:00:00.000Z';
const { given } = scenario(agency, undefined);
const employer: AgencyEvent = {
  type: 'EmployerRegistered',
  data: { employerId: 'e-1', name: 'Voorbeeld BV' },
  occurredAt: at,
};
const closed = (day: string, calendarId = 'nl'): AgencyEvent => ({
  type: 'CalendarDayClosed',
  data: { calendarId, day, reason: 'Agency closed' },
  occurredAt: at,
});
const shifts = { calendarId: 'shifts', zone: 'Europe/Amsterdam', weekend: ['SUNDAY'], holidayRules: 'nl' } as const;
const defined: AgencyEvent = { type: 'CalendarDefined', data: shifts, occurredAt: at };
const calendar = (state: AgencyState, name: string) => {
  const found = calendarOf(state, name);
  if (isRefusal(found)) throw new Error(found.code);
  return found;
};

describe('employers and teams of an agency', () => {
  it('gives an employer an id when none is told', () => {
    given()
      .when({ type: 'RegisterEmployer', data: { name: 'Voorbeeld BV' } })
      .then({ ...employer, data: { employerId: 'id-1', name: 'Voorbeeld BV' } } as AgencyEvent);
  });

  it.each(['Voorbeeld BV', ' voorbeeld  bv '])('knows an employer by its name: "%s"', (name) => {
    given(employer).when({ type: 'RegisterEmployer', data: { name } }).thenNothing();
  });

  it('refuses a known name under another id, and a known id under another name', () => {
    const when = (employerId: string, name: string) =>
      given(employer).when({ type: 'RegisterEmployer', data: { employerId, name } });
    when('e-2', 'Voorbeeld BV').thenRefused('name-taken');
    when('e-1', 'Ander BV').thenRefused('id-taken', { field: 'employerId' });
    when('e-1', 'Voorbeeld BV').thenNothing();
    when('e-2', 'Ander BV').thenTypes('EmployerRegistered');
  });

  it('creates a team once', () => {
    const team: AgencyEvent = { type: 'TeamCreated', data: { teamId: 't-1', name: 'Noord' }, occurredAt: at };
    given()
      .when({ type: 'CreateTeam', data: { teamId: 't-1', name: 'Noord' } })
      .then(team);
    given(team)
      .when({ type: 'CreateTeam', data: { teamId: 't-1', name: 'Noord' } })
      .thenNothing();
  });
});

describe('calendars of an agency', () => {
  it('are the shipped ones with its closing days, each closing a version of its own', () => {
    const { state } = given(closed('2026-12-24'), closed('2026-12-31'));
    expect(calendar(given().state, 'nl').version).toBe(1);
    expect(calendar(state, 'nl').version).toBe(3);
    expect(calendar(state, 'nl').isWorking('2026-12-24')).toBe(false);
    expect(calendar(state, 'none').isWorking('2026-12-24')).toBe(true);
  });

  it('are its own as it defined them', () => {
    const { state } = given(defined, closed('2026-12-24', 'shifts'));
    expect(calendar(state, 'shifts').version).toBe(2);
    expect(calendar(state, 'shifts').isWorking('2026-11-28')).toBe(true);
    expect(calendar(state, 'shifts').isWorking('2026-12-24')).toBe(false);
  });

  it('are refused by an unknown name', () => {
    expect(calendarOf(given().state, 'be')).toMatchObject({ code: 'unknown-calendar' });
  });

  it('close a day once, and only a calendar and a day that exist', () => {
    const close = (calendarId: string, day: string) =>
      given(closed('2026-12-24')).when({ type: 'CloseCalendarDay', data: { calendarId, day, reason: 'x' } });
    close('nl', '2026-12-24').thenNothing();
    close('nl', '2026-12-31').thenTypes('CalendarDayClosed');
    close('be', '2026-12-24').thenRefused('unknown-calendar', { field: 'calendarId' });
    close('nl', '2300-01-01').thenRefused('date', { field: 'day' });
  });

  it('are defined by rules that hold', () => {
    const define = (change: object) =>
      given(defined).when({ type: 'DefineCalendar', data: { ...shifts, ...change } as typeof shifts });
    define({}).thenNothing();
    define({ weekend: ['SATURDAY', 'SUNDAY'] }).thenTypes('CalendarDefined');
    const refused = define({ holidayRules: 'mars' });
    refused.thenRefused('unknown-holidays', { field: 'holidayRules' });
    expect(isRefusal(refused.decision)).toBe(true);
    define({ zone: 'Mars/Base' }).thenRefused('unknown-zone', { field: 'zone' });
    define({ calendarId: 'nl' }).thenRefused('calendar-shipped');
  });
});

describe('rules of law', () => {
  const uwv = {
    code: 'UWV',
    value: 'P4W',
    unit: 'duration',
    validFrom: '2026-01-01',
    source: 'law',
    confidence: 'H',
  } as const;

  it('are set once, and end after they begin', () => {
    given().when({ type: 'SetLegalParameter', data: uwv }).thenTypes('LegalParameterSet');
    given({ type: 'LegalParameterSet', data: uwv, occurredAt: at })
      .when({ type: 'SetLegalParameter', data: uwv })
      .thenNothing();
    given()
      .when({ type: 'SetLegalParameter', data: { ...uwv, validTo: '2025-12-31' } })
      .thenRefused('date-order');
  });
});
