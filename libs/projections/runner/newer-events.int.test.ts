import { describe, expect, test } from '@jest/globals';
import { MemoryEventStore } from '@overstap/event-store';
import { type EventStore, type RecordedEvent } from '@overstap/kernel';
import { readCheckpoints } from './checkpoints.js';
import { type EventOpener, type Reactor } from './read-model.js';
import { rowsOf } from './testing/rows.js';
import { suiteOfRunners } from './testing/runners.js';
import { append, lines, opener, toyModels, type VisitStep } from './testing/visits.js';

const { database, open } = suiteOfRunners(toyModels);

const step = (visit: string, type: VisitStep['type'] = 'VisitPlanned'): VisitStep => ({
  tenant: 'a',
  trajectory: 't1',
  type,
  visit,
  desk: 'north',
  at: '2026-09-01T08:00:00.000Z',
  note: 'x',
});
const knowing = (types: Readonly<Record<string, number>>): EventOpener => ({
  ...opener,
  known: new Map(Object.entries(types).map(([type, version]) => [type, { version }])),
});
/** The version before visits could be voided, and the one in which they can. */
const OLDER = knowing({ VisitPlanned: 1, VisitMoved: 1 });
const NEWER = knowing({ VisitPlanned: 1, VisitMoved: 1, VisitVoided: 1 });

describe('a worker of an older version, which holds the lead, when the log goes on with what it does not know', () => {
  const heard: string[] = [];
  const reactor = (...types: readonly string[]): Reactor => ({
    name: 'toy_reactor',
    types,
    from: 'start',
    react: (event: RecordedEvent) =>
      Promise.resolve(void heard.push(`${event.type} ${String((event.data as { visit?: string }).visit)}`)),
  });
  const begin = async () => {
    heard.length = 0;
    const store = new MemoryEventStore();
    const reports: string[] = [];
    const report = (where: string, error: unknown): void => void reports.push(`${where}: ${(error as Error).message}`);
    const old = (opened: EventOpener = OLDER) =>
      open(store, { opener: opened, report, reactors: [reactor('VisitPlanned')], leaseMs: 300 });
    const young = () =>
      open(store, { opener: NEWER, reactors: [reactor('VisitPlanned', 'VisitVoided')], leaseMs: 300 });
    return { store, reports, old, young };
  };
  const stands = async (store: EventStore) => {
    const names = [...toyModels.map(({ name }) => name), 'toy_reactor'];
    const head = await store.head();
    return (await readCheckpoints(database().worker, names)).map(({ position, leased }) => ({
      behind: store.compare(position, head) < 0,
      leased,
    }));
  };

  test('stops right before it, lets go of everything, says so once, and a newer one misses nothing', async () => {
    const { store, reports, old, young } = await begin();
    const older = await old();
    await append(store, step('v1'));
    await older.drain();
    await append(store, step('v2'));
    await append(store, step('v1', 'VisitVoided'));
    await append(store, step('v3'));
    await expect(older.drain(1_500)).rejects.toThrow(/VisitVoided, which this version of Overstap does not know/);
    expect(heard).toEqual(['VisitPlanned v1', 'VisitPlanned v2']);
    expect((await rowsOf(database(), [lines])).join()).toContain('t1/v2');
    expect((await rowsOf(database(), [lines])).join()).not.toContain('t1/v3');
    expect(await stands(store)).toEqual(Array(5).fill({ behind: true, leased: false }));
    expect((await older.standsBeforeNewer())?.message).toMatch('Start the newer version');
    // Of the read models and of the reactor, once each.
    expect(reports.filter((line) => line.startsWith('newer version'))).toHaveLength(2);

    const newer = await young();
    await newer.drain();
    expect(heard).toEqual(['VisitPlanned v1', 'VisitPlanned v2', 'VisitVoided v1', 'VisitPlanned v3']);
    const live = await rowsOf(database(), toyModels);
    await newer.rebuild();
    expect(await rowsOf(database(), toyModels)).toEqual(live);
    expect(live.filter((line) => line.includes('t1/v1') && line.includes(',t,'))).toHaveLength(1);
  });

  test('leads again once a newer one has gone past it', async () => {
    const { store, old, young } = await begin();
    const older = await old();
    await append(store, step('v1'));
    await append(store, step('v1', 'VisitVoided'));
    await expect(older.drain(500)).rejects.toThrow('does not know');
    const newer = await young();
    await newer.drain();
    await newer.stop();
    await append(store, step('v2'));
    await older.drain();
    expect(await older.standsBeforeNewer()).toBeUndefined();
    expect(heard).toEqual(['VisitPlanned v1', 'VisitVoided v1', 'VisitPlanned v2']);
  });

  test('does the same before a newer version of a type that it knows', async () => {
    const { store, old } = await begin();
    const older = await old(knowing({ VisitPlanned: 0, VisitMoved: 1 }));
    await append(store, step('v1', 'VisitMoved'));
    await append(store, step('v2'));
    await expect(older.drain(500)).rejects.toThrow(
      'VisitPlanned in version 1, which this version of Overstap does not know (it knows 0)',
    );
    expect(heard).toEqual([]);
    expect(await stands(store)).toEqual(Array(5).fill({ behind: true, leased: false }));
  });

  test('does not rebuild over it', async () => {
    const { store, old, young } = await begin();
    await append(store, step('v1'));
    await append(store, step('v1', 'VisitVoided'));
    const newer = await young();
    await newer.drain();
    await newer.stop();
    const live = await rowsOf(database(), toyModels);
    const older = await old();
    await expect(older.rebuild()).rejects.toThrow('does not know');
    expect(await rowsOf(database(), toyModels)).toEqual(live);
  });
});

