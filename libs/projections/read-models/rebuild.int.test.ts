import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { MemoryEventStore } from '@overstap/event-store';
import { type EventStore, type EventToAppend, type JsonObject, type RecordedEvent } from '@overstap/kernel';
import fc from 'fast-check';
import { testDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { type EventOpener, ProjectionRunner, projectionMigrations } from '../runner/index.js';
import { forgetBuilds, rowsOf } from '../runner/testing/rows.js';
import { readModels } from './index.js';
import { bare, TENANT } from './testing/fold.js';
import { randomLives, type WrittenLife } from './testing/lives.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase([projectionMigrations]);
});
afterAll(() => database.drop());
afterEach(() => forgetBuilds(database));

/** Blocks of these tests only look sealed. */
const opener: EventOpener = {
  clear: (event) => event,
  decode: (events) =>
    Promise.resolve(
      events.map(({ sealed, ...event }): RecordedEvent => {
        const blocks = Object.values(sealed).map(
          (block) => JSON.parse(Buffer.from(block, 'base64').toString()) as JsonObject,
        );
        return { ...event, data: Object.assign({}, event.data, ...blocks) as JsonObject };
      }),
    ),
};

const open = (store: EventStore): Promise<ProjectionRunner> =>
  ProjectionRunner.open({
    store,
    opener,
    pool: database.worker,
    models: readModels,
    report: (where, error) => {
      throw new Error(where, { cause: error });
    },
    pageSize: 40,
    commitEvery: 60,
    cacheRows: 50,
  });

/** It tells an employer as much of people as a programme can. */
const PROGRAMME = bare(
  'ProgrammeCreated',
  {
    programmeId: 'reorg',
    code: 'REORG-2026',
    names: { nl: 'Reorganisatie', en: 'Reorganisation' },
    programmeType: 'SECOND_TRACK',
    employerId: 'e-1',
    templateId: 'SP2-12',
    templateVersion: 1,
    disclosureProfile: 'COMPLIANCE',
    plannedStart: '2026-09-01',
    languages: ['nl'],
  },
  { id: 'created', programme: 'reorg' },
);

interface Told {
  readonly stream: string;
  readonly event: EventToAppend;
}

/** The lives one event at a time; which life speaks next is chosen, and each life's own order stays. */
function interleaved(lives: readonly WrittenLife[], choices: readonly number[]): readonly Told[] {
  const left = lives.map(({ trajectory, written }) => ({ stream: `trajectory-${trajectory}`, events: [...written] }));
  const told: Told[] = [{ stream: 'programme-reorg', event: PROGRAMME }];
  for (let turn = 0; left.some(({ events }) => events.length > 0); turn += 1) {
    const speaking = left.filter(({ events }) => events.length > 0);
    const next = speaking[(choices[turn % Math.max(1, choices.length)] ?? 0) % speaking.length];
    const event = next?.events.shift();
    if (next && event) told.push({ stream: next.stream, event });
  }
  return told;
}

async function tell(store: EventStore, told: readonly Told[]): Promise<void> {
  for (const { stream, event } of told)
    await store.append({ tenant: TENANT, stream, expected: 'any', events: [event] });
}

/** Brings everything twice, and sometimes what was long seen. */
class RepeatingStore extends MemoryEventStore {
  override async readAll(...[after, limit, filter]: Parameters<EventStore['readAll']>) {
    const page = await super.readAll(after, limit, filter);
    const seen = (await super.readAll('', Number(after || 0), filter)).events;
    return { ...page, events: [...seen.slice(-3), ...page.events.flatMap((event) => [event, event])] };
  }
}

describe('read models of random trajectories', () => {
  test('taken up in bits by workers that come and go: rebuilding gives the same rows, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomLives,
        fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 30 }),
        async (lives, choices) => {
          await forgetBuilds(database);
          const store = new MemoryEventStore();
          const told = interleaved(lives, choices);
          const third = Math.ceil(told.length / 3);
          for (const from of [0, third, 2 * third]) {
            await tell(store, told.slice(from, from + third));
            const worker = await open(store);
            await worker.drain();
            expect((await worker.lag()).filter(({ parked }) => parked > 0)).toEqual([]);
            await worker.stop();
          }
          const live = await rowsOf(database, readModels);
          expect(live.length).toBeGreaterThan(lives.length * 4);
          const runner = await open(store);
          await runner.rebuild();
          await runner.stop();
          expect(await rowsOf(database, readModels)).toEqual(live);
        },
      ),
      { numRuns: 8 },
    );
  });

  test('lives told in another order, and every event repeated: the same rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomLives,
        fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 30 }),
        fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 30 }),
        async (lives, one, other) => {
          const outcomes: (readonly string[])[] = [];
          for (const [store, choices] of [
            [new MemoryEventStore(), one],
            [new RepeatingStore(), other],
          ] as const) {
            await forgetBuilds(database);
            await tell(store, interleaved(lives, choices));
            const runner = await open(store);
            await runner.drain();
            outcomes.push(await rowsOf(database, readModels));
            await runner.stop();
          }
          expect(outcomes[1]).toEqual(outcomes[0]);
        },
      ),
      { numRuns: 8 },
    );
  });
});
