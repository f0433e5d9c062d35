import { type StoredEvent } from '@overstap/kernel';
import type pg from 'pg';
import { type CopyWriter, RepeatedIdError } from '../copy-writer.js';
import { envelopeValues } from './event-row.js';

const COPY = `
INSERT INTO events (epoch, tenant, stream, revision, id, type, schema_version, programme, trajectory, subject, occurred_at, recorded_at,
  actor_type, actor_id, command, causation, correlation, data, sealed, origin)
SELECT (SELECT max(epoch) FROM event_store_epoch), tenant, stream, revision, id, type, schema_version, programme, trajectory, subject,
  occurred_at, recorded_at, actor_type, actor_id, command, causation, correlation, data, sealed, origin
FROM unnest($1::text[], $2::text[], $3::int[], $4::uuid[], $5::text[], $6::int[], $7::text[], $8::text[], $9::text[], $10::text[],
    $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::json[], $18::json[], $19::text[]) WITH ORDINALITY
  AS e (tenant, stream, revision, id, type, schema_version, programme, trajectory, subject, occurred_at, recorded_at, actor_type, actor_id,
    command, causation, correlation, data, sealed, origin, nth)
ORDER BY nth`;

/** Copies into `events`, all or nothing each time: the keys refuse what is there already. By the role that may only insert. */
export const postgresCopyWriter = (appender: pg.Pool): CopyWriter => ({
  async write(events) {
    const columns: (string | number | null)[][] = Array.from({ length: 19 }, () => []);
    for (const event of events) valuesOf(event).forEach((value, column) => columns[column]?.push(value));
    await appender.query({ name: 'event-store-copy', text: COPY, values: columns }).catch((error: unknown) => {
      // Which one PostgreSQL does not say to a role that may only insert.
      const isRepeated = (error as { readonly constraint?: string }).constraint === 'events_id';
      throw isRepeated ? new RepeatedIdError('Two events have one id', { cause: error }) : error;
    });
  },
  close: () => Promise.resolve(),
});

const valuesOf = (event: StoredEvent): (string | number | null)[] => [
  event.tenant,
  event.stream,
  event.revision,
  ...envelopeValues(event),
  JSON.stringify(event.data),
  Object.keys(event.sealed).length > 0 ? JSON.stringify(event.sealed) : null,
  event.origin ?? null,
];
