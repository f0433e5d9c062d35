import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openKurrentDb } from '@overstap/event-store';
import { type EventStore } from '@overstap/kernel';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type GivenKurrentDb, givenKurrentDb } from '../kurrentdb-server/given.js';

const WRITER = fileURLToPath(new URL('../kurrentdb-server/ledger-writer.mjs', import.meta.url));
const WRITERS = 8;
const CYCLES = Number(process.env['KURRENTDB_LEDGER_CYCLES'] ?? 3);

let kurrentDb: GivenKurrentDb;
let store: EventStore;
beforeAll(async () => {
  kurrentDb = await givenKurrentDb();
  store = await openKurrentDb(kurrentDb.url);
});
afterAll(async () => {
  await store?.close();
  await kurrentDb?.stop();
});

/** Writes until it is killed in the middle of it; answers what was acknowledged until then. */
async function writeAndKill(tenant: string): Promise<string[]> {
  const writer = spawn(process.execPath, [WRITER, kurrentDb.url, tenant, String(WRITERS)]);
  let [out, errors] = ['', ''];
  writer.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  writer.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const exited = once(writer, 'exit');
  const told = (): number => out.split('\n').length - 1;
  for (let tries = 0; told() <= 2 * WRITERS && writer.exitCode === null && tries < 6_000; tries++) await sleep(10);
  await sleep(Math.random() * 300);
  if (writer.exitCode !== null) throw new Error(`The writer ended by itself: ${errors}`);
  writer.kill('SIGKILL');
  await exited;
  // A last line that was cut short was not told to anybody.
  return out.split('\n').slice(0, -1);
}

test('writers that are killed lose nothing that was acknowledged, and what is sent again is stored once', async () => {
  const tenant = `ledger-${randomUUID()}`;
  const acknowledged: string[] = [];
  for (let cycle = 0; cycle < CYCLES; cycle++) acknowledged.push(...(await writeAndKill(tenant)));
  expect(acknowledged.length).toBeGreaterThan(CYCLES * WRITERS);

  const stored = new Set<string>();
  let events = 0;
  for (let writer = 0; writer < WRITERS; writer++) {
    const stream = `ledger-${writer}`;
    const history = await store.readStream(tenant, stream);
    // Every command whole, once, in its order.
    expect(history.map(({ data }) => [data['number'], data['index']])).toEqual(
      history.map((_, revision) => [revision >> 1, revision % 2]),
    );
    for (const { revision } of history) if (revision % 2 === 1) stored.add(`${stream} ${revision >> 1} ${revision}`);
    events += history.length;
  }
  expect(acknowledged.filter((line) => !stored.has(line))).toEqual([]);
  // What was on its way when a writer was killed may be stored, and nothing else.
  expect(events / 2 - new Set(acknowledged).size).toBeLessThanOrEqual(CYCLES * WRITERS);
}, 600_000);
