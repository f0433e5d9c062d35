import { openKurrentDb, PostgresEventStore } from '@overstap/event-store';
import { conflict, type EventStore, type Position, type Refusal } from '@overstap/kernel';
import { followedPositions } from '@overstap/operation';
import { type Database, OperatorError, type Settings } from '@overstap/platform';

type Choice = Pick<Settings, 'eventStore' | 'kurrentdbUrl'>;

/** The log that EVENT_STORE names; read models, keys and the queue are in PostgreSQL either way. */
export async function openEventStore(
  { eventStore, kurrentdbUrl }: Choice,
  database: Database,
  onTrouble: (error: unknown) => void,
): Promise<EventStore> {
  if (eventStore === 'postgres' || kurrentdbUrl === undefined) return PostgresEventStore.open(database, { onTrouble });
  return openKurrentDb(kurrentdbUrl, { onTrouble }).catch(kurrentDbIsAway);
}

export const WITHOUT_TLS = 'Without TLS it ends in ?tls=false.';

export function kurrentDbIsAway(cause: unknown): never {
  throw (
    refusalOfKurrentDb(cause) ??
    new OperatorError(
      `KurrentDB does not answer at the address in KURRENTDB_URL. Start it, or correct the address. ${WITHOUT_TLS}`,
      { cause },
    )
  );
}

/** Whom the server does not let in, waiting does not help; undefined for any other error. */
export const refusalOfKurrentDb = (error: unknown): OperatorError | undefined =>
  (error as { readonly type?: unknown } | undefined)?.type === 'access-denied'
    ? new OperatorError(
        'KurrentDB refuses the user and the password in KURRENTDB_URL, or does not let this user read the log. Correct them there: kurrentdb://user:password@host:2113.',
        { cause: error },
      )
    : undefined;

/** The stores, as people call them. */
export const PLACES: Readonly<Record<Settings['eventStore'], string>> = {
  postgres: 'PostgreSQL',
  kurrentdb: 'KurrentDB',
};

/** Whether the store may have issued the position. */
export function follows(store: EventStore, position: Position): boolean {
  try {
    store.compare(position, position);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * Throws where this is not the log that the installation has followed so far. After it was moved, a program on the one before would write what nobody
 * reads; after it alone was restored from an older backup, what is recorded next would be passed over as if it had been read.
 */
export async function refuseOtherLog(
  { eventStore }: Choice,
  { worker }: Pick<Database, 'worker'>,
  store: EventStore,
): Promise<void> {
  const positions = await followedPositions(worker);
  if (positions.some((position) => !follows(store, position))) {
    const other = eventStore === 'postgres' ? 'kurrentdb' : 'postgres';
    throw new OperatorError(
      `The log of this installation is in ${PLACES[other]}: set EVENT_STORE=${other}. To move it to ${PLACES[eventStore]} run ` +
        `overstap copy-events --from ${other} --to ${eventStore} (docs/operating.md).`,
    );
  }
  // Asked for last: others may be writing.
  const head = await store.head();
  if (positions.some((position) => store.compare(position, head) > 0))
    throw new OperatorError(
      `The log in ${PLACES[eventStore]} ends before what PostgreSQL has followed of it: it was restored from an older backup, or is another one. ` +
        'Stop every process, and restore both from the same stop, or bring back the newer log (docs/operating.md).',
    );
}

/** A backup holds what PostgreSQL holds: without the log it would bring nothing back. Undefined where one can be taken. */
export const refusalOfBackup = ({ eventStore }: Choice): Refusal | undefined =>
  eventStore === 'kurrentdb'
    ? conflict(
        'log-elsewhere',
        'The log is in KurrentDB, which this backup would leave out. Stop the program and back up KurrentDB and PostgreSQL, each by its own means (docs/operating.md).',
      )
    : undefined;
