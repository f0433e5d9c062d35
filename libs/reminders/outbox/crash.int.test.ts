import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '@overstap/platform';
import { ProjectionRunner, type Reactor } from '@overstap/projections';
import { type TestDatabase } from '../../../test/support/postgres.js';
import { manners, opener, TENANT, ToyStreams } from '../testing/toy-streams.js';
import { projectedDatabase } from '../testing/virtual-world.js';
import { BouncingAddresses } from './bouncing-addresses.js';
import { deliver, type DeliveryOptions } from './delivery.js';
import { type Mailer } from './mail.js';
import { Outbox } from './outbox.js';
import { outboxReactor } from './outbox-reactor.js';

const NOW = '2027-03-01T08:00:00.000Z';
const LEASE_MS = 300;

describe('a worker that dies', () => {
  let database: TestDatabase;
  let streams: ToyStreams;
  let outbox: Outbox;
  const clock = new VirtualClock(NOW);
  const runners: ProjectionRunner[] = [];
  beforeEach(async () => {
    database = await projectedDatabase();
    streams = new ToyStreams(clock);
    outbox = new Outbox(database.worker);
    for (let n = 0; n < 20; n++)
      await streams.arm(`t${n}`, 'task.A', [{ rung: 'due', at: NOW, channel: 'MAIL', to: ['TEAM_LEAD', 'PLANNER'] }]);
    for (const row of await streams.dueBefore(NOW, 100))
      await streams.handle({
        ...row,
        type: 'FallDue',
        data: {},
        commandId: row.id,
        actor: { type: 'SYSTEM', id: 'test' },
      });
  });
  afterEach(async () => {
    await Promise.all(runners.splice(0).map((runner) => runner.stop()));
    await database.drop();
  });

  const reactor = (): Reactor => outboxReactor({ store: streams.store, outbox, manners });
  const open = async (each: Reactor): Promise<ProjectionRunner> => {
    const { store } = streams;
    const options = { store, opener, pool: database.worker, models: [], report: () => undefined, leaseMs: LEASE_MS };
    return ProjectionRunner.open({ ...options, reactors: [each] });
  };
  const messages = async (): Promise<number> => (await database.owner.query('SELECT FROM outbox')).rowCount ?? 0;

  it.each([
    { when: 'between the event and its message', writes: false },
    { when: 'between the message and the checkpoint', writes: true },
  ])('$when neither loses nor doubles a message', async ({ writes }) => {
    const real = reactor();
    let seen = 0;
    // From the tenth event on it hangs for ever, as seen from the database: no more statements, no checkpoint, a lease that runs out.
    const dying: Reactor = {
      ...real,
      react: async (event) => {
        if (++seen < 10) return real.react(event);
        if (writes) await real.react(event);
        return new Promise<void>(() => undefined);
      },
    };
    const dead = await open(dying);
    void dead.drain().catch(() => undefined);
    while (seen < 10) await new Promise((resolve) => setTimeout(resolve, 10));
    await new Promise((resolve) => setTimeout(resolve, LEASE_MS + 100));
    expect(await messages()).toBe(writes ? 40 : 18);
    const next = await open(real);
    runners.push(next);
    await next.drain();
    expect(await messages()).toBe(40);
    // And once more from the beginning, as after a restored checkpoint.
    for (const event of (await streams.store.readAll('', 1000)).events) await real.react(event);
    expect(await messages()).toBe(40);
  });

  it('between sending and noting it sends the same mail again under the same id, and once more never', async () => {
    const runner = await open(reactor());
    runners.push(runner);
    await runner.drain();
    const sent: string[] = [];
    let dies = true;
    const mailer: Mailer = {
      close: () => undefined,
      send: async (id) => {
        sent.push(id);
        if (dies) throw Object.assign(new Error('kill'), { kill: true });
      },
    };
    const killed = Object.assign(Object.create(outbox) as Outbox, {
      postpone: () => Promise.reject(new Error('the process is gone')),
    });
    const options: DeliveryOptions = {
      outbox: killed,
      bounces: new BouncingAddresses(database.worker),
      clock,
      commands: streams,
      manners,
      mailer,
      addressOf: async () => ({ email: 'coach@example.org', language: 'en' }),
      linkOf: () => 'http://localhost:3000',
    };
    const [first] = await outbox.pendingBy(NOW);
    const job = { tenant: TENANT, id: first?.id ?? '' };
    await expect(deliver(job, options)).rejects.toThrow('gone');
    dies = false;
    // While the dead worker's claim lasts nobody else sends it.
    await expect(deliver(job, { ...options, outbox })).rejects.toThrow('Another worker');
    expect(sent).toEqual([job.id]);
    await database.owner.query(`UPDATE outbox SET claimed_until = now() - interval '1 s'`);
    for (let time = 0; time < 3; time++) await deliver(job, { ...options, outbox });
    expect(sent).toEqual([job.id, job.id]);
  });
});
