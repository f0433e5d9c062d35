import { type Calendar, calendarNamed } from '@overstap/calendar';
import { describe, it } from '@jest/globals';
import { scenario } from '../../kernel/testing/scenario.js';
import { type CoachEvent } from './catalogue.js';
import { coach } from './decider.js';

const at = '2026-09-01T08:00:00.000Z';
const { given } = scenario(coach, { calendar: calendarNamed('nl') as Calendar });
const profile = {
  coachId: 'k-1',
  name: 'Sam Bakker',
  specialisms: ['IT'],
  regions: ['Groningen'],
  languages: ['nl'],
  maxComplexity: 4,
  weightedMax: 20,
};
const registered: CoachEvent = { type: 'CoachRegistered', data: profile, occurredAt: at };
const away = (from: string, until?: string): CoachEvent => ({
  type: 'CoachAbsenceStarted',
  data: { coachId: 'k-1', from, ...(until ? { until } : {}) },
  occurredAt: at,
});
const back = (from: string): CoachEvent => ({
  type: 'CoachAbsenceEnded',
  data: { coachId: 'k-1', from },
  occurredAt: at,
});

describe('a coach', () => {
  it('is registered once', () => {
    given().when({ type: 'RegisterCoach', data: profile }).then(registered);
    given(registered)
      .when({ type: 'RegisterCoach', data: { ...profile } })
      .thenNothing();
    given(registered)
      .when({ type: 'RegisterCoach', data: { ...profile, regions: [] } })
      .thenRefused('coach-known');
  });

  it('changes in the fields that differ', () => {
    given(registered)
      .when({ type: 'ChangeCoachProfile', data: { languages: ['nl', 'en'], maxComplexity: 4 } })
      .then({ type: 'CoachProfileChanged', data: { coachId: 'k-1', languages: ['nl', 'en'] }, occurredAt: at });
    given(registered)
      .when({ type: 'ChangeCoachProfile', data: { maxComplexity: 4 } })
      .thenNothing();
    given(registered).when({ type: 'ChangeCoachProfile', data: {} }).thenRefused('changes-empty');
    given()
      .when({ type: 'ChangeCoachProfile', data: { maxComplexity: 4 } })
      .thenRefused('coach-unknown');
  });

  it('takes less or more from a day on', () => {
    const change: CoachEvent = {
      type: 'CoachCapacityChanged',
      data: { weightedMax: 10, from: '2026-10-01' },
      occurredAt: at,
    };
    given(registered).when({ type: 'ChangeCoachCapacity', data: change.data }).then(change);
    given(registered, change)
      .when({ type: 'ChangeCoachCapacity', data: { ...change.data } })
      .thenNothing();
  });

  it('has a credential until a day', () => {
    const data = { register: 'NOLOC', validUntil: '2028-01-01' };
    const recorded: CoachEvent = { type: 'CoachCredentialRecorded', data, occurredAt: at };
    given(registered).when({ type: 'RecordCoachCredential', data }).thenTypes(recorded.type, 'ClockArmed');
    given(registered, recorded).when({ type: 'RecordCoachCredential', data }).thenNothing();
    given(registered, recorded, { type: 'CoachCredentialExpired', data, occurredAt: at })
      .when({ type: 'RecordCoachCredential', data })
      .thenTypes('CoachCredentialRecorded', 'ClockArmed');
  });
});

describe('an absence', () => {
  const start = (data: { from: string; until?: string; substituteId?: string }, ...before: CoachEvent[]) =>
    given(registered, ...before).when({ type: 'StartCoachAbsence', data });
  const end = (from: string, ...before: CoachEvent[]) =>
    given(registered, ...before).when({ type: 'EndCoachAbsence', data: { from } });

  it('starts once', () => {
    start({ from: '2026-10-01' }).then(away('2026-10-01'));
    start({ from: '2026-10-01' }, away('2026-10-01')).thenNothing();
  });

  it('begins after the one before is over', () => {
    start({ from: '2026-11-01' }, away('2026-10-01')).thenRefused('coach-absent');
    start({ from: '2026-10-14' }, away('2026-10-01', '2026-10-14')).thenRefused('coach-absent');
    start({ from: '2026-10-15' }, away('2026-10-01', '2026-10-14')).thenTypes('CoachAbsenceStarted');
    start({ from: '2026-10-09' }, away('2026-10-01'), back('2026-10-10')).thenRefused('coach-absent');
    start({ from: '2026-10-10' }, away('2026-10-01'), back('2026-10-10')).thenTypes('CoachAbsenceStarted');
  });

  it('keeps its dates in order, and another coach stands in', () => {
    start({ from: '2026-10-02', until: '2026-10-01' }).thenRefused('date-order', { field: 'until' });
    start({ from: '2026-10-02', until: '2026-10-02', substituteId: 'k-1' }).thenRefused('substitute-self');
    start({ from: '2026-10-02', until: '2026-10-02', substituteId: 'k-2' }).thenTypes('CoachAbsenceStarted');
  });

  it('ends once, on or after the day it began', () => {
    end('2026-10-08', away('2026-10-01')).then(back('2026-10-08'));
    end('2026-10-08', away('2026-10-01'), back('2026-10-08')).thenNothing();
    end('2026-10-09', away('2026-10-01'), back('2026-10-08')).thenRefused('coach-not-absent');
    end('2026-09-30', away('2026-10-01')).thenRefused('date-order');
    end('2026-10-08').thenRefused('coach-not-absent');
  });

  it('is in one team at a time', () => {
    const put = (teamId: string): CoachEvent => ({
      type: 'CoachPutInTeam',
      data: { coachId: 'k-1', teamId },
      occurredAt: at,
    });
    const out: CoachEvent = {
      type: 'CoachTakenOutOfTeam',
      data: { coachId: 'k-1', teamId: 'south' },
      occurredAt: at,
    };
    given(registered)
      .when({ type: 'PutCoachInTeam', data: { teamId: 'north' } })
      .then(put('north'));
    given(registered, put('north'))
      .when({ type: 'PutCoachInTeam', data: { teamId: 'north' } })
      .thenNothing();
    given(registered, put('north'))
      .when({ type: 'PutCoachInTeam', data: { teamId: 'south' } })
      .then(put('south'));
    given(registered, put('north'), put('south')).when({ type: 'TakeCoachOutOfTeam', data: {} }).then(out);
    given(registered, put('south'), out).when({ type: 'TakeCoachOutOfTeam', data: {} }).thenNothing();
    given()
      .when({ type: 'PutCoachInTeam', data: { teamId: 'north' } })
      .thenRefused('coach-unknown');
  });
});
