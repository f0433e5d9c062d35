import { describe, expect, it } from '@jest/globals';
import { CATEGORIES, type JsonObject, type StoredEvent } from '@overstap/kernel';
import { EVENT_CATALOGUE } from '@overstap/mobility';
import { readdirSync, readFileSync } from 'node:fs';
import { webhookEvents, webhookPayload } from './payload.js';

const SAMPLES = new URL('../../mobility/samples/', import.meta.url);
/** Every stored sample, with all its fields in clear, as they never are: the payload must leave them out by itself. */
const samples = readdirSync(SAMPLES).flatMap((file) => {
  const [type = '', version = '', form = ''] = file.split('.');
  if (form !== 'json') return [];
  const definition = EVENT_CATALOGUE.get(type);
  const data = JSON.parse(readFileSync(new URL(file, SAMPLES), 'utf8')) as JsonObject;
  return definition && version === `v${definition.version}` ? [{ type, definition, data }] : [];
});

const eventOf = (type: string, data: JsonObject): StoredEvent => ({
  id: '0198c0de-0000-7000-8000-000000000001',
  tenant: 'tenant-a',
  stream: 'trajectory-t-1',
  revision: 4,
  position: '1.42',
  type,
  schemaVersion: 1,
  programme: 'REORG',
  trajectory: 't-1',
  subject: 'participant-1',
  occurredAt: '2027-03-01T08:00:00.000Z',
  recordedAt: '2027-03-01T08:00:01.000Z',
  actor: { type: 'COACH', id: 'coach-7' },
  command: 'c',
  correlation: 'c',
  data,
  sealed: Object.fromEntries(CATEGORIES.map((category) => [category, 'CANARY-SEALED'])),
});

describe('what a webhook is told', () => {
  it('is of ids, codes, dates and numbers alone, whatever happened', () => {
    expect(samples.length).toBeGreaterThan(100);
    let told = 0;
    for (const { type, definition, data } of samples) {
      const payload = webhookPayload('d-1', eventOf(type, data), definition);
      for (const [name, value] of Object.entries(payload['data'] as JsonObject)) {
        told += 1;
        expect(definition.sealed.has(name)).toBe(false);
        for (const each of Array.isArray(value) ? value : [value])
          if (typeof each === 'string') expect(each).toMatch(/^[A-Za-z0-9][A-Za-z0-9_.:+-]*$/);
          else expect(['number', 'boolean']).toContain(typeof each);
      }
      expect(JSON.stringify(payload)).not.toContain('CANARY');
    }
    expect(told).toBeGreaterThan(200);
  });

  it('says what happened, to what, when and where in the log', () => {
    const definition = EVENT_CATALOGUE.get('PhaseEntered')!;
    const data = { phaseId: 'search', on: '2027-03-01', dueOn: '2027-09-01', unheardOf: 'x' };
    expect(webhookPayload('d-1', eventOf('PhaseEntered', data), definition)).toEqual({
      id: 'd-1',
      type: 'PhaseEntered',
      tenant: 'tenant-a',
      aggregate: 'trajectory',
      aggregateId: 't-1',
      revision: 4,
      position: '1.42',
      occurredAt: '2027-03-01T08:00:00.000Z',
      recordedAt: '2027-03-01T08:00:01.000Z',
      programme: 'REORG',
      trajectory: 't-1',
      participant: 'participant-1',
      data: { phaseId: 'search', on: '2027-03-01', dueOn: '2027-09-01' },
    });
  });

  it('is nothing of what coaches hear or of health', () => {
    const kinds = webhookEvents(EVENT_CATALOGUE);
    expect(kinds.length).toBeGreaterThan(50);
    for (const { type, privacy } of EVENT_CATALOGUE.values())
      expect(kinds.includes(type)).toBe(!['P3', 'P4'].includes(privacy));
    expect([...EVENT_CATALOGUE.values()].filter(({ privacy }) => privacy === 'P3').length).toBeGreaterThan(0);
  });
});
