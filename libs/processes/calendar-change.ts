import { type Aggregates, type CommandHandler, commandIdOf } from '@overstap/commands';
import { type EventStore, type RecordedEvent, START } from '@overstap/kernel';
import { isTimed, type TimedAggregate } from '@overstap/mobility';
import { type Database } from '@overstap/platform';
import { type Reactor } from '@overstap/projections';

export interface CalendarChangeParts {
  readonly database: Pick<Database, 'worker'>;
  readonly store: Pick<EventStore, 'readAll'>;
  readonly aggregates: Pick<Aggregates, 'current'>;
  readonly commands: Pick<CommandHandler, 'handle'>;
}

const PAGE = 1000;

/** A closing day or another definition of a calendar: every clock that counts by it is computed again. */
export const calendarChange = ({ database, store, aggregates, commands }: CalendarChangeParts): Reactor => ({
  name: 'calendar_change',
  types: ['CalendarDayClosed', 'CalendarDefined'],
  from: 'start',
  async react({ id: event, tenant }: RecordedEvent): Promise<void> {
    // A decision may look at a calendar that was read a moment ago; the change may be younger than that.
    await aggregates.current(tenant, 'agency', tenant);
    for (const stream of await streamsWithClocks({ database, store }, tenant)) {
      const [aggregate, id] = partsOf(stream);
      const outcome = await commands.handle({
        tenant,
        aggregate,
        id,
        type: 'RecomputeClocks',
        data: {},
        actor: { type: 'SYSTEM', id: 'calendar-change' },
        commandId: commandIdOf('calendar-change', event, aggregate, id),
        causation: event,
      });
      if (outcome.outcome === 'conflict') throw new Error('Clocks met a concurrent change');
    }
  },
});

/** Those that the read model knows, and those whose clocks were armed since it was written. */
async function streamsWithClocks(
  { database, store }: Pick<CalendarChangeParts, 'database' | 'store'>,
  tenant: string,
): Promise<ReadonlySet<string>> {
  // First the place and then the rows: what comes in between is seen twice rather than not at all.
  const { rows: places } = await database.worker.query<{ position: string }>(
    `SELECT position FROM projection_checkpoint WHERE name = 'reminder_due' AND state = 'live'`,
  );
  const { rows } = await database.worker.query<{ stream: string }>(
    `SELECT DISTINCT aggregate || '-' || aggregate_id AS stream FROM read_model.reminder_due WHERE tenant = $1 ORDER BY 1`,
    [tenant],
  );
  const streams = new Set(rows.map(({ stream }) => stream));
  for (let after = places[0]?.position ?? START, atHead = false; !atHead;) {
    const page = await store.readAll(after, PAGE, { tenant, types: ['ClockArmed', 'ClockRearmed', 'ClockResumed'] });
    for (const { stream } of page.events) streams.add(stream);
    after = page.next;
    atHead = page.atHead;
  }
  return streams;
}

function partsOf(stream: string): readonly [TimedAggregate, string] {
  const at = stream.indexOf('-');
  const aggregate = stream.slice(0, at);
  if (!isTimed(aggregate)) throw new Error(`A clock runs on ${aggregate}, where none can`);
  return [aggregate, stream.slice(at + 1)];
}
