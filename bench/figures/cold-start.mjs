import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { end, flagsOf, freePort } from '../processes.mjs';
import { median } from '../rounds.mjs';

const MAIN = fileURLToPath(new URL('../../dist/apps/standalone/main.js', import.meta.url));
const MOST_MS = 2_500;
/** While nobody is signed in: where to do so. */
const PAGE = '/';

/** P6b: from the start of the process to the first answered page, PostgreSQL included: on an empty directory, and on one that is there already. */
export async function coldStart(_ground, { rounds }) {
  const [first, later] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const dataDir = await mkdtemp(join(tmpdir(), 'overstap-cold-'));
    try {
      first.push(await startOnce(dataDir));
      later.push(await startOnce(dataDir));
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  }
  const row = (id, name, values) => ({ id, name, overstap: median(values), unit: 'ms', peer: null, most: MOST_MS });
  return [
    row('P6b', 'Cold start to the first page, embedded', later),
    row('P6b-empty', 'The same on an empty directory: the database is made', first),
  ];
}

async function startOnce(dataDir) {
  const port = await freePort();
  const since = performance.now();
  const child = spawn(process.execPath, [...flagsOf('start'), MAIN], {
    env: { PATH: process.env.PATH, OVERSTAP_DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'error' },
    stdio: 'ignore',
  });
  try {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}${PAGE}`).catch(() => undefined);
      if (answer !== undefined) {
        await answer.text();
        return performance.now() - since;
      }
      if (child.exitCode !== null) throw new Error('The program did not start.');
      await sleep(10);
    }
  } finally {
    await end(child);
  }
}
