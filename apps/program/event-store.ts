import { openKurrentDb, PostgresEventStore } from '@overstap/event-store';
import { conflict, type EventStore, type Refusal } from '@overstap/kernel';
import { type Database, OperatorError, type Settings } from '@overstap/platform';

type Choice = Pick<Settings, 'eventStore' | 'kurrentdbUrl'>;

/** The log that EVENT_STORE names; read models, keys and the queue are in PostgreSQL either way. */
export async function openEventStore(
  { eventStore, kurrentdbUrl }: Choice,
  database: Database,
  onTrouble: (error: unknown) => void,
): Promise<EventStore> {
  if (eventStore === 'postgres' || kurrentdbUrl === undefined) return PostgresEventStore.open(database, { onTrouble });
  try {
    return await openKurrentDb(kurrentdbUrl, { onTrouble });
  } catch (error) {
    throw new OperatorError(
      'KurrentDB does not answer at the address in KURRENTDB_URL. Start it, or correct the address; without TLS it ends in ?tls=false.',
      { cause: error },
    );
  }
}

/** A backup holds what PostgreSQL holds: without the log it would bring nothing back. Undefined where one can be taken. */
export const refusalOfBackup = ({ eventStore }: Choice): Refusal | undefined =>
  eventStore === 'kurrentdb'
    ? conflict(
        'log-elsewhere',
        'The log is in KurrentDB, which this backup would leave out. Stop the program and back up KurrentDB and PostgreSQL, each by its own means (docs/operating.md).',
      )
    : undefined;
