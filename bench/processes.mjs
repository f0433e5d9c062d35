import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { urlOf } from './ground.mjs';

export const CONNECTIONS = 32;
const WORKER_READY = 'The Overstap worker runs.';

const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/** What `npm run` gives node before the main file. */
export const flagsOf = (script) => scripts[script].split(' ').slice(1, -1);

const mainOf = (part) => fileURLToPath(new URL(`../dist/apps/${part}/main.js`, import.meta.url));

/** The built api or worker in a process of its own on the ground's database, with the flags that `npm run start:…` gives it. */
export async function startPart(ground, part, extra = {}, main = mainOf(part)) {
  const port = await freePort();
  const child = spawn(process.execPath, [...flagsOf(`start:${part}`), main], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: urlOf(ground.owner),
      OVERSTAP_DATA_DIR: join(ground.dataDir, 'program'),
      PORT: String(port),
      LOG_LEVEL: 'error',
      ...extra,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  const isReady = async () =>
    part === 'worker'
      ? said.includes(WORKER_READY)
      : (await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => undefined))?.ok;
  for (let tries = 0; !(await isReady()); tries++) {
    if (child.exitCode !== null || tries > 600) throw new Error(`The ${part} did not start: ${said}`);
    await sleep(100);
  }
  const key = await readFile(join(ground.dataDir, 'program', 'installation.key'), 'utf8').catch(() => '');
  return { port, key: key.trim(), pid: child.pid, stop: () => end(child) };
}

/** Fastify with nothing behind it, in a process of its own. */
export async function bareHttp() {
  const child = fork(new URL('./peers/bare-http.mjs', import.meta.url));
  const [port] = await once(child, 'message');
  return { port, stop: () => end(child) };
}

/** Connections in a process of their own that post; `measure` answers the posts a second. */
export function loadClient(options) {
  const child = fork(new URL('./load.mjs', import.meta.url));
  child.send({ connections: CONNECTIONS, ...options });
  const measure = async () => {
    child.send('measure');
    const failed = once(child, 'exit').then(() => Promise.reject(new Error('The client ended early.')));
    failed.catch(() => undefined);
    return Promise.race([once(child, 'message').then(([rate]) => rate), failed]);
  };
  return { measure, stop: () => end(child) };
}

export async function end(child) {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
