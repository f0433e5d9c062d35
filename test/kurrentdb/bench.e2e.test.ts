import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type GivenKurrentDb, givenKurrentDb } from '../kurrentdb-server/given.js';

const BENCH = fileURLToPath(new URL('../../bench/run.mjs', import.meta.url));

let kurrentDb: GivenKurrentDb;
beforeAll(async () => {
  kurrentDb = await givenKurrentDb();
});
afterAll(() => kurrentDb?.stop());

test('the benchmark of the adapter runs, and says what it costs beside the bare client', async () => {
  const args = [BENCH, '--only', 'P7', '--seconds', '0.5', '--rounds', '1', '--events', '2000', '--json'];
  const env = { ...process.env, KURRENTDB_URL: kurrentDb.url };
  const rows = JSON.parse((await promisify(execFile)(process.execPath, args, { env })).stdout) as object[];
  expect(rows).toMatchObject([
    { id: 'P7a', ratio: expect.any(Number), aim: 0.9 },
    { id: 'P7b', ratio: expect.any(Number), aim: 0.8 },
  ]);
});
