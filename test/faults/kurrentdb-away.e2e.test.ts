import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KurrentDbTestServer } from '../kurrentdb-server/server.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';
import { Ledger } from './support/ledger.js';
import { sized } from './support/shape.js';

/** The long one is longer than an append is sent again. */
const AWAY_MS = sized(10_000, 60_000);
const AT_ONCE = 16;
const COACH = { specialisms: [], regions: [], languages: ['nl'], maxComplexity: 6, weightedMax: 1000 };
const COACHES = 'overstap/default/coach-';

/** Until somebody asks at the port, who is sent away. */
async function askedAt(port: number): Promise<void> {
  const door = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');
  await once(door, 'connection');
  await new Promise((closed) => door.close(closed));
}

/** On the test server: stopping and starting a real one is for whoever runs it. */
describe('a KurrentDB that is away for a while', () => {
  let server: KurrentDbTestServer;
  let directory: string;
  let program: RunningProgram;
  const start = (waits = '60'): Promise<RunningProgram> =>
    RunningProgram.start(directory, {
      EVENT_STORE: 'kurrentdb',
      KURRENTDB_URL: server.url,
      OVERSTAP_START_WAIT: waits,
    });
  /** Commands that were answered with 503. */
  const toldAway: string[] = [];
  const register = (command: string): Promise<Response> =>
    program.send(
      '/coaches/register-coach',
      { coachId: command, name: command, ...COACH },
      { 'idempotency-key': command },
    );
  const registered = (): string[] =>
    server.log.events
      .filter(({ type, stream }) => type === 'CoachRegistered' && stream.startsWith(COACHES))
      .map(({ stream }) => stream.slice(COACHES.length));
  const ready = async (): Promise<number> => (await program.fetch('/health/ready')).status;

  beforeAll(async () => {
    server = await KurrentDbTestServer.start();
    directory = temporaryDirectory('kurrentdb-away');
    program = await start();
  });
  afterAll(async () => {
    await program?.stop();
    await server?.stop();
  });

  test('is said to be away with 503 all the time, what PostgreSQL holds is read on, and nothing acknowledged is lost or stored twice', async () => {
    const ledger = new Ledger(async (command) => {
      const answer = await register(command);
      if (answer.status === 503) {
        expect(await answer.json()).toMatchObject({ code: 'database-away' });
        toldAway.push(command);
      }
      return answer;
    });
    ledger.start();
    await ledger.more(50);
    await server.stop();
    await pause(AWAY_MS / 2);
    const asked = ['/health/ready', '/health/live', '/trajectories?limit=10', '/teams'];
    const answers = await Promise.all(asked.map((path) => program.fetch(path)));
    expect(answers.map(({ status }) => status)).toEqual([503, 200, 200, 200]);
    await pause(AWAY_MS / 2);
    await server.start();
    await ledger.recovery(performance.now());
    await ledger.more(20);
    await ledger.stop();
    const found = ledger.verdict(registered());
    expect(found).toEqual({ acknowledged: expect.any(Number), lost: [], phantom: [], doubled: [] });
    expect([...ledger.statuses.keys()].sort()).toEqual([200, 503]);
    expect(program.exitCode).toBeNull();
  });

  test('has what it answered with 503 sent again under the same key, and stored once', async () => {
    expect(toldAway.length).toBeGreaterThan(0);
    for (let from = 0; from < toldAway.length; from += AT_ONCE) {
      const answers = await Promise.all(toldAway.slice(from, from + AT_ONCE).map(register));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    }
    const stored = registered();
    expect(toldAway.map((command) => stored.filter((each) => each === command).length)).toEqual(toldAway.map(() => 1));
  });

  test('leaves the program well, and no event put aside', async () => {
    for (let tries = 0; tries < 1200 && (await ready()) !== 200; tries += 1) await pause(100);
    expect(await ready()).toBe(200);
    expect(await program.get('/operation/parked')).toEqual({ parked: [] });
  });

  test('is not there for a start, which says what to do, or waits until it is', async () => {
    await server.stop();
    const { code } = await program.stop();
    expect(code).toBe(0);
    await expect(start('0')).rejects.toThrow(
      /ended with 1: KurrentDB does not answer at [\w.:]+; .* KURRENTDB_URL\. .*tls=false\.\n$/,
    );
    const starting = start();
    await askedAt(Number(new URL(server.url).port));
    await server.start();
    program = await starting;
    expect(await ready()).toBe(200);
  });
});
