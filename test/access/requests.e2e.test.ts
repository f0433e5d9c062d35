import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Browser, PASSWORD, problemOf } from '../support/browser.js';
import { rawRequest } from '../support/raw-http.js';
import { Organisation } from '../support/organisation.js';
import { type RunningProgram } from '../support/running-program.js';

describe('requests, from wherever and however they are written', () => {
  let organisation: Organisation;
  let program: RunningProgram;

  beforeAll(async () => {
    organisation = await Organisation.start('requests');
    ({ program } = organisation);
  });
  afterAll(() => organisation?.stop());

  test('changes from pages of other sites, and those that do not say where they come from, are refused', async () => {
    const browser = await organisation.somebody('pagina@zangvogel.example', 'COACH:coach-7');
    const refused = async (headers: Record<string, string>) => {
      const said = { cookie: browser.cookie, 'content-type': 'application/json', ...headers };
      const answer = await fetch(`${program.url}/calendar-feeds`, { method: 'POST', body: '{}', headers: said });
      return [answer.status, await problemOf(answer)];
    };
    for (const headers of [
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
      { origin: program.url, 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      {},
      { origin: 'https://elsewhere.example', 'x-forwarded-host': 'elsewhere.example' },
    ] as Record<string, string>[])
      expect(await refused(headers)).toEqual([403, 'another-origin']);
    expect(await refused({ origin: program.url, 'x-http-method-override': 'GET' })).toEqual([400, 'method-override']);
    const elsewhere = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
    expect((await new Browser(program).signIn('pagina@zangvogel.example', PASSWORD, elsewhere)).status).toBe(403);
    expect((await browser.send('/calendar-feeds', {})).status).toBe(200);
  });

  test('another way to write an address leads past nobody, nor does HEAD, a null character or a cookie that is too large', async () => {
    for (const path of [
      '/programmes',
      '//programmes',
      '/programmes/',
      '/%70rogrammes',
      '/programmes/.',
      '/programmes%2f',
      '/./programmes',
      '/PROGRAMMES',
    ])
      for (const method of ['GET', 'HEAD'])
        expect([path, method, (await fetch(`${program.url}${path}`, { method })).status]).toEqual([path, method, 401]);
    const large = await fetch(`${program.url}/session`, { headers: { cookie: `overstap=${'x'.repeat(20_000)}` } });
    expect([large.status, await problemOf(large)]).toEqual([431, 'headers-too-large']);
    for (const path of ['/%00', '/template-migrations/%00', '/my/tasks?search=a%00b']) {
      const answer = await fetch(`${program.url}${path}`);
      expect([path, answer.status, await problemOf(answer)]).toEqual([path, 400, 'malformed-request']);
    }
    for (const [path, ...answered] of [
      ['/programmes/%FF', 400, 'malformed-request'],
      ['/%', 400, 'malformed-request'],
      [`/programmes/${'x'.repeat(3_000)}/cohorts`, 414, 'address-too-long'],
    ] as const) {
      const answer = await fetch(`${program.url}${path}`);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect([answer.status, await problemOf(answer)]).toEqual(answered);
    }
    for (const authorization of ['Bearer', 'Bearer x', 'Basic eDp4', `Bearer ovk_${'0'.repeat(12)}_${'x'.repeat(43)}`])
      expect((await fetch(`${program.url}/session`, { headers: { authorization } })).status).toBe(401);
  });

  test('what is no request at all is answered by a problem too, which repeats nothing of it, and the connection is closed', async () => {
    for (const [header, ...said] of [
      ['Idempotency-Key: geheim\u0001', 400, 'malformed-request'],
      ['Geheim Kop: x', 400, 'malformed-request'],
      [`Cookie: geheim=${'x'.repeat(20_000)}`, 431, 'headers-too-large'],
    ] as const) {
      const { status, headers, body } = await rawRequest(program.url, 'POST /programmes/open-programme', [header]);
      expect([status, (JSON.parse(body) as { code: string }).code]).toEqual(said);
      expect(headers).toMatch(/^connection: close$/im);
      expect(headers).toMatch(/^content-type: application\/problem\+json/im);
      expect(headers).toMatch(/^content-security-policy: default-src 'none'/im);
      expect(headers).toMatch(/^x-content-type-options: nosniff$/im);
      expect(body + headers).not.toMatch(/geheim/i);
    }
  });

  test('somebody who forgot their password is told by a page what to do where no mail is set, in their language', async () => {
    const asked = async (accept: string, language: string) => {
      const answer = await fetch(`${program.url}/forgotten-password`, {
        headers: { accept, 'accept-language': language },
      });
      return [answer.status, answer.headers.get('content-type')?.split(';')[0], await answer.text()];
    };
    expect(await asked('text/html', 'nl')).toEqual([404, 'text/html', expect.stringMatching(/geen mail.*Inloggen/s)]);
    expect(await asked('text/html', 'en')).toEqual([404, 'text/html', expect.stringMatching(/no mail.*Sign in/s)]);
    expect(await asked('application/json', 'en')).toEqual([404, 'application/problem+json', expect.any(String)]);
  });

  test('the start page names what is missing before real people can be in it, to whoever looks after it', async () => {
    const page = async (headers: Record<string, string>) => (await program.fetch('/', { headers })).text();
    const en = { 'accept-language': 'en' };
    const told = await page(en);
    for (const name of ['NODE_ENV=production', 'OVERSTAP_MASTER_KEY', 'OVERSTAP_PUBLIC_URL', 'SMTP_URL'])
      expect(told).toContain(name);
    const asCoach = await page({ ...en, 'overstap-actor': 'COACH:coach-7' });
    expect(asCoach).toContain('not set up for use with real people');
    expect(asCoach).not.toContain('OVERSTAP_MASTER_KEY');
  });

  test('the page of the interface is dark where the reader’s system is, and follows it', async () => {
    const read = async (path: string) => (await program.fetch(path)).text();
    const page = await read('/docs');
    expect(page.indexOf('/docs/start.js')).toBeGreaterThan(0);
    expect(page.indexOf('/docs/start.js')).toBeLessThan(page.indexOf('<body>'));
    expect(await read('/docs/swagger-ui.css')).toContain('html.dark-mode');
    const shown: unknown[] = [];
    const dark = { matches: true, changed: () => undefined as void };
    runInNewContext(await read('/docs/start.js'), {
      matchMedia: (query: string) => ({
        get matches() {
          return query === '(prefers-color-scheme: dark)' && dark.matches;
        },
        addEventListener: (_type: string, changed: () => void) => void (dark.changed = changed),
      }),
      document: { documentElement: { classList: { toggle: (...said: unknown[]) => shown.push(said) } } },
      addEventListener: () => undefined,
    });
    dark.matches = false;
    dark.changed();
    expect(shown).toEqual([
      ['dark-mode', true],
      ['dark-mode', false],
    ]);
  });

  test('every answer carries the headers that browsers protect people by', async () => {
    for (const path of ['/sign-in', '/nowhere', '/health/live', '/docs']) {
      const { headers } = await fetch(`${program.url}${path}`);
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toMatch(/no-store/);
    }
  });
});
