import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type JsonObject, type StoredEvent, upcast } from '@overstap/kernel';
import { EVENT_CATALOGUE } from '@overstap/mobility';
import { type AnyReadModel, type ProjectedEvent, readModels } from '@overstap/projections';
import { canonicalJson } from '@overstap/operation';
import { rowsAfter } from '../../libs/projections/read-models/testing/fold.js';

const FOLDER = new URL('./', import.meta.url);
const DIGESTS = new URL('digests.json', FOLDER);

/** What was recorded of a history when it was added: the file itself, and what each version of a read model made of it. */
export interface Recorded {
  readonly file: string;
  readonly models: Readonly<Record<string, string>>;
}
export type Digests = Readonly<Record<string, Recorded>>;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const names = (): readonly string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => file.replace('.jsonl', ''))
    .toSorted();

const textOf = (name: string): string => readFileSync(new URL(`${name}.jsonl`, FOLDER), 'utf8');

/** The events as the version that wrote them stored them, in the order of the log; sealed blocks only look sealed. */
export const eventsOf = (name: string): readonly StoredEvent[] =>
  textOf(name)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as StoredEvent);

export const fileDigest = (name: string): string => sha256(textOf(name));

export const recorded = (): Digests =>
  existsSync(DIGESTS) ? (JSON.parse(readFileSync(DIGESTS, 'utf8')) as Digests) : {};

/** As this version reads it: at its own version of the schema, whole where a model wants that. */
function current(event: StoredEvent, whole: boolean): ProjectedEvent {
  const definition = EVENT_CATALOGUE.get(event.type);
  if (!definition || definition.version < event.schemaVersion)
    throw new Error(`${event.type} ${event.schemaVersion} is in a stored history, and this version does not know it`);
  const blocks = Object.values(event.sealed).map(
    (block) => JSON.parse(Buffer.from(block, 'base64').toString()) as JsonObject,
  );
  const data = whole ? (Object.assign({}, event.data, ...blocks) as JsonObject) : event.data;
  return { ...event, schemaVersion: definition.version, data: upcast(definition, event.schemaVersion, data) };
}

export const read = (name: string, whole = true): readonly ProjectedEvent[] =>
  eventsOf(name).map((event) => current(event, whole));

export const versionOf = ({ name, version }: AnyReadModel): string => `${name}@${version}`;

/** Of the rows that the model makes of a history, whatever order they come in. */
export function modelDigest(model: AnyReadModel, name: string): string {
  const rows = rowsAfter(model, read(name, model.needsPersonalData === true) as never);
  const lines = [...rows].map(([id, row]) => canonicalJson([id, row] as never)).toSorted();
  return sha256(lines.join('\n'));
}

export const typesIn = (name: string): ReadonlySet<string> =>
  new Set(eventsOf(name).map(({ type, schemaVersion }) => versionedType(type, schemaVersion)));

export const versionedType = (type: string, version: number): string => `${type} ${version}`;

/** Every type in every version that there ever was. */
export const everyType = (): readonly string[] =>
  [...EVENT_CATALOGUE.values()].flatMap(({ type, version }) =>
    Array.from({ length: version }, (_, nth) => versionedType(type, nth + 1)),
  );

/** Writes a history that was not there; what is there is never written again. */
export function add(name: string, events: readonly StoredEvent[]): void {
  writeFileSync(new URL(`${name}.jsonl`, FOLDER), events.map((event) => `${JSON.stringify(event)}\n`).join(''), {
    flag: 'wx',
  });
}

/** Records what is recorded nowhere yet, and leaves everything else as it is. */
export function record(): void {
  const before = recorded();
  const after = names().map((name) => {
    const known = before[name] ?? { file: fileDigest(name), models: {} };
    const models = readModels.map((model) => [versionOf(model), modelDigest(model, name)] as const);
    return [name, { file: known.file, models: { ...Object.fromEntries(models), ...known.models } }] as const;
  });
  writeFileSync(DIGESTS, `${JSON.stringify({ ...before, ...Object.fromEntries(after) }, null, 2)}\n`);
}
