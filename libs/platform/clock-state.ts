import { type Instant } from '@overstap/kernel';
import { type Database } from './database.js';
import { type MigrationSet } from './migrations.js';
import { grantsFor } from './tenant-table.js';

/** How far a database has lived, by whichever clock; one row, or none before its first start. */
export const clockMigrations: MigrationSet = {
  name: 'platform',
  steps: {
    '001-clock': `
      CREATE TABLE clock_state (
        single boolean PRIMARY KEY DEFAULT true CHECK (single),
        -- The moment that the last virtual start named; null under the machine's clock.
        started_at timestamptz(3),
        lived_until timestamptz(3) NOT NULL
      );
      ${grantsFor('clock_state', { reader: ['SELECT'], worker: ['SELECT', 'INSERT', 'UPDATE'] })}`,
  },
};

export interface ClockState {
  readonly startedAt: Instant | undefined;
  readonly livedUntil: Instant;
}

export async function readClockState({ worker }: Pick<Database, 'worker'>): Promise<ClockState | undefined> {
  const { rows } = await worker.query<{ started_at: Date | null; lived_until: Date }>(
    'SELECT started_at, lived_until FROM clock_state',
  );
  const [row] = rows;
  return row && { startedAt: row.started_at?.toISOString(), livedUntil: row.lived_until.toISOString() };
}

/** Never moves what is remembered back. */
export async function writeClockState({ worker }: Pick<Database, 'worker'>, state: ClockState): Promise<void> {
  await worker.query(
    `INSERT INTO clock_state (started_at, lived_until) VALUES ($1, $2)
     ON CONFLICT (single) DO UPDATE SET started_at = EXCLUDED.started_at,
       lived_until = GREATEST(clock_state.lived_until, EXCLUDED.lived_until)`,
    [state.startedAt ?? null, state.livedUntil],
  );
}
