import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { associatedData, openBlock, sealBlock, TamperedError } from './sealed-block.js';

const newKey = () => createSecretKey(randomBytes(32));

describe('a sealed block', () => {
  const key = newKey();
  const place = associatedData('tenant', 'trajectory-1', 'event-1', 'NoteAdded', 'subject-1');

  test('opens with its key at its place, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, where) => {
        const block = sealBlock(key, text, associatedData(where));
        expect(openBlock(key, block, associatedData(where), 'It').toString('utf8')).toBe(text);
      }),
    );
  });

  test('opens neither elsewhere, nor with another key', () => {
    const block = sealBlock(key, 'text', place);
    expect(() => openBlock(key, block, associatedData('tenant', 'trajectory-2'), 'It')).toThrow(TamperedError);
    expect(() => openBlock(newKey(), block, place, 'The health block')).toThrow(/^The health block does not open/);
  });

  test('does not open when any byte of it was changed or it was cut', () => {
    const block = sealBlock(key, 'text', place);
    for (let at = 0; at < block.length; at++) {
      const changed = Buffer.from(block);
      changed[at]! ^= 1;
      expect(() => openBlock(key, changed, place, 'It')).toThrow(TamperedError);
    }
    for (const length of [0, 12, 27, block.length - 1])
      expect(() => openBlock(key, block.subarray(0, length), place, 'It')).toThrow(TamperedError);
  });

  test('never looks the same twice, and its place cannot be forged by moving a separator', () => {
    expect(sealBlock(key, 'text', place).equals(sealBlock(key, 'text', place))).toBe(false);
    expect(associatedData('a|b', 'c')).not.toBe(associatedData('a', 'b|c'));
    expect(associatedData('a","b', 'c')).not.toBe(associatedData('a', 'b","c'));
  });
});
