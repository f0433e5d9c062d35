import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { databaseFor, urlOf } from '../ground.mjs';

const INSTALLED = new URL('emmett/node_modules/@event-driven-io/emmett-postgresql/', import.meta.url);

/** One of Emmett's programs under `emmett/`, in a process of its own on a database of its own; undefined where it is not installed (`npm ci --prefix bench/peers/emmett`). */
export async function startEmmett(ground, program, options) {
  if (!existsSync(INSTALLED)) return undefined;
  const connection = urlOf(await databaseFor(ground, 'emmett'));
  const child = fork(new URL(`emmett/${program}.mjs`, import.meta.url), [JSON.stringify({ connection, ...options })], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  /** Sends a message and answers with the reply. */
  const ask = async (message) => {
    const reply = Promise.race([
      once(child, 'message').then(([answer]) => answer),
      once(child, 'exit').then(() => Promise.reject(new Error(`Emmett's ${program} ended early.`))),
    ]);
    child.send(message);
    return reply;
  };
  const stop = async () => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  return { ask, stop };
}
