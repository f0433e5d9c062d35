import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';
import { Ledger } from './support/ledger.js';
import { FIRST_STARTED, RestartablePostgres } from './support/restartable-postgres.js';
import { sized } from './support/shape.js';

const AWAY_MS = sized(10_000, 60_000);
const STOPS_WITHIN_MS = sized(10_000, 4_000);
const COACH = { specialisms: [], regions: [], languages: ['nl'], maxComplexity: 6, weightedMax: 1000 };

describe('a PostgreSQL of its own that is away for a while', () => {
  let postgres: RestartablePostgres;
  let program: RunningProgram;
  let database: string;
  beforeAll(async () => {
    postgres = await RestartablePostgres.start({ clock: undefined });
    database = await postgres.database(FIRST_STARTED);
    program = await RunningProgram.start(temporaryDirectory('away'), { DATABASE_URL: postgres.url(database) });
  });
  afterAll(async () => {
    await program?.stop();
    await postgres?.stop();
  });

  test('is said to be away with 503 all the time, and nothing acknowledged is lost or stored twice', async () => {
    const ledger = new Ledger((command) =>
      program.send(
        '/coaches/register-coach',
        { coachId: command, name: command, ...COACH },
        { 'idempotency-key': command },
      ),
    );
    ledger.start();
    await ledger.more(50);
    const back = postgres.crash(AWAY_MS);
    await pause(AWAY_MS / 2);
    const [answer, health, live] = await Promise.all([
      program.send('/coaches/register-coach', { coachId: 'away', name: 'away', ...COACH }),
      program.fetch('/health/ready'),
      program.fetch('/health/live'),
    ]);
    expect([answer.status, health.status, live.status]).toEqual([503, 503, 200]);
    expect(await answer.json()).toMatchObject({ code: 'database-away' });
    await back;
    await ledger.recovery(performance.now());
    await ledger.more(20);
    await ledger.stop();
    const { rows } = await postgres.query<{ coach: string }>(
      database,
      `SELECT substr(stream, length('coach-') + 1) AS coach FROM events WHERE type = 'CoachRegistered' AND stream <> 'coach-away'`,
    );
    const found = ledger.verdict(rows.map(({ coach }) => coach));
    expect(found).toEqual({ acknowledged: expect.any(Number), lost: [], phantom: [], doubled: [] });
    expect([...ledger.statuses.keys()].filter((status) => status >= 500 && status !== 503)).toEqual([]);
    expect(program.exitCode).toBeNull();
  });

  test('is not waited for by a program that is told to end while it hangs', async () => {
    const thaw = await postgres.freeze(database);
    const { code, ms } = await program.stop();
    thaw();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(STOPS_WITHIN_MS);
  });
});
