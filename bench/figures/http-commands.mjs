import { asOwner } from '../ground.mjs';
import { startEmmett } from '../peers/emmett.mjs';
import { singleRowInserts } from '../peers/pgbench.mjs';
import { bareHttp, CONNECTIONS, loadClient, startPart } from '../processes.mjs';
import { inTurns } from '../rounds.mjs';
import { enrol, inProgram } from '../world.mjs';

const PEOPLE = 320;

/** An everyday command with a personal field: a coach's note. */
const BODY = { ref: 'Ziet weer kansen; wil eerst oud-collega’s spreken.', sharedWithParticipant: true };

/** P2: commands a second over HTTP, from the request to the answer that says it is on disk, by one api process. */
export async function httpCommands(ground, { seconds, rounds }) {
  const trajectories = await inProgram(ground, (world) => enrol(world, PEOPLE));
  const bytes = await asOwner(ground.owner, async (client) => {
    const { rows } = await client.query('SELECT avg(pg_column_size(e.*))::int AS bytes FROM events e');
    return rows[0].bytes;
  });
  const opened = [];
  try {
    const api = await startPart(ground, 'api');
    opened.push(api);
    const paths = trajectories.map((id) => `/trajectories/${id}/record-session-note`);
    const overstap = loadClient({
      body: BODY,
      port: api.port,
      paths,
      seconds,
      headers: { authorization: `Bearer ${api.key}` },
    });
    opened.push(overstap);
    const emmett = await startEmmett(ground, 'http', {});
    if (emmett) opened.push(emmett);
    const peer = emmett && loadClient({ body: BODY, port: await emmett.ask('port'), paths, seconds });
    if (peer) opened.push(peer);
    const server = await bareHttp();
    opened.push(server);
    const bare = loadClient({ body: BODY, port: server.port, paths, seconds });
    opened.push(bare);
    const pgbench = await singleRowInserts(ground, { clients: CONNECTIONS, seconds, bytes });
    const measured = await inTurns(
      {
        overstap: overstap.measure,
        bare: bare.measure,
        ...(pgbench && { pgbench }),
        ...(peer && { emmett: peer.measure }),
      },
      rounds,
    );
    const row = {
      name: 'HTTP commands to a durable answer, 32 connections',
      overstap: measured.overstap,
      unit: 'commands/s',
    };
    return [
      { id: 'P2a', ...row, peer: 'pgbench single-row inserts', peerValue: measured.pgbench, aim: 0.5 },
      { id: 'P2b', ...row, peer: "Emmett's handler behind Fastify", peerValue: measured.emmett, aim: 3 },
      { id: 'P2-limit', ...row, peer: 'Fastify with nothing behind it', peerValue: measured.bare },
    ];
  } finally {
    for (const each of opened.toReversed()) await each.stop();
  }
}
