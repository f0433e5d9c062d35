import { type Calendar, calendarNamed } from '@overstap/calendar';
import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '@overstap/kernel';
import { scenario } from '../../kernel/testing/scenario.js';
import { type ParticipantEvent } from './catalogue.js';
import { participant } from './decider.js';

const at = '2026-09-01T08:00:00.000Z';
const nl = calendarNamed('nl') as Calendar;
const month = { code: 'AVG_REQUEST', value: 'P1M', unit: 'calendarMonths', validFrom: '2026-08-01', source: 'AVG' };
const world = { calendar: nl, parameters: [{ ...month, confidence: 'H' as const }] };
const { given } = scenario(participant, world);
const person = {
  participantId: 'p-1',
  employerId: 'e-1',
  externalId: '1001',
  firstName: 'Noor',
  lastName: 'Jansen',
  email: 'noor@example.org',
  language: 'nl',
};
const registered: ParticipantEvent = { type: 'ParticipantRegistered', data: person, occurredAt: at };

describe('a participant', () => {
  it('is registered once', () => {
    given().when({ type: 'RegisterParticipant', data: person }).then(registered);
    given(registered)
      .when({ type: 'RegisterParticipant', data: { ...person } })
      .thenNothing();
    given(registered)
      .when({ type: 'RegisterParticipant', data: { ...person, lastName: 'de Vries' } })
      .thenRefused('participant-known');
  });

  it('changes in the fields that differ, and those alone', () => {
    given(registered)
      .when({ type: 'ChangeParticipantDetails', data: { firstName: 'Noor', phone: '0612345678' } })
      .then({ type: 'ParticipantDetailsChanged', data: { phone: '0612345678' }, occurredAt: at });
  });

  it('is as it is when told what is known', () => {
    given(registered)
      .when({ type: 'ChangeParticipantDetails', data: { firstName: 'Noor' } })
      .thenNothing();
    given(registered, { type: 'ParticipantDetailsChanged', data: { phone: '06' }, occurredAt: at })
      .when({ type: 'ChangeParticipantDetails', data: { phone: '06' } })
      .thenNothing();
  });

  it('changes only when registered, when told what, and when not erased', () => {
    const change = { type: 'ChangeParticipantDetails', data: { firstName: 'Nora' } } as const;
    given().when(change).thenRefused('participant-unknown');
    given(registered)
      .when({ ...change, data: {} })
      .thenRefused('changes-empty');
    given(registered, { type: 'SubjectErased', data: { reason: 'REQUEST' }, occurredAt: at })
      .when(change)
      .thenRefused('participant-erased');
    given(registered, { type: 'SubjectKeyDestroyed', data: { class: 'health', reason: 'RETENTION' }, occurredAt: at })
      .when(change)
      .thenTypes('ParticipantDetailsChanged');
  });

  it('is not named in a refusal', () => {
    const { decision } = given(registered).when({
      type: 'RegisterParticipant',
      data: { ...person, lastName: 'Vries' },
    });
    expect(isRefusal(decision) && JSON.stringify(decision)).not.toMatch(/Noor|Jansen|Vries|example/);
  });
});

describe('a request for one of the rights of a person', () => {
  const receive = (data: { requestId: string; kind: 'ACCESS' | 'ERASE'; receivedOn?: string }) =>
    ({ type: 'ReceiveSubjectRequest', data }) as const;
  const received: ParticipantEvent = {
    type: 'SubjectRequestReceived',
    data: { requestId: 'r-1', kind: 'ACCESS', dueOn: '2026-10-01' },
    occurredAt: at,
  };

  it('is due a month after it came in, whenever it was written down', () => {
    const { decision } = given(registered).when(
      receive({ requestId: 'r-1', kind: 'ACCESS', receivedOn: '2026-08-31' }),
    );
    expect(isRefusal(decision) ? decision : decision[0]?.data).toMatchObject({ dueOn: '2026-09-30' });
  });

  it('is received and answered once', () => {
    given(registered, received)
      .when(receive({ requestId: 'r-1', kind: 'ACCESS' }))
      .thenNothing();
    given(registered, received)
      .when(receive({ requestId: 'r-1', kind: 'ERASE' }))
      .thenRefused('request-known');
    const fulfil = { type: 'FulfilSubjectRequest', data: { requestId: 'r-1' } } as const;
    given(registered).when(fulfil).thenRefused('request-unknown');
    const answered = { type: 'SubjectRequestFulfilled', data: { requestId: 'r-1', kind: 'ACCESS' }, occurredAt: at };
    given(registered, received, answered as ParticipantEvent)
      .when(fulfil)
      .thenNothing();
  });

  it('is of somebody who is known, in the past, and under a law that is known', () => {
    given()
      .when(receive({ requestId: 'r-1', kind: 'ACCESS' }))
      .thenRefused('participant-unknown');
    given(registered)
      .when(receive({ requestId: 'r-1', kind: 'ACCESS', receivedOn: '2026-09-02' }))
      .thenRefused('date-in-the-future');
    given(registered)
      .when(receive({ requestId: 'r-1', kind: 'ACCESS', receivedOn: '2026-07-31' }))
      .thenRefused('law-unknown');
    given(registered, { type: 'SubjectErased', data: { reason: 'REQUEST' }, occurredAt: at })
      .when(receive({ requestId: 'r-1', kind: 'ACCESS' }))
      .thenRefused('participant-erased');
  });
});
