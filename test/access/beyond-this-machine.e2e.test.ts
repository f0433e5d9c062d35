import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

/** An address of this machine that others could use; a machine without a network has none. */
const outside = Object.values(networkInterfaces())
  .flat()
  .find((each) => each?.family === 'IPv4' && !each.internal)?.address;
const onNetwork = outside === undefined ? describe.skip : describe;

onNetwork('a program that other machines reach', () => {
  let program: RunningProgram;
  const start = async (proxy: string) => {
    program = await RunningProgram.start(join(temporaryDirectory('beyond'), 'data'), {
      OVERSTAP_HOST: '0.0.0.0',
      OVERSTAP_TRUSTED_PROXIES: proxy,
      OVERSTAP_PUBLIC_URL: 'https://overstap.example.org',
    });
  };
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await program.fetch(path, { headers, from: `http://${outside}:${new URL(program.url).port}` });
    return { status: answer.status, text: await answer.text() };
  };

  describe('through a proxy that is not this one', () => {
    beforeAll(() => start('198.51.100.1'));
    afterAll(() => program?.stop());

    test('answers in clear about its health alone, whatever the request says of itself', async () => {
      expect((await ask('/health/live')).status).toBe(200);
      for (const path of ['/programmes', '/sign-in', '/nowhere', '/welcome/x'])
        for (const headers of [{}, { 'x-forwarded-proto': 'https', 'x-forwarded-for': '127.0.0.1' }])
          expect([path, await ask(path, headers)]).toEqual([
            path,
            { status: 403, text: expect.stringContaining('https-required') },
          ]);
      expect((await program.fetch('/programmes')).status).toBe(200);
    });
  });

  describe('through a proxy that is named', () => {
    beforeAll(() => start(outside ?? ''));
    afterAll(() => program?.stop());

    test('answers what came to the proxy over https, with links and cookies for the address that people use', async () => {
      expect((await ask('/programmes', { 'x-forwarded-proto': 'https' })).status).toBe(200);
      expect((await ask('/programmes', { 'x-forwarded-proto': 'http' })).status).toBe(403);
      expect((await ask('/programmes')).status).toBe(403);
      const { link } = await program.post<{ link: string }>('/accounts', { email: 'a@b.example', roles: ['PLANNER'] });
      expect(link).toMatch(/^https:\/\/overstap\.example\.org\/welcome\//);
      const welcomed = await program.fetch(new URL(link).pathname, {
        method: 'POST',
        body: new URLSearchParams({ name: 'Ida', password: 'een lange wachtzin' }),
        headers: { origin: 'https://overstap.example.org' },
      });
      expect(welcomed.headers.getSetCookie()[0]).toMatch(
        /^__Host-overstap=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
      );
      expect(welcomed.headers.get('strict-transport-security')).toMatch(/^max-age=/);
    });
  });
});
