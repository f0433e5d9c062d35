import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isRefusal } from '@overstap/kernel';
import { type TestDatabase } from '../../test/support/postgres.js';
import { ENGINES, type QueueBench } from './testing/queues.js';
import { TENANT } from './testing/toy-streams.js';
import { projectedDatabase, startWorld, type VirtualWorld } from './testing/virtual-world.js';

const START = '2027-03-01T06:00:00.000Z';

describe.each(ENGINES)('a virtual clock over the queue on $engine', ({ bench: start }) => {
  let database: TestDatabase;
  let bench: QueueBench;
  let world: VirtualWorld;
  beforeEach(async () => {
    database = await projectedDatabase();
    bench = await start(database);
    world = await startWorld(database, bench, START);
  });
  afterEach(async () => {
    await world.stop();
    await bench.stop();
    await database.drop();
  });

  it('visits each due moment at its own time and in order', async () => {
    const { streams, clock, reminders } = world;
    const at = (day: number, minutes = 0): string => new Date(Date.UTC(2027, 2, day, 7, 30 + minutes)).toISOString();
    // Armed in another order than they fall due, two at the same moment.
    await streams.arm('t1', 'task.A', [
      { rung: 'late', at: at(9) },
      { rung: 'due', at: at(3) },
    ]);
    await streams.arm('t2', 'task.B', [
      { rung: 'due', at: at(3) },
      { rung: 'beyond', at: at(20) },
    ]);
    await streams.arm('t3', 'task.C', [{ rung: 'early', at: at(2) }]);
    const advanced = await reminders.advance(at(10));
    expect(advanced).toMatchObject({ now: at(10), instants: 3, reminders: 4 });
    const { events } = await streams.store.readAll('', 100, { types: ['RungFired'] });
    expect(events.map(({ recordedAt, occurredAt }) => [recordedAt, occurredAt])).toEqual(
      [at(2), at(3), at(3), at(9)].map((moment) => [moment, moment]),
    );
    expect(clock.now()).toBe(at(10));
    expect(isRefusal(await reminders.advance(at(9)))).toBe(true);
  });

  it('lets messages leave at the end of quiet hours and a digest at 08:30, while events are never held', async () => {
    const { streams, reminders } = world;
    // Friday evening in Amsterdam: Saturday and Sunday are quiet, Monday 8 March begins at 08:00.
    const evening = '2027-03-05T18:15:00.000Z';
    await streams.arm('t1', 'task.A', [{ rung: 'due', at: evening, channel: 'APP_MAIL' }]);
    await streams.arm('t2', 'deadline.LAW', [{ rung: 'due', at: evening, to: ['TEAM_LEAD'] }], { kind: 'STATUTORY' });
    await streams.arm('t3', 'task.B', [{ rung: 'headsUp', at: evening, channel: 'DIGEST', level: 0 }]);
    // Recorded at 08:30 exactly, it goes along with the digest of that moment.
    await streams.arm('t4', 'task.C', [
      { rung: 'headsUp', at: '2027-03-08T07:30:00.000Z', channel: 'DIGEST', level: 0 },
    ]);
    await reminders.advance('2027-03-08T06:59:59.000Z');
    expect(await streams.fired()).toHaveLength(3);
    expect((await database.owner.query('SELECT FROM inbox')).rowCount).toBe(0);
    await reminders.advance('2027-03-09T00:00:00.000Z');
    const { rows } = await database.owner.query<{ aggregate_id: string; at: Date; message: string }>(
      'SELECT aggregate_id, at, message FROM inbox ORDER BY aggregate_id',
    );
    expect(rows.map(({ aggregate_id, at, message }) => [aggregate_id, at.toISOString(), message])).toEqual([
      ['t1', '2027-03-08T07:00:00.000Z', 'DUE'],
      ['t2', '2027-03-08T07:00:00.000Z', 'DUE'],
      ['t3', '2027-03-08T07:30:00.000Z', 'HEADS_UP'],
      ['t4', '2027-03-08T07:30:00.000Z', 'HEADS_UP'],
    ]);
    expect((await database.owner.query(`SELECT FROM outbox WHERE status <> 'sent'`)).rowCount).toBe(0);
    expect((await database.owner.query('SELECT FROM inbox WHERE tenant <> $1', [TENANT])).rowCount).toBe(0);
  });

  it('goes on past a stream that refuses what is due on it', async () => {
    const { streams, reminders } = world;
    await streams.arm('t1', 'task.A', [{ rung: 'due', at: '2027-03-02T07:30:00.000Z' }]);
    const conflict = { outcome: 'conflict', revision: 0, since: [] } as const;
    streams.hiccups.push(...Array.from({ length: 2 }, () => conflict));
    expect(await reminders.advance('2027-03-03T00:00:00.000Z')).toMatchObject({ instants: 1 });
    expect(await streams.fired()).toHaveLength(1);
  });

  it('passes through moment after moment', async () => {
    const { streams, reminders } = world;
    const moments = 60;
    for (let n = 0; n < moments; n++)
      await streams.arm(`t${n % 20}`, `task.T${n}`, [
        { rung: 'due', at: new Date(Date.parse(START) + (n + 1) * 3_600_000).toISOString() },
      ]);
    const advanced = await reminders.advance('2027-04-01T00:00:00.000Z');
    expect(advanced).toMatchObject({ reminders: moments });
    expect(new Set(await streams.fired()).size).toBe(moments);
    expect(await streams.fired()).toHaveLength(moments);
  });
});
