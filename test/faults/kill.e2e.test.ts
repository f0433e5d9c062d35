import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';
import { EmbeddedServer } from './support/embedded-server.js';
import { Ledger } from './support/ledger.js';
import { chance, LONG, sized } from './support/shape.js';

const CYCLES = Number(process.env['FAULTS_KILLS'] ?? sized(5, 200));
const RECOVERS_WITHIN_MS = 10_000;
/** A loaded machine is slow; how long it takes is asserted where it was left alone. */
const WITHIN_MS = LONG ? RECOVERS_WITHIN_MS : 60_000;
const STOPS_WITHIN_MS = sized(10_000, 4_000);
const COACH = { specialisms: [], regions: [], languages: ['nl'], maxComplexity: 6, weightedMax: 1000 };

type Killed = 'the program' | 'PostgreSQL' | 'both';
const KINDS: readonly Killed[] = ['PostgreSQL', 'the program', 'both'];

describe('an agency on one machine, with sixteen who write', () => {
  let program: RunningProgram;
  let server: EmbeddedServer;
  let ledger: Ledger;
  const begin = async (): Promise<string> => {
    const dataDir = temporaryDirectory('killed');
    program = await RunningProgram.start(dataDir);
    server = new EmbeddedServer(dataDir);
    ledger = new Ledger((command) =>
      program.send(
        '/coaches/register-coach',
        { coachId: command, name: command, ...COACH },
        { 'idempotency-key': command },
      ),
    );
    return dataDir;
  };
  const verdict = async () => ledger.verdict(await server.registeredCoaches());
  /** Kills, brings back what does not come back by itself, and answers how long it took. */
  const kill = async (what: Killed, dataDir: string): Promise<number> => {
    const since = performance.now();
    if (what !== 'the program') server.killPostmaster();
    if (what !== 'PostgreSQL') {
      await program.stop('SIGKILL');
      program = await RunningProgram.start(dataDir);
    }
    return ledger.recovery(since);
  };
  afterEach(async () => {
    await ledger?.stop();
    await program?.stop();
  });

  test(
    'loses nothing that was acknowledged, whatever is killed, stores nothing twice and works again soon',
    async () => {
      const dataDir = await begin();
      const random = chance('kill -9');
      const took: number[] = [];
      ledger.start();
      for (let cycle = 0; cycle < CYCLES; cycle += 1) {
        await ledger.more(20);
        await pause(random() * 500);
        took.push(await kill(KINDS[cycle % KINDS.length] ?? 'both', dataDir));
      }
      await ledger.more(20);
      await ledger.stop();
      const found = await verdict();
      process.stderr.write(
        `${CYCLES} kills: ${found.acknowledged} acknowledged, works again after ${took.map((ms) => (ms / 1000).toFixed(1)).join(', ')} s\n`,
      );
      expect(found).toEqual({ acknowledged: expect.any(Number), lost: [], phantom: [], doubled: [] });
      expect(found.acknowledged).toBeGreaterThan(20 * CYCLES);
      expect(Math.max(...took)).toBeLessThan(WITHIN_MS);
      // Whoever is not answered "done" hears that it is worth trying again, and never that the program failed.
      expect([...ledger.statuses.keys()].filter((status) => status >= 500 && status !== 503)).toEqual([]);
      expect(await program.get('/health/ready')).toMatchObject({ status: 'up' });
      expect((await program.post<{ ok: boolean }>('/operation/verify', {})).ok).toBe(true);
    },
    300_000 + CYCLES * 60_000,
  );

  test('whose PostgreSQL died starts it again and says so in its log, and leaves none behind when it ends meanwhile', async () => {
    await begin();
    const before = server.pid;
    server.killPostmaster();
    for (let isBack = false; !isBack;) {
      // A connection that is kept from before may be gone; then it is asked on a new one.
      const status = (await program.fetch('/health/ready').catch(() => undefined))?.status ?? 503;
      expect([200, 503]).toContain(status);
      isBack = status === 200 && program.output().includes('PostgreSQL runs again');
      // Asking without a rest would take from the server what it needs to come back.
      await pause(100);
    }
    expect(server.pid).not.toBe(before);
    expect((await program.fetch('/health/live')).status).toBe(200);
    expect(program.output()).toMatch(`PostgreSQL (process ${before}) ended by itself (SIGKILL). It is started again`);
    expect(program.output()).toMatch(`PostgreSQL runs again (process ${server.pid})`);
    expect(await program.get('/programmes')).toBeDefined();

    // Told to end while it is being started once more.
    server.killPostmaster();
    const { code, ms } = await program.stop();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(STOPS_WITHIN_MS);
    expect(server.runs).toBe(false);
  });

  test('that acknowledges before the disk has it is found out', async () => {
    const dataDir = await begin();
    await server.query('ALTER DATABASE overstap SET synchronous_commit = off');
    await program.stop();
    program = await RunningProgram.start(dataDir);
    let lost: readonly string[] = [];
    for (let cycle = 0; cycle < 20 && lost.length === 0; cycle += 1) {
      ledger.start();
      await ledger.more(50);
      await kill('PostgreSQL', dataDir);
      await ledger.stop();
      ({ lost } = await verdict());
    }
    expect(lost.length).toBeGreaterThan(0);
  }, 600_000);
});
