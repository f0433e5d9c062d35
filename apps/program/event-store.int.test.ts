import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from '@jest/globals';
import { type Database, OperatorError, readSettings } from '@overstap/platform';
import { KurrentDbTestServer } from '../../test/kurrentdb-server/server.js';
import { temporaryDirectory } from '../../test/support/postgres.js';
import { openEventStore, refusalOfBackup } from './event-store.js';
import { type Service, startService } from './service.js';

const UNUSED = {} as Database;

const ended: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ended.toReversed()) await end();
});

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

test('a log that was restored from an older backup than PostgreSQL is not gone on with', async () => {
  const server = await KurrentDbTestServer.start();
  ended.push(() => server.stop());
  const env = {
    OVERSTAP_DATA_DIR: temporaryDirectory('older-log'),
    OVERSTAP_MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
    LOG_LEVEL: 'silent',
    EVENT_STORE: 'kurrentdb',
    KURRENTDB_URL: server.url,
  };
  const start = async (): Promise<Service> => {
    const outcome = readSettings(env);
    if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
    const service = await startService(outcome.settings, { serves: false, follows: true, sends: false });
    ended.push(() => service.stop());
    return service;
  };
  const running = await start();
  const { program } = running;
  const kept = server.log.events.at(-1)?.position ?? 0n;
  const about = { specialisms: [], regions: [], languages: ['nl'], maxComplexity: 3, weightedMax: 20 };
  const data = { coachId: 'k-1', name: 'Sam Bakker', ...about };
  const command = { tenant: 'default', aggregate: 'coach', id: 'k-1', type: 'RegisterCoach', data } as const;
  await program.send(command, randomUUID());
  await running.work.projections.drain();
  expect((await program.health.ready()).checks['log']).toMatchObject({ status: 'up' });

  server.log.forgetAfter(kept);
  const { kurrentdb, log } = (await program.health.ready()).checks;
  expect(kurrentdb).toMatchObject({ status: 'up' });
  expect(log).toMatchObject({ status: 'down', detail: expect.stringMatching(/restore both from the same stop/) });
  await running.stop();
  await expect(start()).rejects.toThrow(/The log in KurrentDB ends before what PostgreSQL has followed of it/);
});
