import { expect, test } from '@jest/globals';
import { type Database, OperatorError } from '@overstap/platform';
import { openEventStore, refusalOfBackup } from './event-store.js';

const UNUSED = {} as Database;

test('a program that cannot reach KurrentDB says which setting names it', async () => {
  const away = { eventStore: 'kurrentdb', kurrentdbUrl: 'kurrentdb://127.0.0.1:9?tls=false' } as const;
  const opening = openEventStore(away, UNUSED, () => undefined);
  await expect(opening).rejects.toThrow(OperatorError);
  await expect(opening).rejects.toThrow(/KurrentDB does not answer .* KURRENTDB_URL/);
});

test('a backup is refused where it would leave the log out', () => {
  expect(refusalOfBackup({ eventStore: 'kurrentdb' })).toMatchObject({ kind: 'conflict', code: 'log-elsewhere' });
  expect(refusalOfBackup({ eventStore: 'postgres' })).toBeUndefined();
});
