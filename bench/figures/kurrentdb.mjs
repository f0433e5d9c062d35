import { randomUUID } from 'node:crypto';
import { jsonEvent, KurrentDBClient, NO_STREAM, streamNameFilter } from '@kurrent/kurrentdb-client';
import { openKurrentDb } from '../../dist/libs/event-store/index.js';
import { inTurns, perSecond } from '../rounds.mjs';

const WRITERS = 16;
const STREAMS_EACH = 20;
const MOST_CATCH_UP_EVENTS = 20_000;
const EVENTS_PER_APPEND = 100;

const DATA = { planVersion: 1, approach: 'SELF_MANAGEMENT', goals: ['Een baan in de zorg binnen 30 km'] };
/** As a sealed payload is: the adapter looks at none of it. */
const SEALED = { identity: 'A'.repeat(400) };

function eventOf(command) {
  const now = new Date().toISOString();
  return {
    ...{ id: randomUUID(), type: 'TrajectoryPlanAgreed', schemaVersion: 1, programme: 'BENCH', subject: command },
    ...{ occurredAt: now, recordedAt: now, actor: { type: 'COACH', id: 'bench' }, command, correlation: command },
    ...{ data: DATA, sealed: SEALED },
  };
}

/** The same bytes, as the bare client sends them. */
function bareEventOf(command) {
  const { id, type, data, ...metadata } = eventOf(command);
  return jsonEvent({ id, type, data, metadata });
}

const streamsOf = () =>
  Array.from({ length: WRITERS }, () =>
    Array.from({ length: STREAMS_EACH }, () => ({ name: `trajectory-${randomUUID()}`, revision: -1 })),
  );

/** P7: what the adapter costs against the bare client on the same KurrentDB, which KURRENTDB_URL names. */
export async function kurrentDb(_ground, { seconds, rounds, events }) {
  const url = process.env.KURRENTDB_URL;
  if (!url)
    throw new Error(
      'KURRENTDB_URL is missing: P7 needs a KurrentDB of yours, such as kurrentdb://127.0.0.1:2113?tls=false.',
    );
  const tenant = `bench-${randomUUID()}`;
  const store = await openKurrentDb(url);
  const client = KurrentDBClient.connectionString(url);
  try {
    const appends = await inTurns(
      {
        overstap: () => perSecond(WRITERS, seconds, appending(store, tenant)),
        bare: () => perSecond(WRITERS, seconds, appendingBare(client, tenant)),
      },
      rounds,
    );
    const count = Math.min(events, MOST_CATCH_UP_EVENTS);
    const catchUp = await measureCatchUp({ store, client, tenant, rounds, count });
    const peer = 'the bare client';
    return [
      {
        id: 'P7a',
        name: 'KurrentDB: appends, 16 writers',
        overstap: appends.overstap,
        unit: 'events/s',
        peer,
        peerValue: appends.bare,
        aim: 0.9,
      },
      {
        id: 'P7b',
        name: 'KurrentDB: catch-up',
        overstap: catchUp.overstap,
        unit: 'events/s',
        peer,
        peerValue: catchUp.bare,
        aim: 0.8,
      },
    ];
  } finally {
    await store.close();
    await client.dispose();
  }
}

function appending(store, tenant) {
  const streams = streamsOf();
  let next = 0;
  return async (writer) => {
    const own = streams[writer][next++ % STREAMS_EACH];
    const expected = own.revision < 0 ? 'noStream' : own.revision;
    const result = await store.append({ tenant, stream: own.name, expected, events: [eventOf(randomUUID())] });
    if (result.outcome !== 'appended') throw new Error(`An append was not stored: ${JSON.stringify(result)}`);
    own.revision = result.revision;
  };
}

function appendingBare(client, tenant) {
  const streams = streamsOf();
  let next = 0;
  return async (writer) => {
    const own = streams[writer][next++ % STREAMS_EACH];
    const streamState = own.revision < 0 ? NO_STREAM : BigInt(own.revision);
    await client.appendToStream(`overstap/${tenant}/${own.name}`, [bareEventOf(randomUUID())], { streamState });
    own.revision++;
  };
}

async function measureCatchUp({ store, client, tenant, rounds, count }) {
  const from = await store.head();
  for (let written = 0; written < count; written += EVENTS_PER_APPEND) {
    const command = randomUUID();
    const events = Array.from({ length: EVENTS_PER_APPEND }, () => eventOf(command));
    await store.append({ tenant, stream: `trajectory-${randomUUID()}`, expected: 'noStream', events });
  }
  const commit = BigInt(/^k(\d+)/.exec(from)?.[1] ?? 0);
  return inTurns(
    { overstap: () => followed(store, from, count), bare: () => followedBare(client, commit, count) },
    rounds,
  );
}

async function followed(store, from, count) {
  const started = performance.now();
  let seen = 0;
  await new Promise((resolve, reject) => {
    const subscription = store.subscribe(from, {}, async ({ events }) => {
      seen += events.length;
      if (seen >= count) resolve(void subscription.stop());
    });
    subscription.done.catch(reject);
  });
  return seen / ((performance.now() - started) / 1000);
}

async function followedBare(client, commit, count) {
  const started = performance.now();
  const subscription = client.subscribeToAll({
    fromPosition: { commit, prepare: commit },
    filter: streamNameFilter({ prefixes: ['overstap/'] }),
  });
  let seen = 0;
  for await (const { event } of subscription) if (event && ++seen >= count) break;
  await subscription.unsubscribe();
  return seen / ((performance.now() - started) / 1000);
}
