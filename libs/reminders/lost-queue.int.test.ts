import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SystemClock } from '@overstap/platform';
import { type TestDatabase } from '../../test/support/postgres.js';
import { type Commands } from './due/fall-due.js';
import { Reminders } from './reminders.js';
import { ENGINES, type QueueBench, reminderDatabase, until } from './testing/queues.js';
import { manners, ToyStreams } from './testing/toy-streams.js';

const RUNGS = 500;

describe.each(ENGINES)('reminders whose queue on $engine is lost', ({ engine, bench: start }) => {
  let database: TestDatabase;
  let bench: QueueBench;
  beforeEach(async () => {
    database = await reminderDatabase();
    bench = await start(database);
  });
  afterEach(async () => {
    await bench.stop();
    await database.drop();
  });

  const startReminders = async (streams: ToyStreams, commands: Commands = streams): Promise<Reminders> => {
    const reminders = new Reminders({
      database,
      manners,
      store: streams.store,
      clock: new SystemClock(),
      queue: bench.open(),
      due: streams,
      commands,
      report: () => undefined,
      sweepEveryMs: 1_000,
      addressOf: () => Promise.resolve(undefined),
      linkOf: () => 'http://localhost:3000',
    });
    await reminders.start(() => Promise.resolve());
    return reminders;
  };

  it('fire each of 500 rungs once although the queue was wiped in the middle', async () => {
    const streams = new ToyStreams(new SystemClock());
    const begin = Date.now();
    for (let stream = 0; stream < RUNGS / 5; stream++)
      await streams.arm(
        `t${stream}`,
        'task.S5_INTAKE',
        // From the past to three seconds ahead, so that the wipe takes waiting and delayed jobs alike.
        [-60_000, 500, 1_500, 2_500, 3_500].map((offset, rung) => ({
          rung: `r${rung}`,
          at: new Date(begin + offset + stream * 5).toISOString(),
        })),
      );
    // A quarter may fire before the wipe, however slowly the queue was filled; what runs by then waits for it.
    let wiped = (): void => undefined;
    const wipe = new Promise<void>((resolve) => (wiped = resolve));
    const firedQuarter = async (): Promise<boolean> => (await streams.fired()).length >= RUNGS / 4;
    const reminders = await startReminders(streams, {
      handle: async (command) => {
        if (await firedQuarter()) await wipe;
        return streams.handle(command);
      },
    });
    await until(firedQuarter);
    const queue = bench.open();
    const lost = await queue.size('reminders');
    await queue.close();
    await bench.wipe();
    const atWipe = (await streams.fired()).length;
    wiped();
    await until(async () => (await streams.fired()).length >= RUNGS);
    const seconds = (Date.now() - begin) / 1000;
    await reminders.stop();
    const fired = await streams.fired();
    process.stderr.write(`${engine}: ${atWipe} of ${RUNGS} had fired at the wipe, all after ${seconds.toFixed(1)} s\n`);
    expect(lost).toBeGreaterThan(0);
    expect(atWipe).toBeLessThan(RUNGS);
    expect(fired).toHaveLength(RUNGS);
    expect(new Set(fired).size).toBe(RUNGS);
  });

  it('end without it when it is gone', async () => {
    const reminders = await startReminders(new ToyStreams(new SystemClock()));
    await bench.stop();
    await reminders.stop();
  });
});
