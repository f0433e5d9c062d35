import { ROLES, tenantTable, type MigrationSet } from '@overstap/platform';

/**
 * `events` is append-only: no role may update or delete. The appender sees the columns that place a row, never a payload.
 * Instants are text, as the kernel writes them: what is read is byte for byte what was written.
 */
const EVENTS = `
${tenantTable(
  'events',
  `
  stream text COLLATE "C" NOT NULL,
  revision integer NOT NULL CHECK (revision >= 0),
  id uuid NOT NULL,
  epoch integer NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  position bigint GENERATED ALWAYS AS IDENTITY,
  type text COLLATE "C" NOT NULL,
  schema_version integer NOT NULL,
  programme text,
  trajectory text,
  subject text,
  occurred_at text COLLATE "C" NOT NULL,
  recorded_at text COLLATE "C" NOT NULL,
  actor_type text NOT NULL,
  actor_id text NOT NULL,
  command text COLLATE "C" NOT NULL,
  causation text,
  correlation text NOT NULL,
  data json NOT NULL,
  sealed json,
  CONSTRAINT events_stream_revision PRIMARY KEY (tenant, stream, revision),
  CONSTRAINT events_id UNIQUE (tenant, id)`,
  {
    reader: ['SELECT'],
    appender: ['INSERT', 'SELECT (tenant, stream, revision, id, epoch, xid, position, command)'],
    worker: ['SELECT'],
  },
)}
CREATE INDEX events_order ON events (epoch, xid, position);
-- Rows never change, but inserts alone must still bring fresh statistics and a visibility map.
ALTER TABLE events SET (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
`;

/**
 * Transaction ids count per cluster: rows restored into another one carry ids that mean nothing there. Each cluster that the
 * log has lived in is an epoch, and the order is (epoch, transaction, position).
 */
const EPOCHS = `
CREATE TABLE event_store_epoch (
  epoch integer PRIMARY KEY,
  system_identifier bigint NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now()
);
REVOKE ALL ON event_store_epoch FROM PUBLIC;
GRANT SELECT ON event_store_epoch TO ${ROLES.appender}, ${ROLES.worker};

CREATE FUNCTION event_store_open_epoch() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $open$
DECLARE
  here bigint := (SELECT system_identifier FROM pg_control_system());
  latest event_store_epoch;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('event_store_epoch', 0));
  SELECT * INTO latest FROM event_store_epoch ORDER BY epoch DESC LIMIT 1;
  IF latest.system_identifier IS DISTINCT FROM here THEN
    INSERT INTO event_store_epoch (epoch, system_identifier) VALUES (COALESCE(latest.epoch, 0) + 1, here)
    RETURNING * INTO latest;
  END IF;
  RETURN latest.epoch;
END $open$;
REVOKE ALL ON FUNCTION event_store_open_epoch() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION event_store_open_epoch() TO ${ROLES.appender};
`;

/** Undid a batch of which a request was stored in part, for programs of before that looked for conflicts instead of failing for them. */
const ALL_OR_NOTHING = `
CREATE FUNCTION event_store_refuse_part() RETURNS boolean LANGUAGE plpgsql AS $refuse$
BEGIN
  RAISE EXCEPTION 'an append was stored in part' USING ERRCODE = 'OV001';
END $refuse$;
`;

/** Of an event that was copied from another store: where it lay there. */
const ORIGIN = `ALTER TABLE events ADD COLUMN origin text COLLATE "C";`;

export const eventStoreMigrations: MigrationSet = {
  name: 'event-store',
  steps: { '001-events': EVENTS, '002-epochs': EPOCHS, '003-all-or-nothing': ALL_OR_NOTHING, '004-origin': ORIGIN },
};
