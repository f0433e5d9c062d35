import { openKurrentDb } from '@overstap/event-store';
import { EventStoreAwayError } from '@overstap/kernel';
import { hostsIn, type Needed, OperatorError, postgresAt, type Settings } from '@overstap/platform';
import { Redis } from 'ioredis';
import { refusalOfKurrentDb, WITHOUT_TLS } from './event-store.js';

/** The servers that the settings name for the parts that this process runs. */
export function neededBy(settings: Settings, { sends }: { readonly sends: boolean }): readonly Needed[] {
  const { databaseUrl, eventStore, kurrentdbUrl, queue, redisUrl } = settings;
  return [
    ...(databaseUrl === undefined ? [] : [postgresAt(databaseUrl)]),
    ...(eventStore === 'kurrentdb' && kurrentdbUrl !== undefined ? [kurrentDbAt(kurrentdbUrl)] : []),
    ...(queue === 'redis' && sends && redisUrl !== undefined ? [redisAt(redisUrl)] : []),
  ];
}

const kurrentDbAt = (url: string): Needed => ({
  name: 'KurrentDB',
  at: hostsIn(url),
  setting: 'KURRENTDB_URL',
  hint: WITHOUT_TLS,
  ask: () =>
    openKurrentDb(url).then(
      (store) => store.close(),
      (error: unknown) => {
        throw refusalOfKurrentDb(error) ?? error;
      },
    ),
  isAway: (error) => error instanceof EventStoreAwayError,
});

const redisAt = (url: string): Needed => ({
  name: 'Redis',
  at: hostsIn(url),
  setting: 'REDIS_URL',
  ask: () =>
    pinged(url).catch((error: unknown) => {
      throw refusalOfRedis(error) ?? error;
    }),
  // Whatever else it says passes, such as that it reads its file.
  isAway: () => true,
});

async function pinged(url: string): Promise<void> {
  const once = { lazyConnect: true, retryStrategy: () => null, enableReadyCheck: false, maxRetriesPerRequest: 0 };
  const redis = new Redis(url, once);
  let reason: unknown;
  // The calls themselves only say that the connection is closed.
  redis.on('error', (error) => (reason ??= error));
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    throw reason ?? error;
  } finally {
    redis.disconnect();
  }
}

function refusalOfRedis(error: unknown): OperatorError | undefined {
  const { message: said = '' } = error as { readonly message?: string };
  return /^(WRONGPASS|NOAUTH|NOPERM|ERR invalid password)/.test(said)
    ? new OperatorError(
        'Redis refuses the user and the password in REDIS_URL. Correct them there: redis://user:password@host:6379.',
        {
          cause: error,
        },
      )
    : undefined;
}
