import { describe, expect, test } from '@jest/globals';
import { MemoryEventStore } from '@overstap/event-store';
import { type Clock, type EventStore, type JsonObject, type RecordedEvent } from '@overstap/kernel';
import { DECIDERS, EVENT_CATALOGUE } from '@overstap/mobility';
import { type AggregateCommand, type CommandOutcome } from './aggregate-command.js';
import { Aggregates } from './aggregates.js';
import { CommandHandler, commandIdOf } from './command-handler.js';
import { Worlds } from './worlds.js';

const clock: Clock = { now: () => '2026-09-01T08:00:00.000Z' };

/** A process of its own on a store: it keeps aggregates of its own. */
function handlerOn(store: EventStore, deciders: typeof DECIDERS = DECIDERS): CommandHandler {
  const open = async (events: readonly unknown[]) => events as readonly RecordedEvent[];
  const aggregates = new Aggregates({ store, open, deciders, catalogue: EVENT_CATALOGUE });
  const seal = async ({ data }: { data: object }) => ({ data: data as JsonObject, sealed: {} });
  const worlds = new Worlds(
    aggregates,
    EVENT_CATALOGUE,
    async () => [],
    async () => ({ load: 0, today: '2026-09-01' }),
    async () => true,
  );
  return new CommandHandler({ store, seal, clock, aggregates, worlds, catalogue: EVENT_CATALOGUE });
}

let sent = 0;
const agencyCommand = (type: string, data: object, more: Partial<AggregateCommand> = {}): AggregateCommand => ({
  tenant: 'default',
  aggregate: 'agency',
  id: 'default',
  type,
  data,
  commandId: commandIdOf('test', String(++sent)),
  actor: { type: 'ADMIN', id: 'admin' },
  ...more,
});
const close = (day: string, more: Partial<AggregateCommand> = {}) =>
  agencyCommand('CloseCalendarDay', { calendarId: 'nl', day, reason: 'brugdag' }, more);

