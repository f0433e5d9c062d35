import { grantsFor, tenantTable, type MigrationSet } from '@overstap/platform';

/** Outside the event table: an event is never changed, a key can be destroyed. No row: never made. An erased row stays, as the fence. */
const SUBJECT_KEYS = tenantTable(
  'subject_keys',
  `
  subject text COLLATE "C" NOT NULL,
  category text COLLATE "C" NOT NULL,
  state text NOT NULL CHECK (state IN ('active', 'erased')),
  master_key text,
  wrapped bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  erased_at timestamptz,
  PRIMARY KEY (tenant, subject, category),
  CONSTRAINT subject_keys_destroyed CHECK (
    CASE state WHEN 'active' THEN wrapped IS NOT NULL AND master_key IS NOT NULL AND erased_at IS NULL
    ELSE wrapped IS NULL AND erased_at IS NOT NULL END)`,
  { reader: ['SELECT', 'INSERT'], worker: ['SELECT', 'INSERT', 'UPDATE'] },
);

/** Append-only: what a restored, older database must still forget, and what caches must drop. */
const ERASURE_LEDGER = `${tenantTable(
  'erasure_ledger',
  `
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject text COLLATE "C" NOT NULL,
  categories text[] NOT NULL,
  erased_at timestamptz NOT NULL DEFAULT now()`,
  { reader: ['SELECT'], worker: ['SELECT', 'INSERT'] },
)}
CREATE INDEX erasure_ledger_of_tenant ON erasure_ledger (tenant, id);
CREATE INDEX subject_keys_by_master ON subject_keys (master_key) WHERE state = 'active';`;

/** Master keys under which nothing may be wrapped any more. */
const RETIRED_MASTER_KEY = `
CREATE TABLE retired_master_key (id text PRIMARY KEY, retired_at timestamptz NOT NULL DEFAULT now());
${grantsFor('retired_master_key', { reader: ['SELECT'], worker: ['SELECT', 'INSERT'] })}`;

export const privacyMigrations: MigrationSet = {
  name: 'privacy',
  steps: {
    '001-subject-keys': SUBJECT_KEYS,
    '002-erasure-ledger': ERASURE_LEDGER,
    '003-retired-master-keys': RETIRED_MASTER_KEY,
  },
};
