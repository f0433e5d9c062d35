import { type MigrationSet, tenantTable } from '@overstap/platform';

/**
 * Append-only, as the log of events is: no role may update or delete. A seal is one batch of entries under a hash that also covers the seal before;
 * both are stored at once. Instants are text, because they are part of what is hashed.
 */
const ACCESS_LOG = `
${tenantTable(
  'access_seal',
  `number integer NOT NULL CHECK (number > 0),
   entries integer NOT NULL CHECK (entries > 0),
   previous_hash text COLLATE "C" NOT NULL,
   hash text COLLATE "C" NOT NULL,
   sealed_at text COLLATE "C" NOT NULL,
   PRIMARY KEY (tenant, number)`,
  { reader: ['SELECT'], appender: ['INSERT', 'SELECT (tenant, number, hash)'], worker: ['SELECT'] },
)}
${tenantTable(
  'access_entry',
  `seal integer NOT NULL,
   line integer NOT NULL,
   role text NOT NULL,
   ref text NOT NULL,
   via text NOT NULL,
   route text NOT NULL,
   shown text[] NOT NULL,
   participants text[] NOT NULL,
   trajectories text[] NOT NULL,
   at text COLLATE "C" NOT NULL,
   PRIMARY KEY (tenant, seal, line)`,
  { reader: ['SELECT'], appender: ['INSERT'], worker: ['SELECT'] },
)}
CREATE INDEX access_entry_participants ON access_entry USING gin (participants);
CREATE INDEX access_entry_trajectories ON access_entry USING gin (trajectories);
CREATE INDEX access_entry_reader ON access_entry (tenant, role, ref, seal);
ALTER TABLE access_entry SET (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
`;

export const accessLogMigrations: MigrationSet = {
  name: 'access-log',
  steps: {
    '001-access-log': ACCESS_LOG,
    // Ids of accounts and of keys; without one in what was entered before.
    '002-accounts': 'ALTER TABLE access_entry ADD COLUMN account text;',
  },
};
