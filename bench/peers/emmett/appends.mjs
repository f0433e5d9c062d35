import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { randomUUID } from 'node:crypto';
import { perSecond } from '../../rounds.mjs';

/** Appends one event at the version it expects, from so many writers; answers each message with the appends a second. */
const { connection, writers, streamsEach, seconds, event } = JSON.parse(process.argv[2]);
const store = getPostgreSQLEventStore(connection);
await store.schema.migrate();
const streams = Array.from({ length: writers }, () =>
  Array.from({ length: streamsEach }, () => ({ name: `trajectory-${randomUUID()}`, version: 'STREAM_DOES_NOT_EXIST' })),
);
let next = 0;

async function append(writer) {
  const own = streams[writer][next++ % streamsEach];
  const result = await store.appendToStream(own.name, [event], { expectedStreamVersion: own.version });
  own.version = result.nextExpectedStreamVersion;
}

process.on('message', async () => process.send(await perSecond(writers, seconds, append)));
