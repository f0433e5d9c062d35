import { describe, expect, test } from '@jest/globals';
import { type JsonValue, type StoredEvent } from '@overstap/kernel';
import fc from 'fast-check';
import { canonicalEvent, canonicalJson } from './canonical-event.js';

const event: StoredEvent = {
  id: '0b0e7a52-0000-5000-8000-000000000001',
  tenant: 'a',
  stream: 'trajectory-1',
  revision: 0,
  position: '1.7.1',
  type: 'IntakeHeld',
  schemaVersion: 1,
  occurredAt: '2026-09-01T08:00:00.000Z',
  recordedAt: '2026-09-01T08:00:00.000Z',
  actor: { type: 'COACH', id: 'c' },
  command: 'k',
  correlation: 'k',
  data: { heldOn: '2026-09-01', duration: 60 },
  sealed: { identity: 'AAAA' },
};

describe('canonical JSON', () => {
  test('is the same whatever the order of the keys, and reads back as what it was made of', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.stringify(value);
        const text = canonicalJson(JSON.parse(json) as JsonValue);
        expect(JSON.parse(text)).toEqual(JSON.parse(json));
        expect(canonicalJson(reversed(JSON.parse(json) as JsonValue))).toBe(text);
      }),
    );
  });

  test('keeps a key that means something to JavaScript', () => {
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"x":1}}') as JsonValue)).toBe('{"__proto__":{"x":1},"b":1}');
  });
});

test('every field of an event is in its text', () => {
  const text = canonicalEvent(event);
  for (const change of [
    { id: 'x' },
    { tenant: 'b' },
    { stream: 'trajectory-2' },
    { revision: 1 },
    { position: '1.7.2' },
    { type: 'IntakeNoShow' },
    { schemaVersion: 2 },
    { programme: 'p' },
    { trajectory: 't' },
    { subject: 's' },
    { occurredAt: '2026-09-02T08:00:00.000Z' },
    { recordedAt: '2026-09-02T08:00:00.000Z' },
    { actor: { type: 'ADMIN', id: 'c' } as const },
    { actor: { type: 'COACH', id: 'd' } as const },
    { command: 'l' },
    { causation: 'e' },
    { correlation: 'l' },
    { data: { ...event.data, duration: 61 } },
    { sealed: { identity: 'AAAB' } },
  ])
    expect(canonicalEvent({ ...event, ...change })).not.toBe(text);
});

function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, reversed(each as JsonValue)]),
  );
}
