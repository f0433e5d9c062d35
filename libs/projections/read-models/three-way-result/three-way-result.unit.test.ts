import { expect, test } from '@jest/globals';
import { tellingEvent } from '../testing/audience-events.js';
import { EVENT_CATALOGUE } from '@overstap/mobility';
import { rowsAfter } from '../testing/fold.js';
import { threeWayResult, type ThreeWayResults } from './index.js';

const happened = (type: string, id: string, data: object = {}) =>
  tellingEvent(EVENT_CATALOGUE.get(type)!, { id, stream: 'trajectory-t1', data });
const met = happened('ThreeWayMeetingHeld', 'e-1', { lineManagerId: 'lies', on: '2026-09-01' });
const rowAfter = (...events: Parameters<typeof rowsAfter>[1]) =>
  [...rowsAfter<ThreeWayResults>(threeWayResult, events).values()][0];

test('of a meeting without a line manager nothing is kept, nor where one is added later', () => {
  const alone = happened('ThreeWayMeetingHeld', 'e-1', { on: '2026-09-01' });
  const added = happened('FactCorrected', 'e-2', { eventId: 'e-1', changes: { lineManagerId: 'lies' } });
  expect(rowAfter(alone, added)).toBeUndefined();
});

test('what was agreed goes to whoever the correction says, and to nobody when it is taken back', () => {
  const corrected = happened('FactCorrected', 'e-2', { eventId: 'e-1', changes: { lineManagerId: 'leo' } });
  expect(rowAfter(met, corrected)?.meetings).toMatchObject([{ manager: 'leo', on: '2026-09-01' }]);
  expect(rowAfter(met, happened('FactVoided', 'e-2', { eventId: 'e-1' }))?.meetings).toEqual([]);
});

test('while nothing new goes to the employer, what there was before is what is read', () => {
  const later = happened('ThreeWayMeetingHeld', 'e-3', { lineManagerId: 'lies', on: '2026-10-01' });
  const held = rowAfter(met, happened('DisclosureHeld', 'e-2'), later);
  expect([held?.frozen?.length, held?.meetings.length]).toEqual([1, 2]);
  expect(
    rowAfter(met, happened('DisclosureHeld', 'e-2'), later, happened('DisclosureReleased', 'e-4'))?.frozen,
  ).toBeNull();
});
