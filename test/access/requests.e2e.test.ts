import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Browser, PASSWORD, problemOf } from '../support/browser.js';
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
    expect(large.status).toBe(431);
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

  test('every answer carries the headers that browsers protect people by', async () => {
    for (const path of ['/sign-in', '/nowhere', '/health/live', '/docs']) {
      const { headers } = await fetch(`${program.url}${path}`);
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toMatch(/no-store/);
    }
  });
});