describe('a newer version of which a reactor handles a type that the older one knew and passed over', () => {
  const begin = async () => {
    const store = new MemoryEventStore();
    const heard: string[] = [];
    const reactor = (more: Partial<Reactor> & Pick<Reactor, 'name' | 'types'>): Reactor => ({
      from: 'start',
      react: ({ type, data }) =>
        Promise.resolve(void heard.push(`${more.name}: ${type} ${String((data as { visit?: string }).visit)}`)),
      ...more,
    });
    const older = await open(store, {
      reactors: [reactor({ name: 'toy_reactor', types: ['VisitPlanned'] })],
      leaseMs: 300,
    });
    const young = () =>
      open(store, {
        reactors: [reactor({ name: 'toy_reactor.2', types: ['VisitPlanned', 'VisitVoided'], succeeds: 'toy_reactor' })],
        leaseMs: 300,
      });
    return { store, heard, older, young };
  };

  test('misses none of them, although the older one leads and goes past', async () => {
    const { store, heard, older, young } = await begin();
    await append(store, step('v1'));
    await append(store, step('v1', 'VisitVoided'));
    await older.drain();
    const newer = await young();
    await append(store, step('v2'));
    await append(store, step('v2', 'VisitVoided'));
    // The older one is first: whatever it does with what it held, the newer one begins where it stood when that came.
    await older.drain();
    await newer.drain();
    const news = heard.filter((line) => line.startsWith('toy_reactor.2'));
    expect(news).toEqual(['toy_reactor.2: VisitPlanned v2', 'toy_reactor.2: VisitVoided v2']);
    expect(heard.filter((line) => line.startsWith('toy_reactor:'))).toEqual([
      'toy_reactor: VisitPlanned v1',
      'toy_reactor: VisitPlanned v2',
    ]);
  });

  test('takes along what the older one had put aside, and is up to date without it', async () => {
    const { store, heard, older, young } = await begin();
    await append(store, step('v1'));
    await older.drain();
    await older.stop();
    await database().worker.query(
      `INSERT INTO parked_event (name, build, tenant, partition, event_id, stream, revision, position, type, error)
       SELECT 'toy_reactor', 0, 'a', 'trajectory-t1', 'e-1', 'trajectory-t1', 0, position, 'VisitPlanned', 'broken'
       FROM projection_checkpoint WHERE name = 'toy_reactor'`,
    );
    const newer = await young();
    await append(store, step('v2', 'VisitVoided'));
    await newer.drain();
    expect(heard).toEqual(['toy_reactor: VisitPlanned v1']);
    const parked = await newer.parked.list({ name: 'toy_reactor.2' });
    expect(parked).toMatchObject([{ partition: 'trajectory-t1', events: 2, error: 'broken' }]);
  });
});
