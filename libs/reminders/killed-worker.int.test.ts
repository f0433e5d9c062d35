import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type StoredEvent } from '@overstap/kernel';
import { type TestDatabase } from '../../test/support/postgres.js';
import { AgencyWorld, cohortFile, MASTER_KEY } from '../processes/testing/agency-world.js';
import { Outbox } from './outbox/outbox.js';
import { outboxReactor } from './outbox/outbox-reactor.js';
import { ENGINES, type QueueBench, until } from './testing/queues.js';
import { manners } from './testing/toy-streams.js';
import { compileWorker, Worker } from './testing/worker.js';

const PEOPLE = 3;
/** When the template's first rung about the first contact is due, for people invited on 1 September. */
const DUE = '2026-09-03T06:30:00.000Z';
const CONTACT = 'task.S2_FIRST_CONTACT';
const around = (seconds: number): string => new Date(Date.parse(DUE) + seconds * 1000).toISOString();

describe.each(ENGINES)('a worker of the real domain, with its queue on $engine', ({ bench: start }) => {
  let main: string;
  let world: AgencyWorld;
  let bench: QueueBench;
  const workers: Worker[] = [];
  beforeAll(() => {
    main = compileWorker();
  });
  beforeEach(async () => {
    world = await AgencyWorld.open();
    bench = await start(world.database as TestDatabase);
    await world.openProgramme('P');
    await world.import('P', await cohortFile(PEOPLE));
    for (const { trajectory = '' } of await world.happened('ParticipantReferred'))
      await world.tell('trajectory', trajectory, 'InviteParticipant', { channel: 'MAIL', language: 'nl' });
    // What was before the worker is told already: what is missing later, it has to do.
    const outbox = new Outbox(world.database.worker);
    const runner = await world.runner(outboxReactor({ store: world.store, outbox, manners }));
    await runner.drain();
    await runner.stop();
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.kill()));
    await bench.stop();
    await world.close();
  });

  const startWorker = async (startsAt: string): Promise<Worker> => {
    const { appConnection: connection } = world.database as TestDatabase;
    const { redisUrl } = bench;
    const settings = { connection, startsAt, masterKey: MASTER_KEY, ...(redisUrl === undefined ? {} : { redisUrl }) };
    const worker = await Worker.start(main, settings);
    workers.push(worker);
    return worker;
  };
  const fired = () => world.happened('RungFired');
  const isContact = ({ data }: StoredEvent): boolean => data['clockId'] === CONTACT && data['rung'] === 'due';
  const rowsIn = async (table: string) => {
    const { rows } = await world.database.owner!.query<{
      id: string;
      role: string;
      aggregate_id: string;
      about: string;
    }>(
      `SELECT id, role, aggregate_id, params ->> 'clockId' || ' ' || (params ->> 'rung') AS about FROM ${table}
       WHERE message <> 'INVITATION'`,
    );
    return rows;
  };
  /** Whom each rung that spoke is to reach: its roles, once each. */
  const expected = async (): Promise<string[]> =>
    (await fired())
      .filter(({ data }) => data['merged'] !== true)
      .flatMap(({ trajectory, data }) =>
        (data['toRoles'] as string[]).map((role) => `${trajectory} ${data['clockId']} ${data['rung']} ${role}`),
      )
      .toSorted();
  const told = async (table: string): Promise<string[]> =>
    (await rowsIn(table)).map(({ aggregate_id, about, role }) => `${aggregate_id} ${about} ${role}`).toSorted();

  it('killed between a rung’s event and its message, fires each rung once and tells of each once in the end', async () => {
    const { owner } = world.database as TestDatabase;
    const holder = await owner.connect();
    // Nobody can write a message, so the worker is caught between the event and the outbox.
    await holder.query('BEGIN; LOCK TABLE outbox IN EXCLUSIVE MODE');
    const waiting = `FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ILIKE '%outbox%'`;
    const first = await startWorker(around(-3));
    expect((await fired()).filter(isContact)).toEqual([]);
    await until(async () => (await fired()).filter(isContact).length === PEOPLE, 20_000);
    await until(async () => ((await owner.query(`SELECT ${waiting}`)).rowCount ?? 0) > 0);
    await first.kill();
    // What the server still holds of the dead worker goes with it, as when the machine ends.
    await owner.query(`SELECT pg_terminate_backend(pid) ${waiting}`);
    await holder.query('ROLLBACK');
    holder.release();
    expect(await rowsIn('outbox')).toEqual([]);

    const second = await startWorker(around(60));
    await until(async () => (await told('inbox')).length >= (await expected()).length, 30_000);
    // Some more rounds of the sweep, and a third worker beside: nobody says anything again.
    await startWorker(around(90));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const events = await fired();
    expect(events.filter(isContact)).toHaveLength(PEOPLE);
    const rungs = events.map(
      ({ stream, data }) => `${stream} ${data['clockId']} ${data['generation']} ${data['rung']}`,
    );
    expect(new Set(rungs).size).toBe(rungs.length);
    expect(await told('outbox')).toEqual(await expected());
    expect(await told('inbox')).toEqual(await expected());
    expect(second.output()).not.toMatch(/refuses/);
  });
});
