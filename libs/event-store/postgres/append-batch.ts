import { type AppendResult } from '@overstap/kernel';
import type pg from 'pg';
import { InvalidAppendError, type SerialisedAppend } from '../append-limits.js';
import { envelopeValues } from './event-row.js';
import { positionOf } from './place.js';

const HEAD = `COALESCE(
    (SELECT revision FROM events s WHERE s.tenant = i.tenant AND s.stream = i.stream ORDER BY revision DESC LIMIT 1), -1)`;

/**
 * Stores a batch of requests, each on a stream of its own, in one statement. A request whose stream is elsewhere stores nothing and has no
 * row in the answer. Where an id is known, or another process takes the revision between the look at the head and the insert, a unique key
 * fails the whole statement: send the batch again in parts. Plain as it is, since what is started anew for each commit (joins,
 * groups, a look for conflicts before each insert) costs as much as storing several events.
 */
const STORE = `
INSERT INTO events (tenant, stream, revision, id, epoch, type, schema_version, programme, trajectory, subject, occurred_at,
  recorded_at, actor_type, actor_id, command, causation, correlation, data, sealed)
SELECT tenant, stream, COALESCE(expected, ${HEAD}) + 1 + ordinal, id, (SELECT max(epoch) FROM event_store_epoch), type,
  schema_version, programme, trajectory, subject, occurred_at, recorded_at, actor_type, actor_id, command, causation, correlation,
  data, sealed
FROM unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::uuid[], $6::text[], $7::int[], $8::text[], $9::text[], $10::text[],
    $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::json[], $19::json[])
  AS i (tenant, stream, expected, ordinal, id, type, schema_version, programme, trajectory, subject, occurred_at, recorded_at,
    actor_type, actor_id, command, causation, correlation, data, sealed)
WHERE expected IS NULL OR expected = ${HEAD}
RETURNING tenant, stream, revision, epoch::text, xid::text, position::text`;

/** Why requests stored nothing: their first id is known, or the stream is elsewhere. */
const EXPLAIN = `
SELECT r.request, r.stream,
  COALESCE((SELECT revision FROM events s WHERE s.tenant = r.tenant AND s.stream = r.stream ORDER BY revision DESC LIMIT 1), -1)
    AS actual,
  first.stream AS first_stream,
  last.revision, last.epoch::text AS epoch, last.xid::text AS xid, last.position::text AS position,
  EXISTS (SELECT FROM events k WHERE k.tenant = r.tenant AND k.id = ANY (string_to_array(r.ids, ',')::uuid[])) AS known
FROM unnest($1::int[], $2::text[], $3::text[], $4::text[]) AS r (request, tenant, stream, ids)
LEFT JOIN events first ON first.tenant = r.tenant AND first.id = split_part(r.ids, ',', 1)::uuid
LEFT JOIN LATERAL (
  SELECT revision, epoch, xid, position FROM events s
  WHERE s.tenant = r.tenant AND s.stream = first.stream AND s.revision >= first.revision AND s.command = first.command
  ORDER BY revision DESC LIMIT 1
) last ON true
ORDER BY r.request`;

interface StoredRow {
  readonly revision: number;
  readonly epoch: string;
  readonly xid: string;
  readonly position: string;
}

interface OnStream extends StoredRow {
  readonly tenant: string;
  readonly stream: string;
}

interface ExplainedRow extends StoredRow {
  readonly stream: string;
  readonly actual: number;
  readonly first_stream: string | null;
  readonly known: boolean;
}

export type Outcome = AppendResult | InvalidAppendError;

const expectedHead = ({ request: { expected } }: SerialisedAppend): number | null =>
  expected === 'any' ? null : expected === 'noStream' ? -1 : expected;

