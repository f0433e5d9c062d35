import { type Clock } from '@overstap/kernel';
import { openDatabase } from '@overstap/platform';
import { openPostgresQueue, openRedisQueue, Reminders } from '@overstap/reminders';
import { AgencyWorld } from '../../processes/testing/agency-world.js';
import { type WorkerSettings } from './worker.js';
import { manners } from './toy-streams.js';

/** A worker as the program has it: read models, the outbox's reactor, sweep and queue, over the real domain. Runs until it is killed. */
const settings = JSON.parse(process.argv[2] ?? '') as WorkerSettings;
const { connection, redisUrl, masterKey, startsAt } = settings;
const report = (where: string, error: unknown): void => void process.stderr.write(`${where}: ${String(error)}\n`);

// The machine's pace from another moment on.
const shiftMs = Date.now() - Date.parse(startsAt);
const clock: Clock = { now: () => new Date(Date.now() - shiftMs).toISOString() };
const database = await openDatabase(connection);
const world = await AgencyWorld.on(database, clock, masterKey);
const { store, commands } = world;
const reminders = new Reminders({
  database,
  store,
  clock,
  commands,
  manners,
  report,
  queue: redisUrl === undefined ? openPostgresQueue(database.listen, report) : openRedisQueue(redisUrl, report),
  sweepEveryMs: 200,
  addressOf: () => Promise.resolve(undefined),
  linkOf: () => 'http://localhost:3000',
});
const runner = await world.runnerWith({ leaseMs: 1_000 }, ...reminders.reactors);
runner.start();
await reminders.start(() => Promise.resolve());
process.stdout.write('ready\n');
