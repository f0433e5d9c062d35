import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { checkOut, end, start } from '../../libs/platform/testing/program-on-directory.js';
import { temporaryDirectory } from './postgres.js';
import { removeDeadRuns } from './run-directory.mjs';

test('a test run stops the server that a killed run left behind, and leaves its own alone', async () => {
  const { pid: dead } = spawnSync(process.execPath, ['-e', '0']);
  const run = join(tmpdir(), `overstap-jest-${dead}-1`);
  mkdirSync(run, { mode: 0o700 });
  const left = await start(checkOut(temporaryDirectory('checkout')), join(run, 'server'));
  await end(left, 'SIGKILL');
  expect(existsSync(`/proc/${left.ready!.pid}/cwd`)).toBe(true);

  await removeDeadRuns();
  expect(existsSync(run)).toBe(false);
  expect(existsSync(`/proc/${left.ready!.pid}/fd/0`)).toBe(false);
  expect(existsSync(process.env['JEST_RUN_DIRECTORY']!)).toBe(true);
});
