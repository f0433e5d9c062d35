import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openKurrentDb, PostgresEventStore } from '@overstap/event-store';
import { type EventStore } from '@overstap/kernel';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { MIGRATIONS } from '../../apps/program/migrations.js';
import { eventsOf } from '../../libs/event-store/contract/events.js';
import { type GivenKurrentDb, givenKurrentDb } from '../kurrentdb-server/given.js';
import { temporaryDirectory, testDatabase, type TestDatabase } from '../support/postgres.js';

const OVERSTAP = fileURLToPath(new URL('../../apps/cli/bin/overstap.js', import.meta.url));
const STREAMS = 300;
const APPENDS = 1_500;
const KILLS = 2;

interface Copied {
  readonly events: number;
  readonly copied: number;
  readonly digest: string;
}

/** On the test server; `npm run test:kurrentdb` runs it on a real one, after the journey and before the contract, which leaves ids on two streams there. */
describe('a log of some size is moved by the command line', () => {
  let kurrentDb: GivenKurrentDb;
  let database: TestDatabase;
  let env: NodeJS.ProcessEnv;
  let postgres: EventStore;
  let other: EventStore;
  const tenant = `copy-${randomUUID()}`;
  beforeAll(async () => {
    kurrentDb = await givenKurrentDb();
    database = await testDatabase(MIGRATIONS);
    const { user = '', password = '', host, port, database: name } = database.connection;
    const at = `localhost:${port}/${name}?host=${encodeURIComponent(String(host))}`;
    env = {
      PATH: process.env['PATH'],
      OVERSTAP_DATA_DIR: temporaryDirectory('copy'),
      DATABASE_URL: `postgres://${user}:${encodeURIComponent(String(password))}@${at}`,
      KURRENTDB_URL: kurrentDb.url,
    };
  });
  afterAll(async () => {
    await postgres?.close();
    await other?.close();
    await database?.drop();
    await kurrentDb?.stop();
  });

  const start = (...args: readonly string[]): ChildProcess => spawn(process.execPath, [OVERSTAP, ...args], { env });
  const copy = async (from: string, to: string, ...more: readonly string[]): Promise<Copied> => {
    const child = start('copy-events', '--from', from, '--to', to, '--json', ...more);
    let [out, errors] = ['', ''];
    child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const [code] = (await once(child, 'exit')) as [number];
    if (code !== 0) throw new Error(`${code}: ${errors}`);
    return JSON.parse(out) as Copied;
  };
  /** What a store that is open holds its connections for keeps a copy out, but for one ahead. */
  const withPostgres = async <T>(work: (store: EventStore) => Promise<T>): Promise<T> => {
    postgres = await PostgresEventStore.open(database);
    return work(postgres).finally(() => postgres.close());
  };
  const eventsOfTenant = async (store: EventStore): Promise<number> => {
    const histories = await Promise.all(
      Array.from({ length: STREAMS }, (_, nth) => store.readStream(tenant, `trajectory-${nth}`)),
    );
    for (const history of histories) expect(history.map(({ revision }) => revision)).toEqual([...history.keys()]);
    return histories.flat().length;
  };

  test('from KurrentDB into an empty PostgreSQL', async () => {
    const { events, copied } = await copy('kurrentdb', 'postgres', '--ahead');
    expect(copied).toBe(events);
  }, 600_000);

  test('into KurrentDB, killed again and again: every event is there once, and what was acknowledged before is kept', async () => {
    const stored = await withPostgres(async (store) => {
      for (let nth = 0; nth < APPENDS; nth += STREAMS)
        await Promise.all(
          Array.from({ length: STREAMS }, (_, stream) =>
            store.append({
              ...{ tenant, stream: `trajectory-${stream}`, expected: 'any' },
              events: eventsOf(1 + (stream % 3), { sealed: { identity: randomUUID() } }),
            }),
          ),
        );
      return eventsOfTenant(store);
    });
    other = await openKurrentDb(kurrentDb.url);
    for (let kill = 0; kill < KILLS; kill++) {
      const child = start('copy-events', '--from', 'postgres', '--to', 'kurrentdb', '--ahead');
      const ended = once(child, 'exit');
      // Not before it has written something.
      const before = await other.head();
      while ((await other.head()) === before && child.exitCode === null) await sleep(10);
      child.kill('SIGKILL');
      await ended;
    }
    expect(await eventsOfTenant(other)).toBeLessThan(stored);
    const { events, copied } = await copy('postgres', 'kurrentdb', '--ahead');
    expect(copied).toBeGreaterThan(0);
    expect(events).toBeGreaterThanOrEqual(stored);
    expect(await eventsOfTenant(other)).toBe(stored);
  }, 600_000);

  test('while it is used, ahead; and for good only when nobody uses it', async () => {
    await withPostgres(async (store) => {
      await store.append({ tenant, stream: 'trajectory-0', expected: 'any', events: eventsOf(1) });
      // As every part of the program does.
      store.subscribe(await store.head(), {}, () => Promise.resolve());
      expect(await copy('postgres', 'kurrentdb', '--ahead')).toMatchObject({ copied: 1 });
      await expect(copy('postgres', 'kurrentdb')).rejects.toThrow(
        /1: The program still runs on this database\. Stop every/,
      );
    });
  });

  test('into a log that somebody else wrote to: it says what differs, and copies nothing', async () => {
    await other.append({ tenant, stream: 'trajectory-other', expected: 'noStream', events: eventsOf(1) });
    await expect(copy('postgres', 'kurrentdb', '--ahead')).rejects.toThrow(
      /trajectory-other differs\. Nothing was copied/,
    );
    expect(await copy('kurrentdb', 'postgres', '--ahead')).toMatchObject({ copied: 1 });
  });
});
