import { type MigrationSet } from './migrations.js';
import { grantsFor } from './tenant-table.js';

/** How far a database has lived under a virtual clock: one row, or none when it never had one. */
export const clockMigrations: MigrationSet = {
  name: 'platform',
  steps: {
    '001-clock': `
      CREATE TABLE clock_state (
        single boolean PRIMARY KEY DEFAULT true CHECK (single),
        lived_until timestamptz(3) NOT NULL
      );
      ${grantsFor('clock_state', { reader: ['SELECT'], worker: ['SELECT', 'INSERT', 'UPDATE'] })}`,
  },
};
