import { existsSync, readFileSync } from 'node:fs';
import { type Category, type EventDefinition, fieldsOf, type JsonObject, type StoredEvent } from '@overstap/kernel';
import { EVENT_CATALOGUE } from '@overstap/mobility';
import { bare } from './fold.js';

const SAMPLES = new URL('../../../mobility/samples/', import.meta.url);

/** A sealed block that says whose it is; no key opens it. */
export const blockOf = (category: Category, type: string): string => `canary-block.${category}.${type}`;
/** What a sealed field would be in clear: no table holds it. */
const inClear = (type: string, field: string): string => `canary-in-clear.${type}.${field}`;

/** An event as a fold may never see it: with the sealed fields in clear too, so that a fold that copies more than it names is found out. */
export function tellingEvent(
  definition: EventDefinition,
  part: Omit<Partial<StoredEvent>, 'data'> & { readonly data?: object } = {},
): StoredEvent {
  const { type, version, sealed, payload } = definition;
  const file = new URL(`${type}.v${version}.json`, SAMPLES);
  const sample = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as JsonObject) : {};
  const canaries = fieldsOf(payload).flatMap(({ name }) => (sealed.has(name) ? [[name, inClear(type, name)]] : []));
  const blocks = [...new Set(sealed.values())].map((category) => [category, blockOf(category, type)]);
  return bare(
    type,
    {},
    {
      id: `e-${type}`,
      schemaVersion: version,
      subject: 'p-1',
      programme: 'reorg',
      trajectory: 't1',
      actor: { type: 'COACH', id: 'canary-actor' },
      sealed: Object.fromEntries(blocks) as StoredEvent['sealed'],
      ...part,
      data: { ...sample, ...Object.fromEntries(canaries), canaryField: 'canary-undeclared', ...part.data },
    },
  );
}

/** One of every event that there is, as of one trajectory; the programme and how much it tells was there before. */
export const everyEvent = (): readonly StoredEvent[] =>
  [...EVENT_CATALOGUE.values()]
    .filter(({ type }) => type !== 'ProgrammeCreated')
    .map((definition, revision) => tellingEvent(definition, { revision }));
