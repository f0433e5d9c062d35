import { describe, expect, test } from '@jest/globals';
import { keepRunning } from './kept-server.js';
import { DiskFullError, PostgresStartError, type RunningServer } from './postgres-server.js';

/** A server that a test ends. */
class Fake implements RunningServer {
  static made = 0;
  readonly pid = (Fake.made += 1);
  end: (how: string) => void = () => undefined;
  readonly ended = new Promise<string>((resolve) => (this.end = resolve));
  stop(): Promise<void> {
    this.end('SIGINT');
    return Promise.resolve();
  }
}

/** In turns, so that timers that follow from one another come in between on a busy machine too. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 10; turns += 1) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('a server that is kept running', () => {
  const keep = (startAgain: () => Promise<RunningServer>, soundAfterMs = 60_000) => {
    const log: string[] = [];
    const first = new Fake();
    let error: Error | undefined;
    const kept = keepRunning(first, { log: (line) => log.push(line), startAgain, most: 3, soundAfterMs, pauseMs: 1 });
    void kept.lost.then((lost) => (error = lost));
    return { kept, first, log, lost: () => error };
  };

  test('is started again when it ends by itself, and that is said', async () => {
    const second = new Fake();
    const { kept, first, log, lost } = keep(() => Promise.resolve(second));
    first.end('SIGKILL');
    await settle();
    expect(kept.pid).toBe(second.pid);
    expect(log[0]).toBe(`PostgreSQL (process ${first.pid}) ended by itself (SIGKILL). It is started again (1 of 3).`);
    expect(log[1]).toMatch(`PostgreSQL runs again (process ${second.pid})`);
    expect(lost()).toBeUndefined();
  });

  test('is not started again once it was stopped', async () => {
    let starts = 0;
    const { kept, log } = keep(() => Promise.resolve(new Fake()).finally(() => (starts += 1)));
    await kept.stop();
    await settle();
    expect([starts, log]).toEqual([0, []]);
  });

  test('is stopped too when it was just being started again', async () => {
    const second = new Fake();
    let started: (server: RunningServer) => void = () => undefined;
    const { kept, first } = keep(() => new Promise((resolve) => (started = resolve)));
    first.end('SIGKILL');
    await settle();
    const stopped = kept.stop();
    started(second);
    await stopped;
    expect(await Promise.race([second.ended, 'runs'])).toBe('SIGINT');
  });

  test('is given up when it keeps ending, with what to do', async () => {
    const servers: Fake[] = [];
    const { first, lost } = keep(() => Promise.resolve(servers[servers.push(new Fake()) - 1] as Fake));
    first.end('SIGKILL');
    for (let ends = 0; ends < 3; ends += 1) {
      expect(lost()).toBeUndefined();
      await settle();
      servers.at(-1)?.end('exit code 1');
    }
    await settle();
    expect(servers).toHaveLength(3);
    expect(lost()?.message).toMatch(/ended by itself \(exit code 1\).* 3 times in a row .*postgres\.log/);
  });

  test('is given up when it cannot be started', async () => {
    let tries = 0;
    const { first, lost } = keep(() => {
      tries += 1;
      return Promise.reject(new PostgresStartError('PostgreSQL did not start.'));
    });
    first.end('SIGKILL');
    await settle();
    await settle();
    expect(tries).toBe(3);
    expect(lost()?.message).toMatch(/^PostgreSQL did not start\. It ended or failed to start 3 times/);
  });

  test('is waited for as long as the disk is full', async () => {
    let tries = 0;
    const { kept, first, lost } = keep(() =>
      (tries += 1) < 6 ? Promise.reject(new DiskFullError('The disk is full.')) : Promise.resolve(new Fake()),
    );
    first.end('exit code 1');
    while (tries < 6) await settle();
    await settle();
    expect(kept.pid).not.toBe(first.pid);
    expect(lost()).toBeUndefined();
  });

  test('that ran well for a while ends for the first time again', async () => {
    const servers: Fake[] = [];
    const { first, lost } = keep(() => Promise.resolve(servers[servers.push(new Fake()) - 1] as Fake), 10);
    await settle();
    first.end('SIGKILL');
    for (let ends = 0; ends < 6; ends += 1) {
      await settle();
      servers.at(-1)?.end('SIGKILL');
    }
    await settle();
    expect(servers).toHaveLength(7);
    expect(lost()).toBeUndefined();
  });
});
