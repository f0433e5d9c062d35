import { START, type EventFilter, type EventPage, type Position, type StoredEvent } from '@overstap/kernel';
import type pg from 'pg';
import { isUnfiltered } from '../filter.js';
import { AS_TEXT, EVENT_COLUMNS, toEvent, type EventRow } from './event-row.js';
import { placeOf, positionOf, type Place } from './place.js';

/** A filtered page looks at no more rows than this, so that a rare type does not hold a connection for the whole log. */
const WINDOW = 20_000;

/** Transactions below this one are over: what they wrote is all there, and nothing will appear among it. */
const SETTLED = `SELECT max(epoch)::text, pg_snapshot_xmin(pg_current_snapshot())::text FROM event_store_epoch`;

const BETWEEN = `(epoch, xid, position) > ($1::int, $2::xid8, $3::bigint) AND (epoch, xid) < ($4::int, $5::xid8)`;

const PAGE = `SELECT ${EVENT_COLUMNS} FROM events WHERE ${BETWEEN} ORDER BY epoch, xid, position LIMIT $6`;

const FILTERED_PAGE = `
SELECT ${EVENT_COLUMNS} FROM (SELECT * FROM events WHERE ${BETWEEN} ORDER BY epoch, xid, position LIMIT ${WINDOW}) looked_at
WHERE ($7::text IS NULL OR tenant = $7)
  AND (($8::text[] IS NULL OR split_part(stream, '-', 1) = ANY ($8)) AND ($9::text[] IS NULL OR type = ANY ($9))
    OR NOT type = ANY ($10::text[]))
ORDER BY epoch, xid, position LIMIT $6`;

const WINDOW_END = `
SELECT epoch::text, xid::text, position::text
FROM (SELECT epoch, xid, position FROM events WHERE ${BETWEEN} ORDER BY epoch, xid, position LIMIT ${WINDOW}) looked_at
ORDER BY looked_at.epoch DESC, looked_at.xid DESC, looked_at.position DESC LIMIT 1`;

const BEYOND = `SELECT EXISTS (SELECT FROM events WHERE (epoch, xid, position) > ($1::int, $2::xid8, $3::bigint))`;

// Qualified: bare names would order by the selected texts, in which 999 comes after 1000.
const HEAD = `SELECT epoch::text, xid::text, position::text FROM events e ORDER BY e.epoch DESC, e.xid DESC, e.position DESC LIMIT 1`;

const STREAMS_FORWARDS = `
SELECT found.*, nth FROM unnest($2::text[], $3::int[], $4::int[]) WITH ORDINALITY AS wanted (of, since, most, nth)
CROSS JOIN LATERAL (
  SELECT ${EVENT_COLUMNS} FROM events WHERE tenant = $1 AND stream = of AND revision >= since ORDER BY revision LIMIT most
) found`;

const STREAM_BACKWARDS = `
SELECT ${EVENT_COLUMNS} FROM events WHERE tenant = $1 AND stream = $2 AND revision <= $3 ORDER BY revision DESC LIMIT $4`;

async function rowsOf<Row>(
  client: pg.ClientBase,
  name: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const query = { name: `event-store-${name}`, text, values: [...values], rowMode: 'array' as const, types: AS_TEXT };
  return (await client.query(query)).rows as Row[];
}

/** The page of all events after a position, by a client that may see all tenants. See `EventStore.readAll`. */
export async function readPage(
  client: pg.ClientBase,
  after: Position,
  limit: number,
  filter: EventFilter,
): Promise<EventPage> {
  const from = placeOf(after);
  const [settled] = await rowsOf<[string | null, string]>(client, 'settled', SETTLED);
  if (!settled?.[0]) throw new Error('The event store has no epoch; open it before reading from it.');
  const range = [...from, ...settled];
  const unfiltered = isUnfiltered(filter);
  const rows = unfiltered
    ? await rowsOf<EventRow>(client, 'page', PAGE, [...range, limit])
    : await rowsOf<EventRow>(client, 'filtered-page', FILTERED_PAGE, [
        ...range,
        limit,
        filter.tenant ?? null,
        filter.aggregates ?? null,
        filter.types ?? null,
        filter.orOtherThan ?? null,
      ]);
  const last = rows.at(-1);
  let next: Place = last ? [last[0], last[1], last[2]] : from;
  if (!unfiltered && rows.length < limit) {
    // The settled part of the log does not change, so this looks at the very rows that the page looked at.
    const [end] = await rowsOf<Place>(client, 'window-end', WINDOW_END, range);
    next = end ?? next;
  }
  const [beyond] = await rowsOf<['t' | 'f']>(client, 'beyond', BEYOND, next);
  return {
    events: rows.map(toEvent),
    next: next === from ? after : positionOf(next),
    atHead: beyond?.[0] === 'f',
  };
}

/** The place of the last committed event in the order. */
export async function lastPosition(client: pg.ClientBase): Promise<Position> {
  const [place] = await rowsOf<Place>(client, 'head', HEAD);
  return place ? positionOf(place) : START;
}

/** A stream's events from a revision on, or back from it. */
export interface StreamRead {
  readonly stream: string;
  readonly from: number | undefined;
  readonly limit: number | undefined;
}

/** The events of streams, forwards, in the order asked for, by a client that may see the tenant. */
export async function readStreams(
  client: pg.ClientBase,
  tenant: string,
  reads: readonly StreamRead[],
): Promise<readonly (readonly StoredEvent[])[]> {
  const rows = await rowsOf<readonly [...EventRow, nth: string]>(client, 'streams', STREAMS_FORWARDS, [
    tenant,
    reads.map(({ stream }) => stream),
    reads.map(({ from }) => from ?? 0),
    reads.map(({ limit }) => limit ?? null),
  ]);
  const found = reads.map((): StoredEvent[] => []);
  for (const row of rows) found[Number(row.at(-1)) - 1]?.push(toEvent(row as unknown as EventRow));
  return found;
}

/** A stream's events backwards, by a client that may see the tenant. */
export async function readBackwards(
  client: pg.ClientBase,
  tenant: string,
  { stream, from, limit }: StreamRead,
): Promise<readonly StoredEvent[]> {
  const values = [tenant, stream, from ?? 2 ** 31 - 1, limit ?? null];
  return (await rowsOf<EventRow>(client, 'stream-back', STREAM_BACKWARDS, values)).map(toEvent);
}
