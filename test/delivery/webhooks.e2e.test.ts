import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSignedBy } from '@overstap/reminders';
import { type HookServer, startHookServer } from '../../libs/reminders/testing/hook-server.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

interface Subscribed {
  readonly id: string;
  readonly origin: string;
  readonly events: readonly string[];
  readonly secret: string;
}
interface Page {
  readonly items: readonly Record<string, unknown>[];
}

describe('another program is called when something happens', () => {
  let program: RunningProgram;
  let server: HookServer;
  beforeAll(async () => {
    server = await startHookServer();
    const directory = join(await temporaryDirectory('webhooks'), 'data');
    program = await RunningProgram.start(directory, { OVERSTAP_WEBHOOK_NETWORKS: '127.0.0.1' });
  });
  afterAll(async () => {
    await program?.stop();
    await server?.stop();
  });

  const refused = async (body: object): Promise<string> => {
    const answer = await program.send('/webhooks', body);
    const { errors, detail } = (await answer.json()) as { errors?: { field: string }[]; detail: string };
    return `${answer.status} ${errors?.[0]?.field ?? ''}: ${detail}`;
  };
  const calls = async (id: string, query = '') => (await program.get<Page>(`/webhooks/${id}/deliveries${query}`)).items;
  const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
    for (let tries = 0; tries < 600; tries += 1) {
      if (await condition()) return;
      await sleep(100);
    }
    throw new Error('It did not happen within 60 s');
  };

  test('only at an address that may be called, about events that there are', async () => {
    const events = ['EmployerRegistered'];
    for (const url of ['https://10.0.0.1/', 'https://[::1]/', 'https://169.254.169.254/', 'https://127.0.0.2/'])
      expect(await refused({ url, events })).toMatch(/^422 url: url must lead to a public address/);
    expect(await refused({ url: 'nonsense', events })).toMatch(/^422 url/);
    expect(await refused({ url: server.url, events: ['SessionNoteWritten'] })).toMatch(/^422 events/);
    const wrong = await refused({ url: server.url, events: ['TaskClaimed', 'NoSuch'] });
    expect(wrong).toMatch(/^422 events\[1\]: events\[1\] is no kind of event/);
    expect(wrong).not.toMatch(/NoSuch|PhaseEntered/);
    expect(await refused({ url: server.url, events: [] })).toMatch(/^422 events/);
    expect(await refused({ url: server.url, events, secret: 'short' })).toMatch(/^422 secret/);
    expect((await program.get<Page>('/webhooks')).items).toEqual([]);
  });

  test('once, signed, and again after it was given up', async () => {
    const path = '/hook?key=CANARY';
    const subscribed = await program.post<Subscribed>('/webhooks', {
      url: `${server.url}${path}`,
      events: ['EmployerRegistered'],
    });
    expect(subscribed).toMatchObject({ origin: server.url, events: ['EmployerRegistered'] });
    server.answers.push({ status: 410 });
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    await until(async () => (await calls(subscribed.id, '?status=FAILED')).length === 1);
    expect(server.received).toHaveLength(1);
    const { body, headers } = server.received[0]!;
    expect(isSignedBy(subscribed.secret, String(headers['overstap-signature']), body, Date.now() / 1000)).toBe(true);
    expect(JSON.parse(body)).toMatchObject({ type: 'EmployerRegistered', tenant: 'default', aggregate: 'agency' });
    expect(body).not.toContain('Voorbeeld');
    expect(await program.post(`/webhooks/${subscribed.id}/replay`, {})).toEqual({ replayed: 1 });
    await until(async () => (await calls(subscribed.id, '?status=DELIVERED')).length === 1);
    expect(server.received.map((each) => [each.path, each.headers['overstap-delivery']])).toEqual([
      [path, headers['overstap-delivery']],
      [path, headers['overstap-delivery']],
    ]);
    const text = JSON.stringify([await program.get('/webhooks'), await calls(subscribed.id)]);
    expect(text).not.toContain('CANARY');
    expect(text).not.toContain(subscribed.secret);
    expect(program.output()).not.toContain('CANARY');
  });

  test('is nobody’s business but the programme manager’s', async () => {
    const coach = { 'overstap-actor': 'COACH:coach-7' };
    const [{ id } = { id: '' }] = (await program.get<Page>('/webhooks')).items;
    const unknown = '0198c0de-0000-7000-8000-000000000001';
    const sent = async (path: string, headers = {}) =>
      (await program.send(path, { ...(path === '/webhooks' && { url: server.url, events: [] }) }, headers)).status;
    // Whether there is such a webhook makes no difference to whom it is not for.
    for (const path of ['/webhooks', `/webhooks/${String(id)}/replay`, `/webhooks/${String(id)}/remove`])
      expect(await sent(path, coach)).toBe(403);
    expect(await sent(`/webhooks/${unknown}/remove`, coach)).toBe(403);
    for (const path of ['/webhooks', `/webhooks/${String(id)}/deliveries`])
      expect((await program.fetch(path, { headers: coach })).status).toBe(403);
    for (const path of [`/webhooks/${unknown}/replay`, `/webhooks/${unknown}/remove`, '/webhooks/x/remove'])
      expect(await sent(path)).toBe(404);
    expect((await program.fetch(`/webhooks/${unknown}/deliveries`)).status).toBe(404);
    expect(await program.post(`/webhooks/${String(id)}/remove`, {})).toEqual({ removed: id });
    expect((await program.get<Page>('/webhooks')).items).toEqual([]);
  });
});
