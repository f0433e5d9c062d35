import fastify from 'fastify';

/** The HTTP server that Overstap runs on, and nothing behind it: reads the body and answers as long a text as a command's. Says its port once it listens. */
const app = fastify();
const ANSWER = {
  id: '00000000-0000-4000-8000-000000000000',
  revision: 1,
  position: '1.1000.1000',
  events: [{ id: '00000000-0000-4000-8000-000000000000', type: 'SessionNoteRecorded' }],
  duplicate: false,
};
app.post('/trajectories/:id/record-session-note', async () => ANSWER);
await app.listen({ port: 0, host: '127.0.0.1' });
process.send(app.server.address().port);