const done = (outcome: CommandOutcome) => {
  if (outcome.outcome !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome;
};

const ID = '00000000-0000-5000-8000-000000000001';
const ONE = '00000000-0000-5000-8000-000000000002';
const ANOTHER = '00000000-0000-5000-8000-000000000003';

describe('the command handler', () => {
  test('stores what is decided and says where the aggregate stands', async () => {
    const outcome = done(await handlerOn(new MemoryEventStore()).handle(close('2026-12-24')));
    expect(outcome).toMatchObject({ revision: 0, duplicate: false, events: [{ type: 'CalendarDayClosed' }] });
  });

  test('stores nothing when there is nothing to do', async () => {
    const handler = handlerOn(new MemoryEventStore());
    await handler.handle(close('2026-12-24'));
    expect(done(await handler.handle(close('2026-12-24')))).toMatchObject({ revision: 0, events: [] });
  });

  test('finds on what another process stored that there is something to do after all', async () => {
    const store = new MemoryEventStore();
    // Closes the day whenever an even number of days was closed before.
    const everySecond = {
      ...DECIDERS.agency,
      initialState: 0,
      evolve: (closed: number) => closed + 1,
      decide: ({ data }: { data: object }, closed: number) =>
        closed % 2 === 1 && !('always' in data) ? [] : [{ type: 'CalendarDayClosed', occurredAt: clock.now(), data }],
    };
    const deciders = { ...DECIDERS, agency: everySecond } as unknown as typeof DECIDERS;
    const [here, there] = [handlerOn(store, deciders), handlerOn(store, deciders)];
    await here.handle(close('2026-12-24'));
    await there.handle(agencyCommand('CloseCalendarDay', { calendarId: 'nl', day: '2026-12-28', always: true }));
    // This process still believes that one day is closed.
    expect(done(await here.handle(close('2026-12-31')))).toMatchObject({ revision: 2, events: [{}] });
  });

  test('answers the first result to the same command id, in this process and in another, also after other events', async () => {
    const store = new MemoryEventStore();
    const handler = handlerOn(store);
    const command = close('2026-12-24');
    const first = done(await handler.handle(command));
    await handler.handle(close('2026-12-31'));
    expect(done(await handler.handle(command))).toEqual({ ...first, duplicate: true });
    expect(done(await handlerOn(store).handle(command))).toEqual({ ...first, duplicate: true });
    expect(await store.revisionOf('default', 'agency-default')).toBe(1);
  });

  test('refuses the same command id for another request, in this process and in another, and stores nothing', async () => {
    const store = new MemoryEventStore();
    const handler = handlerOn(store);
    const asked = (request?: string) => ({ ...close('2026-12-24'), commandId: ID, ...(request ? { request } : {}) });
    const first = done(await handler.handle(asked(ONE)));
    const other = handlerOn(store);
    // The other one has the stream at hand, but not what it holds since.
    const late = handlerOn(store);
    for (const each of [handler, other]) {
      expect(await each.handle(asked(ANOTHER))).toMatchObject({
        outcome: 'refused',
        refusal: { kind: 'invalid', code: 'idempotency-key-reused' },
      });
      expect(done(await each.handle(asked(ONE)))).toEqual({ ...first, duplicate: true });
    }
    expect(await late.handle({ ...asked(ANOTHER), begins: true })).toMatchObject({ outcome: 'refused' });
    expect(await store.revisionOf('default', 'agency-default')).toBe(0);
    // What was stored before requests were compared is answered as before.
    await handler.handle({ ...close('2026-12-31'), commandId: ANOTHER });
    expect(done(await other.handle({ ...close('2026-12-31'), commandId: ANOTHER, request: ONE })).duplicate).toBe(true);
  });

  test('decides again on what another process stored meanwhile', async () => {
    const store = new MemoryEventStore();
    const [one, other] = [handlerOn(store), handlerOn(store)];
    await one.handle(close('2026-12-24'));
    await other.handle(close('2026-12-24'));
    await one.handle(close('2026-12-31'));
    expect(done(await other.handle(close('2026-12-31'))).events).toEqual([]);
    expect(done(await other.handle(close('2027-01-02'))).revision).toBe(2);
  });

  test('a stream believed to be new is read after all when it is there', async () => {
    const store = new MemoryEventStore();
    await handlerOn(store).handle(close('2026-12-24'));
    const outcome = done(await handlerOn(store).handle(close('2026-12-24', { begins: true })));
    expect(outcome).toMatchObject({ revision: 0, events: [] });
  });

  test('an expected revision that has passed is a conflict that tells what came since', async () => {
    const handler = handlerOn(new MemoryEventStore());
    await handler.handle(close('2026-12-24'));
    await handler.handle(close('2026-12-31'));
    const outcome = await handler.handle(close('2027-01-02', { expectedRevision: 0 }));
    expect(outcome).toMatchObject({ outcome: 'conflict', revision: 1, since: [{ type: 'CalendarDayClosed' }] });
  });

  test('fifty commands to one aggregate at once are all carried out, each once', async () => {
    const store = new MemoryEventStore();
    const handlers = [handlerOn(store), handlerOn(store)];
    const days = Array.from(
      { length: 50 },
      (_, n) => `2027-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 28) + 1).padStart(2, '0')}`,
    );
    const outcomes = await Promise.all(days.map((day, n) => handlers[n % 2]!.handle(close(day))));
    const retried = outcomes.filter(({ outcome }) => outcome === 'conflict').length;
    const events = (await store.readStream('default', 'agency-default')).map(({ data }) => data['day']);
    expect(new Set(events).size).toBe(events.length);
    expect(events.length + retried).toBeGreaterThanOrEqual(new Set(days).size);
  });

  test('a refusal is decided on the newest state and stores nothing', async () => {
    const store = new MemoryEventStore();
    const outcome = await handlerOn(store).handle(
      agencyCommand('CloseCalendarDay', { calendarId: 'mars', day: '2026-12-24', reason: 'x' }),
    );
    expect(outcome).toMatchObject({ outcome: 'refused' });
    expect(await store.revisionOf('default', 'agency-default')).toBe(-1);
  });
});
