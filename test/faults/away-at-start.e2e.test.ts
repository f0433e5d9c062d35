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
const RUNS = { api: 'The Overstap api answers on', worker: 'The Overstap worker runs.' } as const;

/** An api or a worker in a process of its own, from the moment at which it is told to start. */
class Starting {
  output = '';
  readonly ended: Promise<number | null>;
  private readonly child;

  constructor(part: keyof typeof RUNS, env: Readonly<Record<string, string>>) {
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
  const start = (part: keyof typeof RUNS, env: Readonly<Record<string, string>>): Starting => {
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
    const env = { DATABASE_URL: postgres.url(database) };
    let api: Starting | undefined;
    let worker: Starting | undefined;
    await postgres.crash(async () => {
      api = start('api', env);
      worker = start('worker', env);
      await Promise.all([api.says(WAITS), worker.says(WAITS)]);
    });
    await Promise.all([api?.says(RUNS.api), worker?.says(RUNS.worker)]);
    for (const each of [api, worker]) {
      expect(each?.output.split(WAITS)).toHaveLength(2);
      expect(each?.output).not.toContain('ECONNREFUSED');
      expect(await each?.stop()).toBe(0);
    }
  });

  test.each(['api', 'worker'] as const)('ends an %s with exit code 1 and one line, after a while', async (part) => {
    const url = await away;
    const starting = start(part, { DATABASE_URL: url, OVERSTAP_START_WAIT: '1', LOG_LEVEL: 'error' });
    expect(await starting.ended).toBe(1);
    expect(starting.output).toBe(
      `PostgreSQL does not answer at ${new URL(url).host} (ECONNREFUSED); the start waited 1 s for it. ` +
        'Check that it runs, that this machine reaches it there, and the address in DATABASE_URL.\n',
    );
  });

  test('says in the log where it is waited for, and nothing of who signs in there', async () => {
    const url = await away;
    const starting = start('worker', { DATABASE_URL: url });
    await starting.says(WAITS);
    expect(starting.output).toContain(`"host":"${new URL(url).host}"`);
    expect(starting.output).not.toContain('very-secret');
    expect(await starting.stop()).toBe(0);
  });

  test('is not waited for where the password is wrong or the database is not there: that is said at once, in one line', async () => {
    const there = postgres.url('overstap_nowhere');
    const wrong = there.replace(/:[^:@]+@/, ':wrong@');
    for (const [url, says] of [
      [there, /^PostgreSQL at .* has no database overstap_nowhere\. .*\n$/],
      [wrong, /^PostgreSQL at .* refuses the password of the user .*\n$/],
    ] as const) {
      const starting = start('worker', { DATABASE_URL: url });
      expect(await starting.ended).toBe(1);
      expect(starting.output).toMatch(says);
    }
  });
});
