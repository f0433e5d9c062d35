import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '@overstap/kernel';
import { scenario } from '../../kernel/testing/scenario.js';
import { type ParticipantEvent } from './catalogue.js';
import { participant } from './decider.js';

const at = '2026-09-01T08:00:00.000Z';
const { given } = scenario(participant, undefined);
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
