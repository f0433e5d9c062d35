import { CommandHandler } from '@event-driven-io/emmett';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import fastify from 'fastify';

/** Emmett's command handler behind the HTTP server that Overstap runs on: loads the stream, decides, appends one event. Answers a message with the port. */
const { connection } = JSON.parse(process.argv[2]);
const store = getPostgreSQLEventStore(connection);
await store.schema.migrate();
const handle = CommandHandler({
  initialState: () => ({ notes: 0 }),
  evolve: ({ notes }) => ({ notes: notes + 1 }),
});
const app = fastify();
app.post('/trajectories/:id/record-session-note', async (request, reply) => {
  const { newEvents, nextExpectedStreamVersion } = await handle(store, `trajectory-${request.params.id}`, () => [
    { type: 'SessionNoteRecorded', data: request.body },
  ]);
  reply.code(201).send({ events: newEvents.length, revision: String(nextExpectedStreamVersion) });
});
await app.listen({ port: 0, host: '127.0.0.1' });
process.on('message', () => process.send(app.server.address().port));
