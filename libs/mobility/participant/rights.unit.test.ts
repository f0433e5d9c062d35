import { type Calendar, calendarNamed } from '@overstap/calendar';
import { describe, expect, it } from '@jest/globals';
import { scenario } from '../../kernel/testing/scenario.js';
import { isDisclosureHeld } from '../report/disclosure-hold.js';
import { type ParticipantEvent } from './catalogue.js';
import { participant } from './decider.js';

const at = '2026-09-01T08:00:00.000Z';
const month = { code: 'AVG_REQUEST', value: 'P1M', unit: 'calendarMonths', validFrom: '2026-08-01', source: 'AVG' };
const nl = calendarNamed('nl') as Calendar;
const { given } = scenario(participant, { calendar: nl, parameters: [{ ...month, confidence: 'H' as const }] });
const event = (type: ParticipantEvent['type'], data: object) => ({ type, data, occurredAt: at }) as ParticipantEvent;
const registered = event('ParticipantRegistered', {
  ...{
    participantId: 'p-1',
    employerId: 'e-1',
    externalId: '1',
    firstName: 'Noor',
    lastName: 'Jansen',
    language: 'nl',
  },
});
const asked = (kind: string) => event('SubjectRequestReceived', { requestId: 'r-1', kind, dueOn: '2026-10-01' });
const restricted = event('ProcessingRestricted', { ground: 'OBJECTION', requestId: 'r-1' });

describe('a restriction', () => {
  it.each([
    ['OBJECT', 'OBJECTION'],
    ['RESTRICT', 'REQUESTED'],
  ] as const)('holds from the moment in which somebody asks (%s)', (kind, ground) => {
    const { decision } = given(registered).when({ type: 'ReceiveSubjectRequest', data: { requestId: 'r-1', kind } });
    expect(decision).toContainEqual(event('ProcessingRestricted', { ground, requestId: 'r-1' }));
  });

  it('is not what other requests bring, and not brought twice', () => {
    const receive = (kind: 'ACCESS' | 'OBJECT') =>
      ({ type: 'ReceiveSubjectRequest', data: { requestId: 'r-2', kind } }) as const;
    for (const { decision } of [
      given(registered).when(receive('ACCESS')),
      given(registered, restricted).when(receive('OBJECT')),
    ])
      expect(JSON.stringify(decision)).not.toContain('ProcessingRestricted');
  });

  it('is lifted once, and answers the request with it', () => {
    const lift = { type: 'LiftProcessingRestriction', data: { requestId: 'r-1' } } as const;
    const { decision } = given(registered, asked('OBJECT'), restricted).when(lift);
    expect(decision).toContainEqual(event('ProcessingRestrictionLifted', { requestId: 'r-1' }));
    expect(decision).toContainEqual(event('SubjectRequestFulfilled', { requestId: 'r-1', kind: 'OBJECT' }));
    const done = [
      event('ProcessingRestrictionLifted', { requestId: 'r-1' }),
      event('SubjectRequestFulfilled', { requestId: 'r-1', kind: 'OBJECT' }),
    ];
    given(registered, asked('OBJECT'), restricted, ...done)
      .when(lift)
      .thenNothing();
    given(registered).when(lift).thenRefused('request-unknown');
  });

  it('is folded by what an employer reads, from its beginning to its end', () => {
    const fold = (...types: readonly string[]) =>
      types.map((type) => ({ type })).reduce((held, each) => isDisclosureHeld(held, each), false);
    expect(fold('SessionHeld', 'DisclosureHeld', 'SessionHeld')).toBe(true);
    expect(fold('DisclosureHeld', 'DisclosureReleased', 'SessionHeld')).toBe(false);
  });
});

describe('a legal hold', () => {
  const place = (classes?: readonly ('health' | 'coaching')[]) =>
    ({ type: 'PlaceRetentionHold', data: { reason: 'geschil', ...(classes ? { classes } : {}) } }) as const;

  it('is on every category that is there and not held, unless some are named', () => {
    const gone = event('SubjectKeyDestroyed', { class: 'health', reason: 'RETENTION' });
    const held = event('RetentionHoldPlaced', { class: 'search', reason: 'geschil' });
    given(registered, gone, held)
      .when(place())
      .then(
        event('RetentionHoldPlaced', { class: 'identity', reason: 'geschil' }),
        event('RetentionHoldPlaced', { class: 'coaching', reason: 'geschil' }),
      );
    given(registered)
      .when(place(['coaching']))
      .then(event('RetentionHoldPlaced', { class: 'coaching', reason: 'geschil' }));
    given(registered, event('SubjectErased', { reason: 'REQUEST' }))
      .when(place())
      .thenRefused('participant-erased');
  });

  it('is released where it is', () => {
    given(registered, event('RetentionHoldPlaced', { class: 'coaching', reason: 'geschil' }))
      .when({ type: 'ReleaseRetentionHold', data: { reason: 'voorbij' } })
      .then(event('RetentionHoldReleased', { class: 'coaching', reason: 'voorbij' }));
  });
});

it('a destroyed category is recorded once', () => {
  const destroyed = { class: 'health', reason: 'RETENTION' } as const;
  const record = { type: 'RecordKeyDestruction', data: destroyed } as const;
  given(registered).when(record).then(event('SubjectKeyDestroyed', destroyed));
  given(registered, event('SubjectKeyDestroyed', destroyed)).when(record).thenNothing();
});
