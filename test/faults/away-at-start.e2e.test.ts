import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryDirectory } from '../support/postgres.js';
import { freePort } from '../support/running-program.js';
import { RestartablePostgres } from './support/restartable-postgres.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const WAITS = 'PostgreSQL does not answer yet; the start waits for it';
const RUNS = 'The Overstap worker runs.';

/** An api or a worker in a process of its own, from the moment at which it is told to start. */
class Starting {
  output = '';
  readonly ended: Promise<number | null>;
  private readonly child;

  constructor(part: 'api' | 'worker', env: Readonly<Record<string, string>>) {
    this.child = spawn(process.execPath, [join(ROOT, `dist/apps/${part}/main.js`)], {
      cwd: ROOT,
      env: {
        PATH: process.env['PATH'],
        LOG_LEVEL: 'warn',
        OVERSTAP_DATA_DIR: temporaryDirectory('starting'),
        ...env,
      } as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream.on('data', (piece: Buffer) => (this.output += piece.toString()));
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
  }

  /** Until it says so, or has ended. */
  async says(text: string): Promise<void> {
    while (!this.output.includes(text) && this.child.exitCode === null) await pause(20);
    expect(this.output).toContain(text);
  }

  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}

describe('a start while its PostgreSQL is away', () => {
  let postgres: RestartablePostgres;
  let away: Promise<string>;
  const started: Starting[] = [];
  const start = (part: 'api' | 'worker', env: Readonly<Record<string, string>>): Starting => {
    const starting = new Starting(part, { PORT: '0', ...env });
    started.push(starting);
    return starting;
  };

  beforeAll(async () => {
    postgres = await RestartablePostgres.start();
    away = freePort().then((port) => `postgres://overstap:very-secret@127.0.0.1:${port}/overstap`);
  });
  afterAll(async () => {
    await Promise.all(started.map((each) => each.stop('SIGKILL')));
    await postgres?.stop();
  });

  test('waits, says so once, and goes on when it is back', async () => {
    const database = await postgres.database();
    let worker: Starting | undefined;
    await postgres.crash(async () => {
      worker = start('worker', { DATABASE_URL: postgres.url(database) });
      await worker.says(WAITS);
    });
    await worker?.says(RUNS);
    expect(worker?.output.split(WAITS)).toHaveLength(2);
    expect(worker?.output).not.toContain('ECONNREFUSED');
    expect(await worker?.stop()).toBe(0);
  });

  test('says where it waits and nothing of who signs in there, and ends with exit code 1 and one line after a while', async () => {
    const url = await away;
    const { host } = new URL(url);
    const [api, worker] = [
      start('api', { DATABASE_URL: url, OVERSTAP_START_WAIT: '1' }),
      start('worker', { DATABASE_URL: url }),
    ];
    // Told to end while it waits, it does.
    const stopped = worker.says(WAITS).then(() => worker.stop());
    expect(await Promise.all([api.ended, stopped])).toEqual([1, 0]);
    const [log, line, ...more] = api.output.split('\n');
    expect(log).toContain(`"host":"${host}"`);
    expect(line).toBe(
      `PostgreSQL does not answer at ${host} (ECONNREFUSED); the start waited 1 s for it. ` +
        'Check that it runs, that this machine reaches it there, and the address in DATABASE_URL.',
    );
    expect(more).toEqual(['']);
    expect(api.output + worker.output).not.toContain('very-secret');
  });

  test('is not waited for where the database is not there: that is said at once, in one line', async () => {
    const starting = start('api', { DATABASE_URL: postgres.url('overstap_nowhere') });
    expect(await starting.ended).toBe(1);
    expect(starting.output).toMatch(/^PostgreSQL at .* has no database overstap_nowhere\. .*\n$/);
  });
});
