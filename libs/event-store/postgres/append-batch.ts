import { type AppendResult } from '@overstap/kernel';
import type pg from 'pg';
import { InvalidAppendError, type SerialisedAppend } from '../append-limits.js';
import { envelopeValues } from './event-row.js';
import { positionOf } from './place.js';

/**
 * Stores a batch of requests, each on a stream of its own, in one statement. A request whose stream is elsewhere, or whose ids are
 * known, stores nothing and has no row in the answer. Between the look at the head and the insert another process may take the
 * revision: then the unique keys refuse the row. Should they refuse some rows of a request only, the statement fails as a whole.
 */
const STORE = `
WITH incoming AS (
  SELECT * FROM unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::int[], $6::uuid[], $7::text[], $8::int[], $9::text[],
      $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[],
      $19::json[], $20::json[])
    AS e (request, ordinal, tenant, stream, expected, id, type, schema_version, programme, trajectory, subject, occurred_at,
      recorded_at, actor_type, actor_id, command, causation, correlation, data, sealed)
), fitting AS (
  SELECT * FROM (
    SELECT *, max(CASE WHEN ordinal = 0 THEN COALESCE((SELECT revision FROM events s
      WHERE s.tenant = i.tenant AND s.stream = i.stream ORDER BY revision DESC LIMIT 1), -1) END) OVER (PARTITION BY request) AS head
    FROM incoming i
  ) heads WHERE expected IS NULL OR expected = head
), stored AS (
  INSERT INTO events (tenant, stream, revision, id, epoch, type, schema_version, programme, trajectory, subject, occurred_at,
    recorded_at, actor_type, actor_id, command, causation, correlation, data, sealed)
  SELECT tenant, stream, head + 1 + ordinal, id, (SELECT max(epoch) FROM event_store_epoch), type, schema_version, programme,
    trajectory, subject, occurred_at, recorded_at, actor_type, actor_id, command, causation, correlation, data, sealed
  FROM fitting
  ORDER BY request, ordinal
  ON CONFLICT DO NOTHING
  RETURNING tenant, stream, id, revision, epoch, position
)
SELECT request, max(stored.revision) AS revision, max(epoch)::text AS epoch, pg_current_xact_id()::text AS xid,
  max(position)::text AS position, CASE WHEN count(*) < max(wanted) THEN event_store_refuse_part() END
FROM stored
JOIN (SELECT request, tenant, stream, id, count(*) OVER (PARTITION BY request) AS wanted FROM incoming) i
  USING (tenant, stream, id)
GROUP BY request`;

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
  readonly request: number;
  readonly revision: number;
  readonly epoch: string;
  readonly xid: string;
  readonly position: string;
}

interface ExplainedRow extends StoredRow {
  readonly stream: string;
  readonly actual: number;
  readonly first_stream: string | null;
  readonly known: boolean;
}

/** SQLSTATE of `event_store_refuse_part`. */
export const STORED_IN_PART = 'OV001';

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
    .map((append, index) => ({ append, index, key: `${append.request.tenant}\u0000${append.request.stream}` }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const columns: (string | number | null)[][] = Array.from({ length: 20 }, () => []);
  order.forEach(({ append }, request) => addRows(columns, append, request));
  const values = columns.map(arrayText);
  const { rows } = await client.query<StoredRow>({ name: 'event-store-append', text: STORE, values });

  const outcomes: (Outcome | undefined)[] = batch.map(() => undefined);
  for (const row of rows) {
    const entry = order[row.request];
    if (entry) outcomes[entry.index] = appended(row, false);
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
export const lostRace = (append: SerialisedAppend, outcome: Outcome | undefined): boolean =>
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

function addRows(columns: (string | number | null)[][], append: SerialisedAppend, request: number): void {
  const { tenant, stream, events } = append.request;
  const expected = expectedHead(append);
  events.forEach((event, ordinal) => {
    const payload = append.payloads[ordinal];
    const row = [
      request,
      ordinal,
      tenant,
      stream,
      expected,
      ...envelopeValues(event),
      payload?.data ?? '{}',
      payload?.sealed ?? null,
    ];
    row.forEach((value, column) => columns[column]?.push(value));
  });
}

/** An array as PostgreSQL reads it. The driver's own takes two passes over every value; of an append they are most of the work. */
const arrayText = (values: readonly (string | number | null)[]): string =>
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
