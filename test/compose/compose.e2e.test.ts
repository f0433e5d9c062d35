import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hasRedis } from '../../libs/reminders/testing/redis-server.js';
import { readComposeFile, ROOT } from './compose-file.js';
import { hasPostgresClient } from './native-postgres.js';
import { NativeServices } from './native-services.js';

const ENV = { POSTGRES_PASSWORD: 'geheim', OVERSTAP_MASTER_KEY: randomBytes(32).toString('base64') };
/** A place that occurs nowhere else. */
const CANARY = 'Papegaaiduikerplein';
const HEADER =
  'external_id,first_name,last_name,email,function,hours_per_week,site,notified_on,redundant_on,contract_ends_on,wave';
const ROWS = [
  `900001,Wim,Goudvinkstra,kanarie@zangvogel.example,Monteur,32,${CANARY},2026-09-01,2026-09-01,2027-01-01,1`,
  '900002,Anna,Jansen,anna.jansen@voorbeeld.example,Monteur,32,Utrecht,2026-09-01,2026-09-01,2027-01-01,1',
];

const suite = [hasRedis(), hasPostgresClient()].every(Boolean) ? describe : describe.skip;

suite('the services of docker-compose.yml, run on this machine', () => {
  let services: NativeServices;
  let erased = '';

  const ask = (path: string, init: RequestInit = {}, api = 'api-1') =>
    fetch(services.url(api) + path, {
      ...init,
      headers: { 'content-type': 'application/json', ...services.signedIn, ...(init.headers as object) },
    });
  const post = async (path: string, body: object): Promise<void> => {
    const answer = await ask(path, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  const people = async (api = 'api-1'): Promise<readonly { trajectory: string; participant: string }[]> =>
    (
      (await (await ask('/trajectories?programme=P', {}, api)).json()) as {
        items: { trajectory: string; participant: string }[];
      }
    ).items;
  /** Once the read models are up with the log; after a restore they are built anew. */
  const bothAreThere = async (api?: string): Promise<void> => {
    for (let tries = 0; tries < 1200 && (await people(api)).length < 2; tries += 1) await pause(200);
    expect(await people(api)).toHaveLength(2);
  };
  const timelines = async (): Promise<string> => {
    const each = (await people()).map(async ({ trajectory }) =>
      (await ask(`/trajectories/${trajectory}/timeline`)).text(),
    );
    return (await Promise.all(each)).join('\n');
  };
  /** Not in step with this process, which carries out what the script asks of compose. */
  const script = async (name: string, ...args: readonly string[]): Promise<{ code: number | null; out: string }> => {
    const child = spawn(join(ROOT, 'scripts', name), args, { env: services.scriptEnv });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (out += piece.toString()));
    const [code] = (await once(child, 'exit')) as [number | null];
    return { code, out };
  };

  beforeAll(async () => {
    services = await NativeServices.start(readComposeFile(ENV));
  });
  afterAll(() => services?.stop());

  test('start as they say, and their own health checks find them well', async () => {
    for (const name of ['api-1', 'api-2', 'worker-1', 'worker-2']) await services.up(name);
    for (const name of ['redis', 'postgres']) expect([name, await services.check(name)]).toEqual([name, 0]);
    const asked = ['postgres', 'psql', '-U', 'overstap', '-d', 'overstap', '-qtAc', 'SHOW max_connections'];
    expect(await services.compose(['exec', '-T', ...asked])).toEqual({ code: 0, out: '300\n', err: '' });
  });

  test('serve together: what one api took the other shows, by the workers’ read models', async () => {
    await post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    await post('/programmes/open-programme', {
      code: 'P',
      employer: 'Voorbeeld BV',
      template: 'IND-6',
      startsOn: '2026-09-01',
    });
    const file = [HEADER, ...ROWS].join('\n');
    const type = { 'content-type': 'application/octet-stream' };
    expect((await ask('/programmes/P/imports', { method: 'POST', body: file, headers: type })).status).toBe(200);
    await bothAreThere('api-2');
  });

  test('are backed up by one command while they run', async () => {
    const { code, out } = await script('backup.sh', 'one');
    expect([code, out.trim().split('\n').at(-1)]).toEqual([0, '/backups/one']);
    expect(readFileSync(join(services.backups, 'one', 'manifest.json'), 'utf8')).toContain('events');
    expect((await script('backup.sh', '../elsewhere')).code).toBe(2);
  });

  test('are restored by one command, and whoever was erased after the backup is erased again before anything opens', async () => {
    const items = await people();
    for (const { trajectory, participant } of items)
      if ((await (await ask(`/trajectories/${trajectory}/timeline`)).text()).includes(CANARY)) erased = participant;
    expect(erased).not.toBe('');
    await post(`/participants/${erased}/erase`, { reason: 'op verzoek' });
    await post('/coaches/register-coach', {
      coachId: 'later',
      name: 'later',
      specialisms: [],
      regions: [],
      languages: ['nl'],
      maxComplexity: 6,
      weightedMax: 10,
    });

    expect((await script('restore.sh', 'one')).code).toBe(2);
    const { code, out } = await script('restore.sh', 'one', '--replace');
    expect([code, out.trim().split('\n').at(-1)]).toEqual([0, 'Restored from /backups/one.']);
    expect(out).toContain('1 erased after the backup');
    await bothAreThere();
    expect(await timelines()).not.toContain(CANARY);
    expect(await (await ask('/coaches')).text()).not.toContain('later');
    for (const name of ['api-1', 'api-2']) expect(await services.check(name)).toBe(0);
  });

  test('are as they were when a restore fails', async () => {
    const { code, out } = await script('restore.sh', 'missing', '--replace');
    expect([code, out]).toEqual([1, expect.stringContaining('Nothing was restored')]);
    await bothAreThere();
  });

  test('end well when they are stopped', async () => {
    for (const name of ['worker-1', 'worker-2', 'api-1', 'api-2'])
      expect([name, await services.down(name)]).toEqual([name, 0]);
  });
});
