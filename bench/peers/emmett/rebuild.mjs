import {
  getPostgreSQLEventStore,
  pongoSingleStreamProjection,
  postgreSQLEventStoreConsumer,
} from '@event-driven-io/emmett-postgresql';
import { randomUUID } from 'node:crypto';

/**
 * Stores so many events, and builds one read model with one document per stream from them, each time a new one: the second rebuild of one and the same reads
 * nothing. Answers each message with the events a second.
 */
const { connection, streams, eventsEach, event } = JSON.parse(process.argv[2]);
const store = getPostgreSQLEventStore(connection);
await store.schema.migrate();
for (let stream = 0; stream < streams; stream++)
  await store.appendToStream(
    `trajectory-${randomUUID()}`,
    Array.from({ length: eventsEach }, () => event),
  );
let built = 0;

async function build() {
  let read = 0;
  const projection = pongoSingleStreamProjection({
    collectionName: `trajectory_summary_${built++}`,
    canHandle: [event.type],
    initialState: () => ({ events: 0 }),
    evolve: (document, { data }) => {
      read++;
      return { events: document.events + 1, last: data };
    },
  });
  const started = performance.now();
  const consumer = postgreSQLEventStoreConsumer({ connectionString: connection, stopWhen: { noMessagesLeft: true } });
  consumer.projector({ processorId: `summary-${built}`, projection });
  await consumer.start();
  const seconds = (performance.now() - started) / 1000;
  await consumer.close();
  if (read !== streams * eventsEach) throw new Error(`Emmett read ${read} of ${streams * eventsEach} events.`);
  return read / seconds;
}

process.on('message', async () => process.send(await build()));