/** One answer per request, in their order. No two requests may be on the same stream. Throws when the whole batch was undone. */
export async function storeBatch(
  client: pg.ClientBase,
  batch: readonly SerialisedAppend[],
): Promise<readonly Outcome[]> {
  // Every process takes the streams in the same order, so that two batches never wait for each other in a circle.
  const order = batch
    .map((append, index) => ({ append, index, key: keyOf(append.request) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const events: Column[] = Array.from({ length: 19 }, () => []);
  for (const { append } of order) addEvents(events, append);
  const values = events.map(arrayText);
  const { rows } = await client.query<OnStream>({ name: 'event-store-append', text: STORE, values });

  const heads = new Map<string, StoredRow>();
  for (const row of rows) {
    const key = keyOf(row);
    if (row.revision > (heads.get(key)?.revision ?? -1)) heads.set(key, row);
  }
  const outcomes: (Outcome | undefined)[] = batch.map(() => undefined);
  for (const { index, key } of order) {
    const head = heads.get(key);
    if (head) outcomes[index] = appended(head, false);
  }
  const silent = batch.flatMap((append, index) => (outcomes[index] ? [] : [{ append, index }]));
  if (silent.length === 0) return outcomes as Outcome[];
  const reasons = await explain(
    client,
    silent.map(({ append }) => append),
  );
  silent.forEach(({ index }, at) => (outcomes[index] = reasons[at]));
  return outcomes as Outcome[];
}

/** Whether the answer says only that another process was quicker; asking again may store the append. */
export const lostRace = (append: SerialisedAppend, outcome: Outcome | Error | undefined): boolean =>
  outcome !== undefined &&
  'outcome' in outcome &&
  outcome.outcome === 'conflict' &&
  [null, outcome.actual].includes(expectedHead(append));

const appended = ({ revision, epoch, xid, position }: StoredRow, duplicate: boolean): AppendResult => ({
  outcome: 'appended',
  revision,
  position: positionOf([epoch, xid, position]),
  duplicate,
});

const keyOf = ({ tenant, stream }: { readonly tenant: string; readonly stream: string }): string =>
  `${tenant}\u0000${stream}`;

type Column = (string | number | null)[];

function addEvents(columns: readonly Column[], append: SerialisedAppend): void {
  const { tenant, stream, events } = append.request;
  const expected = expectedHead(append);
  events.forEach((event, ordinal) => {
    const { data, sealed } = append.payloads[ordinal] ?? { data: '{}', sealed: null };
    const row = [tenant, stream, expected, ordinal, ...envelopeValues(event), data, sealed];
    row.forEach((value, at) => columns[at]?.push(value));
  });
}

/** An array as PostgreSQL reads it. The driver's own takes two passes over every value; of an append they are most of the work. */
const arrayText = (values: Column): string =>
  `{${values.map((value) => (typeof value === 'string' ? quoted(value) : (value ?? 'NULL'))).join()}}`;

const quoted = (value: string): string =>
  `"${MARKS.test(value) ? value.replaceAll(EACH_MARK, String.raw`\$&`) : value}"`;

const MARKS = /["\\]/;
const EACH_MARK = /["\\]/g;

/** Why these appends store nothing: one answer each, in their order. */
export async function explain(
  client: pg.ClientBase,
  appends: readonly SerialisedAppend[],
): Promise<readonly Outcome[]> {
  const requests = appends.map((append) => append.request);
  const { rows } = await client.query<ExplainedRow>({
    name: 'event-store-explain',
    text: EXPLAIN,
    values: [
      requests.map((_, index) => index),
      requests.map((request) => request.tenant),
      requests.map((request) => request.stream),
      requests.map((request) => request.events.map((event) => event.id).join(',')),
    ],
  });
  return rows.map((row) => {
    if (row.first_stream === row.stream) return appended(row, true);
    if (row.known)
      return new InvalidAppendError(
        `The append to ${row.stream} repeats the id of an event of another append; nothing was stored.`,
      );
    return { outcome: 'conflict', actual: row.actual };
  });
}
