import { describe, expect, it } from '@jest/globals';
import { catalogue, type EventDefinition } from '@overstap/kernel';
import * as intake from '../intake/events.js';
import * as placement from '../placement/events.js';
import { mergedChanges, splitChanges } from './changes.js';

const definitionOf = (type: string): EventDefinition => catalogue(intake, placement).get(type)!;

describe('changes of a corrected fact', () => {
  it('leaves dates in clear and seals wages with the search', () => {
    expect(
      splitChanges(definitionOf('PlacementRecorded'), { acceptedOn: '2027-02-02', grossMonthlyCents: 270000 }),
    ).toEqual({ changes: { acceptedOn: '2027-02-02' }, searchChanges: { grossMonthlyCents: 270000 } });
  });

  it('seals coaching content and health apart', () => {
    expect(splitChanges(definitionOf('LossProcessingAssessed'), { intensity: 2, reviewOn: '2026-11-02' })).toEqual({
      changes: { reviewOn: '2026-11-02' },
      coachingChanges: { intensity: 2 },
    });
    expect(splitChanges(definitionOf('TriageConcernRaised'), { urgency: 'LOW' })).toEqual({
      changes: {},
      healthChanges: { urgency: 'LOW' },
    });
  });

  it('comes together again, less what was erased', () => {
    const changes = { acceptedOn: '2027-02-02', grossMonthlyCents: 270000, internal: true };
    const { searchChanges, ...left } = splitChanges(definitionOf('PlacementRecorded'), changes);
    expect(mergedChanges({ ...left, ...(searchChanges ? { searchChanges } : {}) })).toEqual(changes);
    expect(mergedChanges(left)).toEqual({ acceptedOn: '2027-02-02', internal: true });
  });
});
