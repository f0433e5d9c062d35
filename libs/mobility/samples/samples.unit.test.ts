import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { fieldsOf, upcast, validate, type EventDefinition, type JsonObject } from '@overstap/kernel';
import { EVENT_CATALOGUE } from '../event-catalogue.js';
import { RECORDED_EVENTS } from '../recorded-events.js';
import * as agency from '../agency/events.js';
import * as coach from '../coach/events.js';
import * as cohort from '../cohort/events.js';
import * as programme from '../programme/events.js';
import * as vacancy from '../redeployment/vacancy-events.js';
import * as snapshot from '../report/snapshot-events.js';

const FOLDER = new URL('./', import.meta.url);
const PRIVACY_CLASSES = new URL('privacy-classes.json', FOLDER);
const read = (file: URL): JsonObject => JSON.parse(readFileSync(file, 'utf8')) as JsonObject;
const sampleOf = (type: string, version: number): JsonObject => read(new URL(`${type}.v${version}.json`, FOLDER));

const definitions = [...RECORDED_EVENTS.values()];
const versions = definitions.flatMap((definition) =>
  Array.from({ length: definition.version }, (_, index) => ({ definition, type: definition.type, version: index + 1 })),
);
const classesOf = ({ payload, privacy }: EventDefinition): JsonObject =>
  Object.fromEntries(fieldsOf(payload).map((field) => [field.name, field.privacy ?? privacy]));

describe('stored samples of events', () => {
  it.each(versions)('$type version $version upcasts to what its class accepts', ({ definition, type, version }) => {
    const current = upcast(definition, version, sampleOf(type, version));
    expect(validate(definition.payload, current)).toMatchObject({ value: current });
  });

  const ofEngine = [...EVENT_CATALOGUE.values()].filter(
    ({ type, version }) => !RECORDED_EVENTS.has(type) && existsSync(new URL(`${type}.v${version}.json`, FOLDER)),
  );
  it.each(ofEngine)('$type of the engine, where it has a sample, is what its class accepts', ({ payload, type, version }) => {
    const sample = sampleOf(type, version);
    expect(validate(payload, sample)).toMatchObject({ value: sample });
  });

  it('has no sample of a recorded event in a version that does not exist', () => {
    const known = new Set(versions.map(({ type, version }) => `${type}.v${version}.json`));
    const ours = readdirSync(FOLDER).filter((file) => RECORDED_EVENTS.has(file.split('.')[0] ?? ''));
    expect(ours.filter((file) => !known.has(file))).toEqual([]);
  });
});

describe('privacy of events', () => {
  /** To accept a change that you mean: `OVERSTAP_WRITE_PRIVACY_CLASSES=1 npm run jest -- libs/mobility/samples`. */
  it('classes every field as reviewed', () => {
    const now = Object.fromEntries(definitions.map((each) => [each.type, classesOf(each)]));
    if (process.env.OVERSTAP_WRITE_PRIVACY_CLASSES)
      writeFileSync(PRIVACY_CLASSES, `${JSON.stringify(now, null, 2)}\n`);
    expect(now).toEqual(read(PRIVACY_CLASSES));
  });

  it.each(definitions)('$type leaves in clear only what is public or a process fact', (definition) => {
    const reviewed = read(PRIVACY_CLASSES)[definition.type] as Record<string, string>;
    const clear = Object.keys(sampleOf(definition.type, definition.version)).filter((name) => !definition.sealed.has(name));
    expect(clear.filter((name) => reviewed[name] !== 'P0' && reviewed[name] !== 'P1')).toEqual([]);
  });

  /** Programmes and agencies have no subject to seal for; what a coach offers is professional and needed for matching. */
  const notAboutParticipants = [agency, coach, cohort, programme, vacancy, snapshot];
  const aboutParticipants = definitions.filter(({ type }) => !notAboutParticipants.some((set) => type in set));

  it.each(aboutParticipants)('$type seals all free text', ({ payload, sealed }) => {
    const isFreeText = (schema: JsonObject): boolean => schema.maxLength !== undefined && !schema.pattern;
    const text = fieldsOf(payload).filter(
      (field) => isFreeText(field.schema) || (field.list && isFreeText((field.schema.items ?? {}) as JsonObject)),
    );
    expect(text.map((field) => field.name).filter((name) => !sealed.has(name))).toEqual([]);
  });
});
