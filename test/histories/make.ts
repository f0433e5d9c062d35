import { existsSync, readFileSync } from 'node:fs';
import { type Category, type EventToAppend, type JsonObject, type JsonValue, type StoredEvent } from '@overstap/kernel';
import { EVENT_CATALOGUE } from '@overstap/mobility';
import fc from 'fast-check';
import * as agency from '../../libs/mobility/agency/events.js';
import * as coach from '../../libs/mobility/coach/events.js';
import * as cohort from '../../libs/mobility/cohort/events.js';
import * as participant from '../../libs/mobility/participant/events.js';
import * as programme from '../../libs/mobility/programme/events.js';
import * as template from '../../libs/mobility/programme-template/events.js';
import * as vacancy from '../../libs/mobility/redeployment/vacancy-events.js';
import * as snapshot from '../../libs/mobility/report/snapshot-events.js';
import { TENANT } from '../../libs/projections/read-models/testing/fold.js';
import { randomLives } from '../../libs/projections/read-models/testing/lives.js';
import { versionedType } from './corpus.js';

const SAMPLES = new URL('../../libs/mobility/samples/', import.meta.url);
const PEOPLE = 8;
const AT = '2026-09-01T08:00:00.000Z';

/** Whose stream a type is on, and what began it; everything else is a trajectory's. */
const AGGREGATES = [
  { aggregate: 'agency', types: [agency], begins: undefined },
  { aggregate: 'coach', types: [coach], begins: 'CoachRegistered' },
  { aggregate: 'cohort', types: [cohort], begins: 'CohortCreated' },
  { aggregate: 'participant', types: [participant], begins: 'ParticipantRegistered' },
  { aggregate: 'programme', types: [programme, vacancy, snapshot], begins: 'ProgrammeCreated' },
  { aggregate: 'template', types: [template], begins: 'ProgrammeTemplatePublished' },
] as const;
const TRAJECTORY = { aggregate: 'trajectory', begins: 'ParticipantReferred' } as const;

const aggregateOf = (type: string) => AGGREGATES.find(({ types }) => types.some((set) => type in set)) ?? TRAJECTORY;

/** Fields that are not in clear are put into blocks that only look sealed. */
function split(type: string, data: JsonObject): Pick<EventToAppend, 'data' | 'sealed'> {
  const sealed = EVENT_CATALOGUE.get(type)?.sealed ?? new Map<string, Category>();
  const clear: Record<string, JsonValue> = {};
  const blocks: Record<string, Record<string, JsonValue>> = {};
  for (const [field, value] of Object.entries(data)) {
    const category = sealed.get(field);
    if (category) (blocks[category] ??= {})[field] = value;
    else clear[field] = value;
  }
  const texts = Object.entries(blocks).map(([category, block]) => [
    category,
    Buffer.from(JSON.stringify(block)).toString('base64'),
  ]);
  return { data: clear, sealed: Object.fromEntries(texts) as EventToAppend['sealed'] };
}

/** One stream for each of these types and versions that has a sample: what began it, then the sample. */
export function samples(wanted: readonly string[]): readonly StoredEvent[] {
  const log: StoredEvent[] = [];
  for (const each of wanted) {
    const [type = '', version = ''] = each.split(' ');
    const file = new URL(`${type}.v${version}.json`, SAMPLES);
    if (!existsSync(file)) continue;
    const { aggregate, begins } = aggregateOf(type);
    const id = `of-${type}-${version}`.toLowerCase();
    const told = begins === undefined || begins === type ? [each] : [versionedType(begins, 1), each];
    for (const [revision, versioned] of told.entries()) {
      const [name = '', of = ''] = versioned.split(' ');
      const data = JSON.parse(readFileSync(new URL(`${name}.v${of}.json`, SAMPLES), 'utf8')) as JsonObject;
      log.push({
        ...{ tenant: TENANT, stream: `${aggregate}-${id}`, revision, position: String(log.length + 1) },
        ...{ id: `${id}-${revision}`, type: name, schemaVersion: Number(of), occurredAt: AT, recordedAt: AT },
        ...(aggregate === 'trajectory' ? { trajectory: id, programme: 'reorg', subject: `p-${id}` } : {}),
        ...(aggregate === 'programme' ? { programme: id } : {}),
        ...(['participant', 'coach'].includes(aggregate) ? { subject: id } : {}),
        ...{ actor: { type: 'COACH', id: 'coach-1' }, command: `${id}-${revision}`, correlation: id },
        ...split(name, data),
      });
    }
  }
  return log;
}

/** Trajectories lived by the real decider, with everything that the engine concluded; the same for the same seed, in one version. */
export function lives(seed: number): readonly StoredEvent[] {
  const log: StoredEvent[] = [];
  for (const [nth, together] of fc.sample(randomLives, { seed, numRuns: PEOPLE }).entries())
    for (const { trajectory, written } of together)
      for (const [revision, event] of written.entries()) {
        const own = (text: string): string => text.replaceAll(trajectory, `${trajectory}-${nth}`);
        log.push({
          ...(JSON.parse(own(JSON.stringify(event))) as EventToAppend),
          schemaVersion: EVENT_CATALOGUE.get(event.type)?.version ?? 1,
          tenant: TENANT,
          stream: `trajectory-${trajectory}-${nth}`,
          revision,
          position: String(log.length + 1),
        });
      }
  return log;
}
