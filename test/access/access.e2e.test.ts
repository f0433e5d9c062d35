import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, stepAt } from '../../libs/access/totp.js';
import { bytesOf } from '../support/base32.js';
import { Browser, PASSWORD, problemOf } from '../support/browser.js';
import { filesHolding } from '../support/in-clear.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

const ADMINISTRATOR = 'beheer@zangvogel.example';
const COACH = 'coach@zangvogel.example';

describe('signing in, over HTTP', () => {
  let directory: string;
  let program: RunningProgram;
  const links: string[] = [];
  const start = async () => {
    program = await RunningProgram.start(directory);
    // It answers a moment before it greets.
    for (let tries = 0; tries < 200; tries += 1) {
      const [link] = /\/welcome\/[\w-]{43}/.exec(program.output()) ?? [];
      if (link !== undefined) return void links.push(link);
      await sleep(50);
    }
    throw new Error(`No link was printed: ${program.output()}`);
  };

  beforeAll(async () => {
    directory = join(await temporaryDirectory('access'), 'data');
    await start();
    await program.stop();
    // Whoever lost the link starts the program again.
    await start();
  }, 240_000);
  afterAll(() => program?.stop());

  test('before there is an administrator everything but health tells how to use the link', async () => {
    expect(links).toHaveLength(2);
    expect((await fetch(`${program.url}/health/ready`)).status).toBe(200);
    for (const path of ['/', '/programmes', '/sign-in', '/openapi.json', '/docs', '/nowhere']) {
      const answer = await fetch(`${program.url}${path}`);
      expect([answer.status, await problemOf(answer)]).toEqual([503, 'not-set-up']);
    }
    const page = await new Browser(program).ask('/', { headers: { accept: 'text/html', 'accept-language': 'en' } });
    expect([page.status, await page.text()]).toEqual([503, expect.stringMatching(/<html lang="en">[^]*Open the link/)]);
    // The command line on the machine need not wait for that.
    expect((await program.fetch('/programmes')).status).toBe(200);
  });

  test('the link makes the first administrator, once, and shows rules that were broken without forgetting what was written', async () => {
    const browser = new Browser(program);
    const [first, second] = links as [string, string];
    expect(await (await browser.ask(`${second}?lang=nl`)).text()).toContain('<html lang="nl">');
    const short = await browser.submit(`${second}?lang=en`, {
      email: ADMINISTRATOR,
      name: '<b>Noor</b>',
      password: 'kort',
    });
    const shown = await short.text();
    expect([short.status, shown]).toEqual([
      422,
      expect.stringMatching(
        /<title>Error: [^]*role="alert" id="password-problem">[^<]*at least 12 characters[^]*aria-describedby="password-problem password-hint"\s+aria-invalid="true"\s+autofocus/,
      ),
    ]);
    expect(shown).toContain(`value="${ADMINISTRATOR}"`);
    expect(shown).toContain('value="&lt;b&gt;Noor&lt;/b&gt;"');
    const made = await browser.submit(second, { email: ADMINISTRATOR, name: 'Noor', password: PASSWORD });
    expect([made.status, made.headers.get('location')]).toEqual([303, '/']);
    expect(made.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^overstap=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    expect(await (await browser.ask('/')).text()).toMatch(/<html lang="nl">[^]*Ingelogd: Noor \(ADMIN\)/);
    expect(await (await browser.ask('/?lang=en')).text()).toMatch(/<html lang="en">[^]*Signed in: Noor \(ADMIN\)/);
    // What their account says comes before what the browser says; who has none is read in the browser's.
    const english = { 'accept-language': 'en' };
    expect(await (await browser.ask('/', { headers: english })).text()).toContain('<html lang="nl">');
    expect(await (await program.fetch('/', { headers: english })).text()).toContain('<html lang="en">');
    for (const used of [first, second, '/welcome/x']) {
      const again = await browser.submit(used, { email: 'x@y.example', name: 'X', password: PASSWORD });
      expect([again.status, again.headers.getSetCookie()]).toEqual([404, []]);
    }
  });

  test('an invitation lets a coach in, who may do a coach’s work and nothing else, as the session says', async () => {
    const administrator = new Browser(program);
    await administrator.signIn(ADMINISTRATOR);
    const invited = await administrator.send('/accounts', { email: COACH, roles: ['COACH:coach-7'] });
    const { id, link } = (await invited.json()) as { id: string; link: string };
    expect(link).not.toContain('zangvogel');
    const path = new URL(link).pathname;
    const coach = new Browser(program);
    expect(await (await coach.ask(path)).text()).not.toContain('zangvogel');
    expect((await coach.submit(path, { name: 'Eva', password: PASSWORD })).status).toBe(303);
    expect((await new Browser(program).submit(path, { name: 'Dief', password: PASSWORD })).status).toBe(404);
    expect(await (await coach.ask('/session')).json()).toMatchObject({
      account: id,
      name: 'Eva',
      actor: { type: 'COACH', id: 'coach-7' },
    });
    expect((await coach.ask('/queues/coach')).status).toBe(200);

    // The same answer whether there is such a programme or not.
    const denied = await Promise.all(
      ['NOBODY', 'x'].map(async (programme) => {
        const answer = await coach.send(`/programmes/${programme}/close-programme`, { on: '2026-09-01' });
        return [answer.status, await answer.text()];
      }),
    );
    expect(denied[0]).toEqual([403, expect.stringContaining('role-not-allowed')]);
    expect(denied[1]).toEqual(denied[0]);
    expect((await coach.ask('/accounts')).status).toBe(403);
    expect((await coach.send('/operation/backup', { directory: '/tmp/x' })).status).toBe(403);
    // Nobody says who they are, in a header or in a body.
    for (const headers of [{ 'overstap-actor': 'ADMIN:x' }, { 'x-forwarded-user': 'x' }] as Record<string, string>[])
      expect((await coach.ask('/accounts', { headers })).status).toBe(403);
    expect((await coach.send('/calendar-feeds', { actor: 'ADMIN:x' })).status).toBe(422);
    expect((await administrator.ask('/queues/coach')).status).toBe(403);
  });

  test('other roles are in force with the next request of every session, and an administrator stays', async () => {
    const { id, link } = await program.post<{ id: string; link: string }>('/accounts', {
      email: 'wissel@zangvogel.example',
      roles: ['PLANNER'],
    });
    const browser = new Browser(program);
    await browser.submit(new URL(link).pathname, { name: 'Wissel', password: PASSWORD });
    expect((await browser.ask('/queues/planner')).status).toBe(200);
    expect((await browser.send(`/accounts/${id}/roles`, { roles: ['ADMIN'] })).status).toBe(403);
    const env = { PATH: process.env['PATH'], OVERSTAP_DATA_DIR: directory, HOME: directory };
    const cli = (...args: string[]) =>
      spawnSync(process.execPath, ['dist/apps/cli/main.js', 'account', ...args], { env, encoding: 'utf8' }).stdout;
    expect(cli('roles', id, 'QUALITY_OFFICER', 'COACH:coach-9')).toMatch(
      /has these roles now: QUALITY_OFFICER, COACH:coach-9/,
    );
    expect((await browser.ask('/queues/planner')).status).toBe(403);
    expect((await browser.ask('/queues/coach')).status).toBe(200);
    expect(await (await browser.ask('/session')).json()).toMatchObject({
      roles: [
        { type: 'QUALITY_OFFICER', id },
        { type: 'COACH', id: 'coach-9' },
      ],
    });
    const leads = JSON.parse(cli('list', '--role', 'QUALITY_OFFICER', '--json')) as { items: { id: string }[] };
    expect(leads.items.map((each) => each.id)).toEqual([id]);
    const { items } = await program.get<{ items: { id: string }[] }>('/accounts?role=ADMIN');
    const last = await program.send(`/accounts/${items[0]!.id}/roles`, { roles: ['PLANNER'] });
    expect([items.length, last.status, await problemOf(last)]).toEqual([1, 409, 'last-administrator']);
    // Who gave it which, for administrators and for themselves.
    const log = JSON.parse(cli('role-changes', '--account', id, '--json')) as { items: Record<string, unknown>[] };
    expect(log.items).toMatchObject([
      {
        why: 'CHANGED',
        by: { kind: 'operator' },
        before: [`PLANNER:${id}`],
        after: [`QUALITY_OFFICER:${id}`, 'COACH:coach-9'],
      },
      { why: 'INVITED', before: [], after: [`PLANNER:${id}`] },
    ]);
    expect(await (await browser.ask('/my/role-changes')).json()).toMatchObject({ items: log.items, next: null });
    expect((await browser.ask('/accounts/role-changes')).status).toBe(403);
    for (const roles of [[], ['BOSS'], ['COACH'], ['PLANNER', 'PLANNER']])
      expect((await program.send(`/accounts/${id}/roles`, { roles })).status).toBe(422);
    expect((await program.send('/accounts/x/roles', { roles: ['PLANNER'] })).status).toBe(404);
    expect((await program.fetch('/accounts?role=BOSS')).status).toBe(422);
  }, 60_000);

  test('a session begins under a new token at each sign-in, and the one before is over', async () => {
    const browser = new Browser(program);
    browser.cookie = `overstap=${'A'.repeat(43)}`;
    await browser.signIn(COACH);
    const first = browser.cookie;
    expect(first).not.toContain('AAAA');
    await browser.signIn(COACH);
    expect(browser.cookie).not.toBe(first);
    const ask = async (cookie: string) => (await fetch(`${program.url}/session`, { headers: { cookie } })).status;
    expect([await ask(first), await ask(browser.cookie)]).toEqual([401, 200]);
    expect(await ask(`${browser.cookie}; ${first}`)).toBe(401);
  });

  test('signing out ends it, and everywhere ends all of them', async () => {
    const [one, two, three] = [new Browser(program), new Browser(program), new Browser(program)];
    for (const browser of [one, two, three]) await browser.signIn(COACH);
    const kept = one.cookie;
    const out = await one.submit('/sign-out', {});
    expect([out.status, out.headers.get('location')]).toEqual([303, '/sign-in']);
    expect((await fetch(`${program.url}/session`, { headers: { cookie: kept } })).status).toBe(401);
    expect((await two.ask('/session')).status).toBe(200);
    const keptByThree = three.cookie;
    expect((await two.send('/sign-out-everywhere', {})).status).toBe(200);
    expect((await fetch(`${program.url}/session`, { headers: { cookie: keptByThree } })).status).toBe(401);
    const page = await one.ask('/', { headers: { accept: 'text/html' } });
    expect([page.status, page.headers.get('location')]).toEqual([303, '/sign-in']);
  });

  test('a wrong password and an unknown account get the same answer, and after ten attempts neither is looked at', async () => {
    await program.post('/accounts', { email: 'ander@zangvogel.example', roles: ['PLANNER'] });
    const browser = new Browser(program);
    const answerTo = async (email: string, json = false) => {
      const answer = json
        ? await browser.send('/sign-in', { email, password: 'mis' })
        : await browser.signIn(email, 'mis');
      const { date: _date, ...headers } = Object.fromEntries(answer.headers);
      // What one wrote oneself stands in the form again.
      return { status: answer.status, headers, text: (await answer.text()).replace(`value="${email}"`, '') };
    };
    for (const json of [false, true]) {
      const [known, unknown] = [
        await answerTo('ander@zangvogel.example', json),
        // As long as the other, as the length of the answer tells too.
        await answerTo('nieme@zangvogel.example', json),
      ];
      expect(known).toEqual(unknown);
      expect(known.status).toBe(401);
      expect(known.text).not.toMatch(/zangvogel|mis"/);
    }
    for (const email of ['ander@zangvogel.example', 'nieme@zangvogel.example']) {
      for (let n = 0; n < 8; n += 1) await answerTo(email, true);
      const { status, headers } = await answerTo(email, true);
      expect([status, Number(headers['retry-after']) > 800]).toEqual([429, true]);
      expect((await answerTo(email)).text).toMatch(/role="alert"/);
    }
  }, 60_000);

  test('a forgotten password is replaced by a link from an administrator, and by nothing else', async () => {
    const { id, link } = await program.post<{ id: string; link: string }>('/accounts', {
      email: 'vergeten@zangvogel.example',
      roles: ['PLANNER'],
    });
    expect((await program.send(`/accounts/${id}/renew-password`, {})).status).toBe(409);
    const browser = new Browser(program);
    await browser.submit(new URL(link).pathname, { name: 'Ida', password: PASSWORD });
    expect((await browser.send(`/accounts/${id}/renew-password`, {})).status).toBe(403);
    const renewed = await program.post<{ link: string }>(`/accounts/${id}/renew-password`, {});
    const path = new URL(renewed.link).pathname;
    const page = await (await browser.ask(path)).text();
    expect(page).toMatch(/nieuw wachtwoord/);
    expect(page).not.toMatch(/name="name"|Ida/);
    expect((await new Browser(program).submit(path, { password: 'een andere zin' })).status).toBe(303);
    expect((await browser.ask('/session')).status).toBe(401);
    expect((await browser.signIn('vergeten@zangvogel.example')).status).toBe(401);
    expect((await browser.signIn('vergeten@zangvogel.example', 'een andere zin')).status).toBe(303);
  });

  test('a second step is set up on a page, and asked for from then on, also of a program', async () => {
    const { link } = await program.post<{ link: string }>('/accounts', {
      email: 'twee@zangvogel.example',
      roles: ['PLANNER'],
    });
    const browser = new Browser(program);
    await browser.submit(new URL(link).pathname, { name: 'Twee', password: PASSWORD });
    // An open session is not enough, on the page or without it.
    const guessed = await browser.submit('/second-factor', { password: 'een andere zin' });
    expect([guessed.status, await guessed.text()]).toEqual([
      422,
      expect.stringMatching(/role="alert"[^]*niet je wachtwoord/),
    ]);
    expect(await problemOf(await browser.send('/second-factor', { password: 'een andere zin' }))).toBe(
      'password-wrong',
    );
    expect((await browser.send('/second-factor', {})).status).toBe(422);
    const begun = await (await browser.submit('/second-factor', { password: PASSWORD })).text();
    const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec(begun)![1]!.replaceAll(' ', '');
    const codeAt = (step: number) => codeOf(bytesOf(secret), step);
    const now = stepAt(new Date());
    expect((await browser.send('/second-factor/confirm', { code: '000000' })).status).toBe(422);
    // Nor does a first code that is not right show the key to whoever does not have it.
    const without = await (await browser.submit('/second-factor/confirm', { code: '000000' })).text();
    expect(without).not.toMatch(/<code>|[A-Z2-7]{20}/);
    // Whoever mistypes the first code on the page is told so there, and can still read the key.
    const mistyped = await browser.submit('/second-factor/confirm', { code: '000000', secret });
    const said = await mistyped.text();
    expect([mistyped.status, said.includes('role="alert"'), /<code>([A-Z2-7 ]+)<\/code>/.exec(said)?.[1]]).toEqual([
      422,
      true,
      /<code>([A-Z2-7 ]+)<\/code>/.exec(begun)?.[1],
    ]);
    const on = await (await browser.submit('/second-factor/confirm', { code: codeAt(now) })).text();
    const [recovery] = /[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}/.exec(on)!;
    const again = new Browser(program);
    const asked = await again.signIn('twee@zangvogel.example');
    const page = await asked.text();
    expect([asked.status, asked.headers.getSetCookie()]).toEqual([200, []]);
    const token = /name="token" value="([\w-]{43})"/.exec(page)![1]!;
    expect((await again.submit('/sign-in/code', { token, code: codeAt(now) })).status).toBe(401);
    expect((await again.submit('/sign-in/code', { token, code: codeAt(now + 1) })).status).toBe(303);
    expect((await again.ask('/queues/planner')).status).toBe(200);
    const kept = await again.submit('/second-factor/remove', { code: '000000' });
    expect([kept.status, (await kept.text()).includes('role="alert"')]).toEqual([422, true]);
    const other = new Browser(program);
    const told = await other.send('/sign-in', { email: 'twee@zangvogel.example', password: PASSWORD });
    const { codeNeeded } = (await told.json()) as { codeNeeded: string };
    expect([told.status, (await other.send('/sign-in/code', { token: codeNeeded, code: recovery })).status]).toEqual([
      202, 200,
    ]);
    expect((await other.ask('/session')).status).toBe(200);
    expect((await program.send('/second-factor', { password: PASSWORD })).status).toBe(409);
  });

  test('changes from pages of other sites, and those that do not say where they come from, are refused', async () => {
    const browser = new Browser(program);
    await browser.signIn(COACH);
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
    expect((await new Browser(program).signIn(COACH, PASSWORD, elsewhere)).status).toBe(403);
    expect((await browser.send('/calendar-feeds', {})).status).toBe(200);
  });

  test('another way to write an address leads past nobody, nor does HEAD, nor a cookie that is too large', async () => {
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

  test('an API key acts in its role from elsewhere, until it is revoked', async () => {
    const { id, key } = await program.post<{ id: string; key: string }>('/api-keys', {
      name: 'uren',
      role: 'PLANNER',
      days: 1,
    });
    const cli = (...args: string[]) => {
      const env = { PATH: process.env['PATH'], OVERSTAP_URL: program.url, OVERSTAP_API_KEY: key, HOME: directory };
      const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/apps/cli/main.js', ...args], {
        env,
        encoding: 'utf8',
      });
      return { status, text: `${stdout}${stderr}` };
    };
    expect(cli('queue', 'planner', '--json').status).toBe(0);
    expect(cli('account', 'list')).toMatchObject({ status: 1, text: expect.stringContaining('not for your role') });
    expect(cli('queue', 'planner', '--as', 'ADMIN:x', '--json').status).toBe(0);
    await program.post(`/api-keys/${id}/revoke`, {});
    expect(cli('queue', 'planner')).toMatchObject({ status: 1, text: expect.stringContaining('Sign in') });
  }, 60_000);

  test('nothing of it lies in clear in the data directory or the log, and others may not read the key', async () => {
    for (const secret of ['zangvogel', PASSWORD, links[1]!.replace('/welcome/', '')]) {
      expect(filesHolding(secret, directory)).toEqual([]);
      if (!secret.startsWith(links[1]!.slice(9))) expect(program.output()).not.toContain(secret);
    }
    const key = join(directory, 'installation.key');
    expect((await stat(key)).mode & 0o777).toBe(0o600);
    await program.stop();
    await chmod(key, 0o644);
    await expect(RunningProgram.start(directory)).rejects.toThrow(/Others may read the installation's key/);
    await chmod(key, 0o600);
  }, 60_000);
});
