import { type Calendar, calendarNamed } from '@overstap/calendar';
import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '@overstap/kernel';
import { scenario } from '../../kernel/testing/scenario.js';
import { type ParticipantEvent } from './catalogue.js';
import { participant } from './decider.js';
import { requestsOf } from './requests.js';

const at = '2026-09-01T08:00:00.000Z';
const month = { code: 'AVG_REQUEST', value: 'P1M', unit: 'calendarMonths', validFrom: '2026-08-01', source: 'AVG' };
const world = {
  calendar: calendarNamed('nl') as Calendar,
  parameters: [{ ...month, confidence: 'H' as const }],
  corrections: ['e-corrected'],
};
const { given } = scenario(participant, world, { actor: { type: 'QUALITY_OFFICER', id: 'q' } });
const ofCoach = scenario(participant, world);
const event = (type: ParticipantEvent['type'], data: object) => ({ type, data, occurredAt: at }) as ParticipantEvent;
const registered = event('ParticipantRegistered', { participantId: 'p-1', firstName: 'Noor', lastName: 'Jansen' });
const asked = (kind: string) => event('SubjectRequestReceived', { requestId: 'r-1', kind, dueOn: '2026-10-01' });
const receive = (kind: 'RECTIFY' | 'ACCESS', more: object = {}) =>
  ({ type: 'ReceiveSubjectRequest', data: { requestId: 'r-1', kind, ...more } }) as const;
const fulfil = (more: object = {}) => ({ type: 'FulfilSubjectRequest', data: { requestId: 'r-1', ...more } }) as const;
const refuse = (reason = 'Het klopt') =>
  ({ type: 'RefuseSubjectRequest', data: { requestId: 'r-1', reason } }) as const;
const decided = ({ decision }: { decision: unknown }) =>
  isRefusal(decision) ? [] : (decision as readonly ParticipantEvent[]);

describe('a request to put something right', () => {
  it('says what is wrong, which no other request does', () => {
    given(registered).when(receive('RECTIFY')).thenRefused('wrong-missing');
    given(registered)
      .when(receive('ACCESS', { wrong: 'Mijn naam' }))
      .thenRefused('wrong-unasked');
    const [first] = decided(given(registered).when(receive('RECTIFY', { wrong: 'Mijn naam', about: 'e-1' })));
    expect(first).toEqual(
      event('SubjectRequestReceived', { ...asked('RECTIFY').data, wrong: 'Mijn naam', about: 'e-1' }),
    );
  });

  it('is answered by what corrected something of the person, and by nothing else', () => {
    const before = [registered, asked('RECTIFY')];
    given(...before)
      .when(fulfil())
      .thenRefused('corrections-missing');
    given(...before)
      .when(fulfil({ corrections: ['e-corrected', 'e-of-another'] }))
      .thenRefused('correction-unknown');
    const [done] = decided(given(...before).when(fulfil({ corrections: ['e-corrected'], trajectory: 't-1' })));
    expect(done).toEqual(
      event('SubjectRequestFulfilled', { requestId: 'r-1', kind: 'RECTIFY', corrections: ['e-corrected'] }),
    );
    given(registered, asked('ACCESS'))
      .when(fulfil({ corrections: ['e-corrected'] }))
      .thenRefused('corrections-unasked');
  });

  it('is answered by a change of the person’s own details', () => {
    const changed = event('ParticipantDetailsChanged', { phone: '06' });
    const before = given(registered, asked('RECTIFY'), changed);
    expect(before.state.corrections).toEqual(['e-2']);
    expect(decided(before.when(fulfil({ corrections: ['e-2'] })))[0]).toMatchObject({
      type: 'SubjectRequestFulfilled',
    });
  });

  it('may be answered by a coach, who answers nothing else', () => {
    const { decision } = ofCoach.given(registered, asked('RECTIFY')).when(fulfil({ corrections: ['e-corrected'] }));
    expect(isRefusal(decision)).toBe(false);
    ofCoach.given(registered, asked('ERASE')).when(fulfil()).thenRefused('request-of-officer');
  });
});

describe('a request that is refused', () => {
  it('is answered with it: its reason is told, its task is done and nothing else answers it', () => {
    const [refused] = decided(given(registered, asked('ERASE')).when(refuse()));
    expect(refused).toEqual(event('SubjectRequestRefused', { requestId: 'r-1', kind: 'ERASE', reason: 'Het klopt' }));
    const before = [registered, asked('ERASE'), refused as ParticipantEvent];
    given(...before)
      .when(refuse())
      .thenNothing();
    given(...before)
      .when(refuse('Iets anders'))
      .thenRefused('request-answered');
    given(...before)
      .when(fulfil())
      .thenRefused('request-answered');
    const { state } = given(...before);
    expect(requestsOf(state)).toMatchObject([{ fulfilled: false, answeredOn: '2026-09-01', refusedFor: 'Het klopt' }]);
  });

  it('keeps nothing from the employer any more where it was an objection, and is not refused once done', () => {
    const restricted = event('ProcessingRestricted', { ground: 'OBJECTION', requestId: 'r-1' });
    const types = decided(given(registered, asked('OBJECT'), restricted).when(refuse())).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['SubjectRequestRefused', 'ProcessingRestrictionLifted']));
    const done = event('SubjectRequestFulfilled', { requestId: 'r-1', kind: 'ERASE' });
    given(registered, asked('ERASE'), done).when(refuse()).thenRefused('request-answered');
    given(registered).when(refuse()).thenRefused('request-unknown');
  });
});
