import { grantsFor, ROLES, tenantTable, type MigrationSet } from '@overstap/platform';

/**
 * `seal` is append-only, as the log is: no role may update or delete. Instants are text, because they are part of what is hashed.
 * The checkpoint is how far the sealer has come over all tenants.
 */
const SEALS = `
${tenantTable(
  'seal',
  `number integer NOT NULL CHECK (number > 0),
   from_position text COLLATE "C" NOT NULL,
   to_position text COLLATE "C" NOT NULL,
   events integer NOT NULL CHECK (events > 0),
   previous_hash text COLLATE "C" NOT NULL,
   hash text COLLATE "C" NOT NULL,
   sealed_at text COLLATE "C" NOT NULL,
   PRIMARY KEY (tenant, number)`,
  { reader: ['SELECT'], worker: ['SELECT', 'INSERT'] },
)}
CREATE TABLE seal_checkpoint (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  position text COLLATE "C" NOT NULL
);
${grantsFor('seal_checkpoint', { worker: ['SELECT', 'INSERT', 'UPDATE'] })}`;

/** A backup says which steps made its tables, and is taken by the worker. */
const STEPS_TO_WORKER = `GRANT SELECT ON overstap_migration TO ${ROLES.worker};`;

export const operationMigrations: MigrationSet = {
  name: 'operation',
  steps: { '001-seals': SEALS, '002-steps-to-worker': STEPS_TO_WORKER },
};
