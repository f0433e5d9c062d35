import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Attacked, COACHING, OTHER, PLANNER } from '../support/attacked.js';
import { Browser, PASSWORD, problemOf } from '../support/browser.js';
import { ADMINISTRATOR } from '../support/organisation.js';
import { rawRequest } from '../support/raw-http.js';
import { type RunningProgram } from '../support/running-program.js';

const EVIL = 'kwaad.example';

/** Each is tried over real HTTP against the program as it is built, and refused. */
describe('attacks', () => {
  let attacked: Attacked;
  let program: RunningProgram;
  let planner: Browser;
  let other: Browser;

  beforeAll(async () => {
    attacked = await Attacked.start();
    program = attacked.program;
    planner = await attacked.signedIn(PLANNER);
    other = await attacked.signedIn(OTHER);
  });
  afterAll(() => attacked?.stop());

  describe('on addresses', () => {
    const WRITTEN = [
      ...[
        '/accounts',
        '//accounts',
        '///accounts',
        '/accounts/',
        '/accounts//',
        '/accounts/.',
        '/accounts/..;/accounts',
      ],
      ...['/./accounts', '/x/../accounts', '/%2e/accounts', '/x/%2e%2e/accounts', '/..%2faccounts', '/accounts%2f'],
      ...['/%61ccounts', '/%2561ccounts', '/ACCOUNTS', '/Accounts', '/accounts.', '/accounts.json', '/accounts;x=1'],
      ...['/accounts%00', '/accounts%20', '/accounts%0d%0aX:1', '/accounts?', '/accounts?role=PLANNER', '/accounts#x'],
      ...['/docs/../accounts', '/docs/%2e%2e/accounts', '/docs/..%2faccounts', '/sign-in/../accounts'],
      ...[
        '/welcome/../accounts',
        '/welcome/..%2faccounts',
        '/feeds/..%2f..%2faccounts',
        '/health/ready/../../accounts',
      ],
      ...['http://kwaad.example/accounts', '*', '\\accounts', '/\\accounts', '/accounts/%c0%ae', '/accounts/%'],
    ];

    test.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'get', 'PROPFIND', 'X'])(
      'however it is written, %s shows accounts to nobody who may not see them',
      async (method) => {
        for (const path of WRITTEN)
          for (const cookie of [[], [`Cookie: ${planner.cookie}`]]) {
            const { status, body } = await rawRequest(program.url, `${method} ${path}`, cookie);
            expect([path, body.includes('zangvogel')]).toEqual([path, false]);
            expect([path, status >= 400 || status === 0]).toEqual([path, true]);
          }
      },
    );

    test('nothing makes one method pass for another', async () => {
      const before = await (await program.fetch('/accounts')).text();
      const id = attacked.idOf(OTHER);
      for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'])
        for (const headers of [{ [name]: 'POST' }, { [name]: 'DELETE' }] as Record<string, string>[]) {
          const answer = await program.fetch(`/accounts/${id}/disable`, { headers });
          expect([answer.status, await problemOf(answer)]).toEqual([400, 'method-override']);
        }
      for (const method of ['GET', 'HEAD'])
        for (const path of [`/accounts/${id}/disable?_method=POST`, `/sign-out?_method=POST`, '/sign-out-everywhere'])
          expect((await other.ask(path, { method })).status).toBe(404);
      const form = await other.submit('/session?_method=DELETE', { _method: 'DELETE' });
      expect(form.status).toBe(404);
      expect((await other.ask('/session')).status).toBe(200);
      expect(await (await program.fetch('/accounts')).text()).toBe(before);
    });
  });

  describe('on headers', () => {
    const SPOOFED: readonly Record<string, string>[] = [
      { 'overstap-tenant': 'another', 'x-tenant': 'another', 'x-tenant-id': 'another' },
      { 'x-original-url': '/health/live', 'x-rewrite-url': '/health/live' },
      { 'x-forwarded-user': 'beheer', 'x-remote-user': 'beheer', 'remote-user': 'beheer', 'x-user': 'beheer' },
      {
        'x-forwarded-for': '127.0.0.1',
        'x-real-ip': '127.0.0.1',
        forwarded: 'for=127.0.0.1;proto=https;host=kwaad.example',
      },
      { 'x-forwarded-host': EVIL, 'x-forwarded-proto': 'https', 'x-forwarded-prefix': '/x' },
    ];

    test('nobody becomes somebody else by a header, with a session, a key or neither', async () => {
      const session = await attacked.sessionOf(planner);
      const { key } = await program.post<{ key: string }>('/api-keys', { name: 'proef', role: 'PLANNER', days: 1 });
      const withKey = { authorization: `Bearer ${key}` };
      const keyed = await (await fetch(`${program.url}/session`, { headers: withKey })).json();
      for (const headers of SPOOFED) {
        expect(await attacked.sessionOf(planner, headers)).toEqual(session);
        expect((await planner.ask('/accounts', { headers })).status).toBe(403);
        const all = { ...withKey, ...headers };
        expect(await (await fetch(`${program.url}/session`, { headers: all })).json()).toEqual(keyed);
        expect((await fetch(`${program.url}/accounts`, { headers: all })).status).toBe(403);
        expect((await fetch(`${program.url}/accounts`, { headers })).status).toBe(401);
      }
      // A role that they do not have is refused, and heard by nobody who is not signed in.
      for (const actor of ['ADMIN:x', 'ADMIN', 'PLANNER:pia', 'PROGRAMME_MANAGER:local']) {
        const headers = { 'overstap-actor': actor };
        for (const path of ['/session', '/accounts', '/queues/planner']) {
          expect((await planner.ask(path, { headers })).status).toBe(403);
          const all = { ...withKey, ...headers };
          expect((await fetch(`${program.url}${path}`, { headers: all })).status).toBe(403);
          expect((await fetch(`${program.url}${path}`, { headers })).status).toBe(401);
        }
      }
      // A key that is not one does not fall back on the session beside it.
      const both = { authorization: `Bearer ${key.slice(0, -1)}?`, cookie: planner.cookie };
      expect((await fetch(`${program.url}/session`, { headers: both })).status).toBe(401);
    });

    test('links, redirects and mails lead to this program, whatever the Host', async () => {
      const told = [`Host: ${EVIL}`, `X-Forwarded-Host: ${EVIL}`];
      const page = await rawRequest(program.url, 'GET /', [...told, 'Accept: text/html']);
      expect([page.status, page.headers]).toEqual([303, expect.stringMatching(/^location: \/sign-in$/im)]);
      const body = JSON.stringify({ email: OTHER });
      const asked = await rawRequest(
        program.url,
        'POST /forgotten-password',
        [...told, 'Content-Type: application/json', `Content-Length: ${body.length}`, `Origin: http://${EVIL}`],
        body,
      );
      expect([202, 403]).toContain(asked.status);
      await other.send('/forgotten-password', { email: OTHER }, { 'x-forwarded-host': EVIL });
      await attacked.mailedLink(OTHER);
      expect(attacked.mail.received.map(({ source }) => source).join()).not.toContain(EVIL);
      const { link } = await program.post<{ link: string }>(
        '/accounts',
        { email: 'host@zangvogel.example', roles: ['PLANNER'] },
        { 'x-forwarded-host': EVIL },
      );
      expect(link).not.toContain(EVIL);
    });

    test('nobody writes a header or a line of the log through a parameter', async () => {
      const line = '%0d%0aSet-Cookie:%20overstap=x%0d%0aX-Kwaad:%201';
      for (const path of [`/sign-in?lang=nl${line}`, `/welcome/${line}`, `/${line}`, `/accounts?role=${line}`]) {
        const { headers } = await rawRequest(program.url, `GET ${path}`, [`Cookie: ${planner.cookie}`]);
        expect(headers).not.toMatch(/^(x-kwaad|set-cookie)/im);
      }
      const smuggled = await rawRequest(program.url, 'GET /session', ['Cookie: overstap=x\nX-Kwaad: 1']);
      expect([400, 401]).toContain(smuggled.status);
      for (const key of ['a b', 'x'.repeat(201), 'a\tb', 'é']) {
        const told = ['Content-Length: 0', `Cookie: ${planner.cookie}`, `Origin: ${program.url}`];
        const path = 'POST /coaches/register-coach';
        const { status } = await rawRequest(program.url, path, [`Idempotency-Key: ${key}`, ...told]);
        expect([key, status >= 400]).toEqual([key, true]);
      }
      // Two lengths, or a length and pieces: what a proxy and the program would read differently.
      for (const lengths of [
        ['Content-Length: 2', 'Content-Length: 30'],
        ['Content-Length: 2', 'Transfer-Encoding: chunked'],
        ['Transfer-Encoding: chunked, identity'],
      ])
        expect((await rawRequest(program.url, 'POST /sign-in', lengths, '{}')).status).toBe(400);
    });
  });

  describe('on bodies', () => {
    test('fields that nobody asked for are refused, and change nothing', async () => {
      const before = await (await program.fetch('/accounts')).text();
      const fresh = { email: 'nieuw@zangvogel.example', roles: ['PLANNER'] };
      for (const more of [
        { status: 'ACTIVE' },
        { id: attacked.idOf(ADMINISTRATOR) },
        { tenant: 'another' },
        { grants: [{ role: 'ADMIN', ref: 'x' }] },
        { password: PASSWORD, passwordHash: 'x' },
        { demo: true },
      ])
        expect((await program.send('/accounts', { ...fresh, ...more })).status).toBe(422);
      for (const more of ['"__proto__":{"a":1}', '"constructor":{"prototype":{"roles":["ADMIN"]}}'])
        expect((await program.send('/accounts', `{"email":"x@y.example","roles":["PLANNER"],${more}}`)).status).toBe(
          400,
        );
      for (const body of [
        { email: PLANNER, password: PASSWORD, roles: ['ADMIN'] },
        { email: [PLANNER], password: PASSWORD },
      ])
        expect((await new Browser(program).send('/sign-in', body)).status).toBe(422);
      const coach = { coachId: 'massa', name: 'Massa', ...COACHING };
      for (const more of [
        { tenant: 'another' },
        { actor: { type: 'SYSTEM', id: 'x' } },
        { recordedAt: '2020-01-01' },
        { id: 'x' },
      ])
        expect((await planner.send('/coaches/register-coach', { ...coach, ...more })).status).toBeGreaterThanOrEqual(
          403,
        );
      expect(await (await program.fetch('/accounts')).text()).toBe(before);
    });

    test('whoever is invited is what the invitation says, whatever their form sends along', async () => {
      const browser = new Browser(program);
      const path = await attacked.invite('coach@zangvogel.example', 'COACH:coach-7');
      const sent = {
        name: 'Eva',
        password: PASSWORD,
        roles: 'ADMIN',
        role: 'ADMIN',
        account: attacked.idOf(ADMINISTRATOR),
      };
      expect((await browser.submit(path, { ...sent, email: ADMINISTRATOR, status: 'ACTIVE', id: 'x' })).status).toBe(
        303,
      );
      expect(await attacked.sessionOf(browser)).toMatchObject({
        account: attacked.idOf('coach@zangvogel.example'),
        roles: [{ type: 'COACH', id: 'coach-7' }],
      });
      expect((await new Browser(program).signIn(ADMINISTRATOR)).status).toBe(303);
    });

    test('the path says what is meant: an id in the body that differs is refused', async () => {
      const [mine, theirs] = [attacked.idOf(OTHER), attacked.idOf(PLANNER)];
      for (const body of [
        { roles: ['QUALITY_OFFICER'], id: theirs },
        { roles: ['QUALITY_OFFICER'], account: theirs },
      ])
        expect((await program.send(`/accounts/${mine}/roles`, body)).status).toBe(422);
      await program.post('/coaches/register-coach', { coachId: 'c-1', name: 'Een', ...COACHING });
      await program.post('/coaches/register-coach', { coachId: 'c-2', name: 'Twee', ...COACHING });
      const away = { from: '2026-12-01', until: '2026-12-02' };
      for (const more of [{ coachId: 'c-2' }, { id: 'c-2' }, { coach: 'c-2' }]) {
        const answer = await program.send('/coaches/c-1/record-absence', { ...away, ...more });
        expect([404, 422]).toContain(answer.status);
      }
      expect(await attacked.sessionOf(other)).toMatchObject({ roles: [{ type: 'PLANNER' }] });
    });

    test('what is too large is refused before it is read, and the program goes on', async () => {
      const origin = [`Origin: ${program.url}`];
      // Not one byte of it has to come for that.
      const json = await rawRequest(program.url, 'POST /sign-in', [
        ...origin,
        'Content-Type: application/json',
        `Content-Length: ${2 * 1024 * 1024}`,
      ]);
      expect(json.status).toBe(413);
      const piece = `${(64 * 1024).toString(16)}\r\n${'x'.repeat(64 * 1024)}\r\n`;
      const pieces = await rawRequest(
        program.url,
        'POST /sign-in',
        [...origin, 'Content-Type: application/json', 'Transfer-Encoding: chunked'],
        piece.repeat(32),
      );
      expect([0, 413]).toContain(pieces.status);
      const form = await planner
        .submit('/sign-in', { email: 'x', password: 'x'.repeat(1_200_000) })
        .catch(() => undefined);
      expect([undefined, 413]).toContain(form?.status);
      for (const headers of [
        [`Cookie: overstap=${'x'.repeat(20_000)}`],
        [`Cookie: ${'a=b; '.repeat(5_000)}`],
        [`Authorization: Bearer ${'x'.repeat(20_000)}`],
        Array.from({ length: 3_000 }, (_, n) => `X-${n}: y`),
      ])
        // It may close before all is sent, and the answer is then lost on the way.
        expect([0, 431]).toContain((await rawRequest(program.url, 'GET /session', headers)).status);
      expect([0, 414, 431]).toContain((await rawRequest(program.url, `GET /${'x'.repeat(20_000)}`)).status);
      const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
      expect((await program.send('/accounts', deep)).status).toBe(422);
      expect((await planner.ask('/session')).status).toBe(200);
    });
  });

  describe('from pages of other sites', () => {
    const FROM: readonly Record<string, string>[] = [
      { origin: `https://${EVIL}` },
      { origin: 'null' },
      { origin: 'http://127.0.0.1' },
      { origin: 'http://localhost.kwaad.example', 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { referer: `https://${EVIL}/` },
      {},
    ];

    test('nothing is changed by a form or a script there, signed in or on the way to it', async () => {
      const victim = await attacked.somebody('doel@zangvogel.example', 'PLANNER');
      for (const from of FROM) {
        for (const [path, fields] of [
          ['/sign-out-everywhere', {}],
          ['/sign-out', {}],
          ['/second-factor', {}],
        ] as const)
          for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/json']) {
            const headers = { ...from, cookie: victim.cookie, 'content-type': type };
            const body = type === 'application/json' ? '{}' : new URLSearchParams(fields).toString();
            const answer = await fetch(`${program.url}${path}`, { method: 'POST', headers, body });
            expect([path, answer.status, await problemOf(answer)]).toEqual([path, 403, 'another-origin']);
          }
        // Signing somebody in as somebody else, and mail that another site asks for.
        for (const path of ['/sign-in', '/forgotten-password']) {
          const body = new URLSearchParams({ email: OTHER, password: PASSWORD });
          const answer = await fetch(`${program.url}${path}`, {
            method: 'POST',
            headers: from,
            body,
            redirect: 'manual',
          });
          expect([path, answer.status, answer.headers.getSetCookie()]).toEqual([path, 403, []]);
        }
      }
      expect((await victim.ask('/session')).status).toBe(200);
    });
  });
});
