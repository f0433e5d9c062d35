import { describe, expect, test } from '@jest/globals';
import { type DomainEvent, type FoldedEvent } from '@overstap/kernel';
import { DECIDERS } from '@overstap/mobility';
import { readModels } from '@overstap/projections';
import {
  add,
  everyType,
  fileDigest,
  modelDigest,
  names,
  read,
  record,
  recorded,
  typesIn,
  versionOf,
} from './corpus.js';
import { lives, samples } from './make.js';

/**
 * What earlier versions stored, which every later one must read as it was read then. To add what this version is the first to store, and to
 * record what a new version of a read model makes of it all: `HISTORIES=add npm run jest -- test/histories`; `HISTORIES=lives` adds lives as this
 * version's engine writes them too, for a release.
 */
const ADDING = process.env['HISTORIES'];
const HOW = 'Run HISTORIES=add npm run jest -- test/histories, and commit what it adds.';

const missing = (): readonly string[] => {
  const there = new Set(names().flatMap((name) => [...typesIn(name)]));
  return everyType().filter((type) => !there.has(type));
};

if (ADDING === 'add' || ADDING === 'lives') {
  const wanted = missing();
  const number = Math.max(0, ...names().map((name) => Number(name.slice(0, 3)))) + 1;
  const prefix = String(number).padStart(3, '0');
  if (wanted.length > 0) add(`${prefix}-samples`, samples(wanted));
  if (ADDING === 'lives') add(`${prefix}-lives`, lives(number));
  record();
}

describe('stored histories', () => {
  test('hold every type of event in every version', () => {
    expect({ missing: missing(), how: HOW }).toEqual({ missing: [], how: HOW });
  });

  test('are all recorded, and none of those recorded is gone', () => {
    expect(names()).toEqual(Object.keys(recorded()).toSorted());
  });
});

describe.each(names())('the stored history %s', (name) => {
  test('is as it was when it was added', () => {
    expect(fileDigest(name)).toBe(recorded()[name]?.file);
  });

  test('can be decided on: every aggregate folds', () => {
    const states = new Map<string, unknown>();
    for (const event of read(name)) {
      const aggregate = event.stream.slice(0, event.stream.indexOf('-')) as keyof typeof DECIDERS;
      const decider = DECIDERS[aggregate];
      const before = states.has(event.stream) ? states.get(event.stream) : decider.initialState;
      states.set(event.stream, decider.evolve(before, event as unknown as FoldedEvent<DomainEvent>));
    }
    expect(states.size).toBeGreaterThan(0);
  });

  // A change that is meant is a new version of the read model, which is filled beside the live one.
  test.each(readModels.map((model) => [versionOf(model), model] as const))(
    'gives the same rows of %s',
    (version, model) => {
      const before = recorded()[name]?.models[version];
      expect(before === undefined ? HOW : modelDigest(model, name)).toBe(before ?? 'recorded');
    },
  );
});
