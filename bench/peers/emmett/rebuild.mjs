import {
  getPostgreSQLEventStore,
  pongoSingleStreamProjection,
  rebuildPostgreSQLProjections,
} from '@event-driven-io/emmett-postgresql';
import { randomUUID } from 'node:crypto';

/** Stores so many events, and rebuilds one read model with one document per stream from them; answers each message with the events a second. */
const { connection, streams, eventsEach, event } = JSON.parse(process.argv[2]);
const store = getPostgreSQLEventStore(connection);
await store.schema.migrate();
for (let stream = 0; stream < streams; stream++)
  await store.appendToStream(
    `trajectory-${randomUUID()}`,
    Array.from({ length: eventsEach }, () => event),
  );
const summary = pongoSingleStreamProjection({
  collectionName: 'trajectory_summary',
  canHandle: [event.type],
  initialState: () => ({ events: 0 }),
  evolve: (document, { data }) => ({ events: document.events + 1, last: data }),
});

async function rebuild() {
  const started = performance.now();
  const consumer = rebuildPostgreSQLProjections({ connectionString: connection, projections: [summary] });
  await consumer.start();
  await consumer.close();
  return (streams * eventsEach) / ((performance.now() - started) / 1000);
}

process.on('message', async () => process.send(await rebuild()));
