import { describe, expect, test } from '@jest/globals';
import { type StoredEvent } from '@overstap/kernel';
import { EVENT_CATALOGUE } from '@overstap/mobility';
import { tellingEvent } from '../testing/audience-events.js';
import { rowsAfter } from '../testing/fold.js';
import { participantDirectory } from './index.js';
import { type ListedParticipant } from './table.js';

const happened = (type: string): StoredEvent =>
  tellingEvent(EVENT_CATALOGUE.get(type)!, { id: `e-${type}`, stream: 'participant-p-1' });
const rowAfter = (...types: readonly string[]): ListedParticipant =>
  rowsAfter<ListedParticipant>(participantDirectory, types.map(happened)).get('p-1')!;

describe('the directory of people', () => {
  const asked = ['ParticipantRegistered', 'SubjectRequestReceived', 'ParticipantDetailsChanged'] as const;

  test('knows who has asked for one of their rights, and of it nothing else', () => {
    expect(rowAfter('ParticipantRegistered').requested).toBe(false);
    const { requested, identity } = rowAfter(...asked);
    expect([requested, identity.map(({ type }) => type)]).toEqual([
      true,
      ['ParticipantRegistered', 'ParticipantDetailsChanged'],
    ]);
    expect(JSON.stringify(rowAfter(...asked))).not.toMatch(/canary-(in-clear|undeclared|actor)/);
  });

  test('keeps nothing of who was erased', () => {
    expect(rowAfter(...asked, 'SubjectErased')).toMatchObject({ erased: true, identity: [] });
  });
});
