import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

/** In production, with its master key in a file that somebody made. */
describe('changing the master key of a program that runs', () => {
  let directory: string;
  let keyFile: string;
  let program: RunningProgram;
  const names = new Map<string, string>();
  let last = 0;
  const start = () =>
    RunningProgram.start(join(directory, 'data'), { NODE_ENV: 'production', OVERSTAP_MASTER_KEY_FILE: keyFile });

  beforeAll(async () => {
    directory = temporaryDirectory('key-rotation');
    mkdirSync(join(directory, 'keys'));
    keyFile = join(directory, 'keys', 'master.key');
    writeFileSync(keyFile, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
    program = await start();
  });
  afterAll(() => program?.stop());

  const key = (): string => readFileSync(keyFile, 'utf8');
  const rotate = async (): Promise<{ code: number | null; out: string }> => {
    const child = spawn(process.execPath, [resolve('dist/apps/cli/main.js'), 'keys', 'rotate', '--json'], {
      env: { PATH: process.env['PATH'], OVERSTAP_DATA_DIR: join(directory, 'data'), HOME: directory },
    });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (out += piece.toString()));
    await once(child, 'close');
    return { code: child.exitCode, out };
  };
  const register = async (n: number): Promise<void> => {
    const name = `Naam ${n} ${randomBytes(4).toString('hex')}`;
    const offers = { specialisms: [], regions: [], languages: ['nl'], maxComplexity: 3, weightedMax: 20 };
    await program.post('/coaches/register-coach', { coachId: `c-${n}`, name, ...offers });
    names.set(`c-${n}`, name);
  };
  const namesRead = async (): Promise<Map<string, string>> => {
    // Whatever was registered before it is visible with it.
    await register((last -= 1));
    for (let tries = 0; tries < 600; tries += 1) {
      const { items } = await program.get<{ items: { coach: string; name: string }[] }>('/coaches');
      const read = new Map(items.map(({ coach, name }) => [coach, name]));
      if (read.has(`c-${last}`)) return read;
      await sleep(100);
    }
    throw new Error(`What was written is not to be read: ${program.output()}`);
  };

  test('nobody who writes or reads meanwhile notices, and the file holds the new key for its owner alone', async () => {
    const before = key();
    let under = true;
    let n = 0;
    const busy = async (): Promise<void> => {
      while (under) await register((n += 1));
    };
    const others = [busy(), busy(), busy()];
    const rotated = [await rotate(), await rotate()];
    const many = n;
    while (n < many + 10) await sleep(10);
    under = false;
    await Promise.all(others);
    for (const { code, out } of rotated)
      expect([code, JSON.parse(out)]).toEqual([0, { rewrapped: expect.any(Number), masterKey: expect.any(String) }]);
    expect(rotated[0]!.out).not.toBe(rotated[1]!.out);
    expect(key()).not.toBe(before);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    expect(existsSync(`${keyFile}.previous`)).toBe(false);
    expect(await namesRead()).toEqual(names);
    expect(program.output()).not.toContain(key().trim());
  });

  test('killed on the way it is carried on after the next start, and until then no backup is taken', async () => {
    const before = key();
    let ended = false;
    const rotating = rotate().finally(() => (ended = true));
    // In the middle of it, where this machine is quick enough to be caught there.
    while (!ended && !existsSync(`${keyFile}.previous`)) await new Promise((done) => setImmediate(done));
    await program.stop('SIGKILL');
    await rotating;
    program = await start();
    expect(await namesRead()).toEqual(names);
    // As it lies there when the program was killed after the new key was put in place.
    if (!existsSync(`${keyFile}.previous`)) writeFileSync(`${keyFile}.previous`, before, { mode: 0o600 });
    const backup = await program.send('/operation/backup', { directory: join(directory, 'backup') });
    expect([backup.status, await backup.json()]).toMatchObject([409, { code: 'rotation-unfinished' }]);
    expect((await rotate()).code).toBe(0);
    expect(existsSync(`${keyFile}.previous`)).toBe(false);
    await program.stop();
    program = await start();
    expect(await namesRead()).toEqual(names);
  });

  test('the program does not start in production with a key that others may read, or with none', async () => {
    await program.stop();
    await chmod(keyFile, 0o640);
    await expect(start()).rejects.toThrow(/Others may read the master key in .*Run: chmod 600/);
    await chmod(keyFile, 0o600);
    rmSync(keyFile);
    await expect(start()).rejects.toThrow(/which does not exist\. Make it/);
  });
});
