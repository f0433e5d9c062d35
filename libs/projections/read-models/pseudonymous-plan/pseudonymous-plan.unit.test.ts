import { describe, expect, test } from '@jest/globals';
import { fieldsOf, type StoredEvent } from '@overstap/kernel';
import { EVENT_CATALOGUE } from '@overstap/mobility';
import { everyEvent, tellingEvent } from '../testing/audience-events.js';
import { rowsAfter } from '../testing/fold.js';
import { pseudonymousPlan } from './index.js';
import { type PlanFact } from './table.js';
import { TOLD_OF_PLAN } from './told.js';

const held = (events: readonly StoredEvent[]) => [...rowsAfter<PlanFact>(pseudonymousPlan, events).values()];
const happened = (type: string, data: object = {}, id = `e-${type}`): StoredEvent =>
  tellingEvent(EVENT_CATALOGUE.get(type)!, { id, data });

describe('search and plans under a pseudonym', () => {
  test('tell codes, numbers and flags: no words, no ids and no days', () => {
    for (const [type, { fields }] of TOLD_OF_PLAN) {
      const known = new Map(fieldsOf(EVENT_CATALOGUE.get(type)!.payload).map((field) => [field.name, field]));
      for (const name of fields) {
        const { schema } = known.get(name)!;
        expect([
          type,
          name,
          'enum' in schema || ['integer', 'number', 'boolean'].includes(String(schema['type'])),
        ]).toEqual([type, name, true]);
      }
    }
  });

  test('are of search and plan alone: nothing of coaching or health, and no fact that the process timeline has', () => {
    for (const type of TOLD_OF_PLAN.keys()) expect([type, EVENT_CATALOGUE.get(type)!.privacy]).toEqual([type, 'P2']);
    const blocks = JSON.stringify(held(everyEvent())).match(/canary-block\.\w+/g) ?? [];
    expect(new Set(blocks)).toEqual(new Set(['canary-block.search']));
  });

  test('hold no block of an event of which no sealed field is told, nor who did it', () => {
    expect(held([happened('OfferDeclined')])).toMatchObject([{ section: 'OFFERS', sealed: [], clear: {} }]);
    expect(held([happened('SuitabilityDecided', { decision: 'UPHELD' })])).toMatchObject([
      { sealed: [], clear: { decision: 'UPHELD' } },
    ]);
    expect(JSON.stringify(held(everyEvent()))).not.toContain('canary-actor');
  });

  test('are put right and taken back with the fact, a placement by its own id', () => {
    const goal = happened('GoalSet');
    expect(held([goal, happened('FactVoided', { eventId: goal.id })])).toEqual([]);
    const corrected = held([goal, happened('FactCorrected', { eventId: goal.id, changes: { due: '2026-12-01' } })]);
    expect(corrected).toHaveLength(1);
    expect(corrected[0]?.sealed.map(({ event }) => event)).toEqual([goal.id, 'e-FactCorrected']);
    expect(corrected[0]?.clear).toEqual({});
    const placed = happened('PlacementRecorded', { placementId: 'a' });
    expect(held([placed, happened('PlacementCorrected', { placementId: 'a' })])[0]?.sealed).toHaveLength(2);
    expect(held([placed, happened('PlacementVoided', { placementId: 'a' })])).toEqual([]);
    expect(held([placed, happened('PlacementVoided', { placementId: 'b' })])).toHaveLength(1);
  });
});
