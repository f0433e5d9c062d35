import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hasRedis } from '../../libs/reminders/testing/redis-server.js';
import { KurrentDbTestServer } from '../kurrentdb-server/server.js';
import { composeText, readComposeFile } from './compose-file.js';
import { hasPostgresClient } from './native-postgres.js';
import { NativeServices } from './native-services.js';

const suite = [hasRedis(), hasPostgresClient()].every(Boolean) ? describe : describe.skip;

/** What the head of the file says to write in .env. */
const KURRENTDB_URL = /^# KURRENTDB_URL=(\S+)$/m.exec(composeText())?.[1] ?? '';

/** On the test server, which speaks the protocol of the image that is named. */
suite('docker-compose.yml with the profile kurrentdb', () => {
  let kurrentDb: KurrentDbTestServer;
  let services: NativeServices;

  beforeAll(async () => {
    kurrentDb = await KurrentDbTestServer.start({ version: '26.0.3' });
    const env = { POSTGRES_PASSWORD: 'geheim', OVERSTAP_MASTER_KEY: randomBytes(32).toString('base64') };
    services = await NativeServices.start(readComposeFile({ ...env, KURRENTDB_URL }), new URL(kurrentDb.url).host);
  });
  afterAll(async () => {
    await services?.stop();
    await kurrentDb?.stop();
  });

  test('starts an api and a worker, whose log is in KurrentDB and whose read models are in PostgreSQL', async () => {
    for (const name of ['api-1', 'worker-1']) await services.up(name);
    const headers = { 'content-type': 'application/json', ...services.signedIn };
    const offers = { specialisms: [], regions: [], languages: ['nl'], maxComplexity: 6, weightedMax: 10 };
    const body = JSON.stringify({ coachId: 'anna', name: 'Anna', ...offers });
    const registered = await fetch(`${services.url('api-1')}/coaches/register-coach`, {
      method: 'POST',
      headers,
      body,
    });
    expect(registered.ok).toBe(true);
    expect(kurrentDb.log.events.map(({ type, stream }) => [type, stream])).toContainEqual([
      'CoachRegistered',
      'overstap/default/coach-anna',
    ]);
    const coaches = async (): Promise<string> => (await fetch(`${services.url('api-1')}/coaches`, { headers })).text();
    for (let tries = 0; tries < 1200 && !(await coaches()).includes('anna'); tries += 1) await pause(200);
    expect(await coaches()).toContain('anna');
  });
});
