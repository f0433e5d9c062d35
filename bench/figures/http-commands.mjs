import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { asOwner, urlOf } from '../ground.mjs';
import { startEmmett } from '../peers/emmett.mjs';
import { singleRowInserts } from '../peers/pgbench.mjs';
import { inTurns } from '../rounds.mjs';
import { enrol, inProgram } from '../world.mjs';

const CONNECTIONS = 32;
const PEOPLE = 320;
const API = fileURLToPath(new URL('../../dist/apps/api/main.js', import.meta.url));

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
    const api = await startApi(ground);
    opened.push(api);
    const paths = trajectories.map((id) => `/trajectories/${id}/record-session-note`);
    const overstap = client({ port: api.port, paths, seconds, headers: { authorization: `Bearer ${api.key}` } });
    opened.push(overstap);
    const emmett = await startEmmett(ground, 'http', {});
    if (emmett) opened.push(emmett);
    const peer = emmett && client({ port: await emmett.ask('port'), paths, seconds });
    if (peer) opened.push(peer);
    const pgbench = await singleRowInserts(ground, { clients: CONNECTIONS, seconds, bytes });
    const measured = await inTurns(
      {
        overstap: overstap.measure,
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
      { id: 'P2a', ...row, peer: 'pgbench single-row inserts', peerValue: measured.pgbench, aim: 0.4 },
      { id: 'P2b', ...row, peer: "Emmett's handler behind Fastify", peerValue: measured.emmett, aim: 2.5 },
    ];
  } finally {
    for (const each of opened.toReversed()) await each.stop();
  }
}

async function startApi(ground) {
  const port = await freePort();
  const child = spawn(process.execPath, [API], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: urlOf(ground.owner),
      OVERSTAP_DATA_DIR: join(ground.dataDir, 'program'),
      PORT: String(port),
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (let tries = 0; tries < 300; tries++) {
    if ((await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => undefined))?.ok) break;
    if (child.exitCode !== null) throw new Error('The api did not start.');
    await sleep(100);
  }
  const key = await readFile(join(ground.dataDir, 'program', 'installation.key'), 'utf8');
  return { port, key: key.trim(), stop: () => end(child) };
}

function client(options) {
  const child = fork(new URL('../load.mjs', import.meta.url), [
    JSON.stringify({ connections: CONNECTIONS, body: BODY, ...options }),
  ]);
  const measure = async () => {
    child.send('measure');
    const failed = once(child, 'exit').then(() => Promise.reject(new Error('The client ended early.')));
    failed.catch(() => undefined);
    return Promise.race([once(child, 'message').then(([rate]) => rate), failed]);
  };
  return { measure, stop: () => end(child) };
}

async function end(child) {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
