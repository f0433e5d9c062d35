import { describe, expect, test } from '@jest/globals';
import { MemoryEventStore } from '@overstap/event-store';
import { RightOfWay } from '@overstap/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineReadModel } from './read-model.js';
import { suiteOfRunners } from './testing/runners.js';
import { append, opener, summary, visit } from './testing/visits.js';

const many = Array.from({ length: 8 }, (_, nth) => ({ ...summary, name: `toy_${nth}`, needsPersonalData: true }));
const { database, open } = suiteOfRunners(many);
const LEASE = { leaseMs: 600 };

/** How many of the state each holder has, most first. */
async function held(state = 'live'): Promise<readonly number[]> {
  const { rows } = await database().worker.query<{ count: number }>(
    `SELECT count(*)::int FROM projection_checkpoint WHERE state = $1 AND holder IS NOT NULL AND lease_until > clock_timestamp()
     GROUP BY holder ORDER BY 1 DESC`,
    [state],
  );
  return rows.map(({ count }) => count);
}

async function until(expected: readonly number[], state?: string): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end; await sleep(20))
    if (JSON.stringify(await held(state)) === JSON.stringify(expected)) return;
  expect(await held(state)).toEqual(expected);
}

describe('workers that share read models', () => {
  test('one alone has all, and gives up a share to each that comes; what one leaves the others have', async () => {
    const store = new MemoryEventStore();
    const first = await open(store, LEASE);
    first.start();
    await until([8]);
    const second = await open(store, LEASE);
    second.start();
    await until([4, 4]);
    const third = await open(store, LEASE);
    third.start();
    await until([3, 3, 2]);
    const position = await append(store, visit);
    expect(await first.waitFor(position, 5000)).toBe(true);
    await second.stop();
    await until([4, 4]);
    await first.stop();
    await until([8]);
    await third.stop();
  });

  test('reactors are shared as well, and every event is reacted to by whoever holds them', async () => {
    const store = new MemoryEventStore();
    const seen: string[] = [];
    const reactors = Array.from({ length: 4 }, (_, nth) => ({
      name: `toy_reactor_${nth}`,
      types: ['VisitPlanned'],
      from: 'now' as const,
      react: async () => void seen.push(`${nth}`),
    }));
    const first = await open(store, { ...LEASE, reactors });
    first.start();
    await until([4], 'reactor');
    const second = await open(store, { ...LEASE, reactors });
    second.start();
    await until([2, 2], 'reactor');
    await append(store, visit);
    for (const end = performance.now() + 60_000; seen.length < 4 && performance.now() < end;) await sleep(10);
    expect(seen.toSorted()).toEqual(['0', '1', '2', '3']);
    await Promise.all([first.stop(), second.stop()]);
  });

  test('a worker of a newer version alone takes what only it knows, and shares the rest', async () => {
    const store = new MemoryEventStore();
    const older = await open(store, LEASE);
    older.start();
    await until([8]);
    const anew = defineReadModel({ ...summary, name: 'toy_anew', types: ['VisitPlanned'] });
    const newer = await open(store, { ...LEASE, models: [...many, anew, { ...anew, name: 'toy_newer' }] });
    newer.start();
    await until([6, 4]);
    const { rows } = await database().worker.query(
      `SELECT DISTINCT holder FROM projection_checkpoint WHERE name IN ('toy_anew', 'toy_newer')`,
    );
    expect(rows).toHaveLength(1);
    await Promise.all([older.stop(), newer.stop()]);
  });

  test('one that only lends a hand for a command takes nothing from those who live', async () => {
    const store = new MemoryEventStore();
    const worker = await open(store, LEASE);
    worker.start();
    await until([8]);
    const passing = await open(store, LEASE);
    await append(store, visit);
    await passing.drain();
    await passing.rebuild(['toy_1']);
    await until([8]);
    await worker.stop();
    await append(store, visit);
    await passing.drain();
    await until([8]);
  });

  test('one that makes an index for longer than a lease lasts keeps what it builds', async () => {
    const store = new MemoryEventStore();
    await append(store, visit);
    let locked: () => void = () => undefined;
    let gate = Promise.resolve();
    const builder = await open(store, {
      ...LEASE,
      opener: { ...opener, decode: (events) => gate.then(() => opener.decode(events)) },
    });
    await builder.drain();
    gate = new Promise((resolve) => (locked = resolve));
    const rebuilt = builder.rebuild(['toy_1']);
    await until([1], 'building');
    const writer = await database().worker.connect();
    const { rows } = await writer.query(`SELECT relation FROM projection_checkpoint WHERE state = 'building'`);
    // As whoever writes rows: no index can be made meanwhile.
    await writer.query(`BEGIN; LOCK TABLE ${rows[0].relation} IN ROW EXCLUSIVE MODE`);
    locked();
    await sleep(4 * LEASE.leaseMs);
    const kept = await held('building');
    await writer.query('ROLLBACK');
    writer.release();
    await rebuilt;
    expect(kept).toEqual([1]);
  });

  test('one whose work stands still while it says that it lives loses what it holds', async () => {
    const store = new MemoryEventStore();
    let release: () => void = () => undefined;
    const freed = new Promise<void>((resolve) => (release = resolve));
    const stuck = await open(store, {
      ...LEASE,
      opener: { ...opener, decode: (events) => freed.then(() => opener.decode(events)) },
    });
    stuck.start();
    await until([8]);
    await append(store, visit);
    await sleep(100);
    const other = await open(store, LEASE);
    other.start();
    const position = await append(store, visit);
    expect(await other.waitFor(position, 10_000)).toBe(true);
    release();
    await Promise.all([stuck.stop(), other.stop()]);
  });

  test('one that takes longer over a page than a lease lasts keeps what it holds', async () => {
    const store = new MemoryEventStore();
    const leaseMs = 1_800;
    await append(store, visit);
    const before = await open(store, { leaseMs });
    await before.drain();
    await before.stop();
    const pool = database().worker;
    let turn: Promise<unknown> = Promise.resolve();
    const slow = new Proxy(pool, {
      get(target, property) {
        if (property === 'query')
          return (...args: unknown[]) =>
            (turn = turn.then(() => sleep(leaseMs / 3)).then(() => Reflect.apply(target.query, target, args)));
        const value = Reflect.get(target, property) as unknown;
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const busy = await open(store, { leaseMs, pool: slow, leases: pool });
    busy.start();
    await until([8]);
    const other = await open(store, { leaseMs });
    other.start();
    await until([4, 4]);
    const epochs = async () =>
      (await pool.query('SELECT name, epoch, holder FROM projection_checkpoint ORDER BY name')).rows;
    const held = await epochs();
    // Each model looks up its row of it, one after the other.
    expect(await other.waitFor(await append(store, visit), 10_000)).toBe(true);
    expect(await epochs()).toEqual(held);
    await Promise.all([busy.stop(), other.stop()]);
  });

  test('one that is told to stop while it catches up writes the page that it has, and another goes on from there', async () => {
    const store = new MemoryEventStore();
    const before = await open(store, LEASE);
    await before.drain();
    await before.stop();
    for (let n = 0; n < 100; n++) await append(store, { ...visit, trajectory: `t${n % 10}` });
    let pages = 0;
    let goOn: () => void = () => undefined;
    const third = new Promise<void>((resolve) => (goOn = resolve));
    const first = await open(store, {
      // However busy the machine is, nobody else may take what it has in hand.
      leaseMs: 60_000,
      pageSize: 10,
      opener: {
        ...opener,
        decode: (events) => (++pages === 3 ? third : Promise.resolve()).then(() => opener.decode(events)),
      },
    });
    first.start();
    for (const end = performance.now() + 60_000; pages < 3 && performance.now() < end;) await sleep(10);
    const stopped = first.stop();
    goOn();
    await stopped;
    expect(pages).toBe(3);
    const count = async () => {
      const { rows } = await database().worker.query('SELECT sum(visits)::int AS visits FROM read_model.toy_1');
      return rows[0].visits as number;
    };
    expect(await count()).toBe(30);
    const other = await open(store, LEASE);
    await other.drain();
    expect(await count()).toBe(100);
  });

  test('one that takes over what stands at different places gives way to nobody until all stand level', async () => {
    const store = new MemoryEventStore();
    const bringUp = async (models: typeof many) => {
      for (let n = 0; n < 30; n++) await append(store, visit);
      const runner = await open(store, { ...LEASE, models });
      await runner.drain();
      await runner.stop();
    };
    await bringUp(many);
    await bringUp(many.slice(0, 3));
    for (let n = 0; n < 30; n++) await append(store, visit);
    let pages = 0;
    const gaveWayAfter: number[] = [];
    const heir = await open(store, {
      ...LEASE,
      pageSize: 10,
      opener: { ...opener, decode: (events) => opener.decode(events).finally(() => pages++) },
      way: Object.assign(new RightOfWay(), { give: async () => void gaveWayAfter.push(pages) }),
    });
    await heir.drain();
    expect(pages).toBe(6);
    expect(gaveWayAfter.slice(0, 3)).toEqual([3, 4, 5]);
  });
});
