import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../test/support/postgres.js';
import { ClockGoesBackError, openClock, SystemClock, VirtualClock } from './clocks.js';

const START = '2035-03-01T08:00:00.000Z';
const LATER = '2035-06-01T08:00:00.000Z';

describe('the clock of a database', () => {
  let database: TestDatabase;
  beforeEach(async () => (database = await testDatabase()));
  afterEach(() => database.drop());

  const liveUntil = async (instant: string): Promise<void> => {
    const { clock } = await openClock(database, START);
    if (clock instanceof VirtualClock) await clock.moveTo(instant);
  };

  test('started again in the same way goes on where it ended', async () => {
    await liveUntil(LATER);
    expect((await openClock(database, START)).clock.now()).toBe(LATER);
  });

  test('started at a later moment begins there', async () => {
    await liveUntil(LATER);
    const { clock } = await openClock(database, '2036-01-01T00:00:00.000Z');
    expect(clock.now()).toBe('2036-01-01T00:00:00.000Z');
    // From now on the first start is an earlier moment like any other.
    await expect(openClock(database, START)).rejects.toThrow(ClockGoesBackError);
  });

  test('started at another earlier moment, or by the machine, is refused with what to do', async () => {
    await liveUntil(LATER);
    await expect(openClock(database, '2035-04-01T00:00:00.000Z')).rejects.toThrow(`OVERSTAP_CLOCK=${LATER} or later`);
    await expect(openClock(database)).rejects.toThrow(ClockGoesBackError);
  });

  test('that lived by the machine does not go back to an earlier year', async () => {
    const { clock, remember } = await openClock(database);
    expect(clock).toBeInstanceOf(SystemClock);
    await remember();
    await expect(openClock(database, '2020-01-01T00:00:00.000Z')).rejects.toThrow(ClockGoesBackError);
    expect((await openClock(database)).clock).toBeInstanceOf(SystemClock);
  });
});
