import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { Organisation } from '../support/organisation.js';
import { type RunningProgram } from '../support/running-program.js';

describe('sessions', () => {
  let organisation: Organisation;
  let program: RunningProgram;

  beforeAll(async () => {
    organisation = await Organisation.start('sessions');
    ({ program } = organisation);
  });
  afterAll(() => organisation?.stop());

  test('a session begins under a new token at each sign-in, and the one before is over', async () => {
    await organisation.somebody('tekens@zangvogel.example', 'COACH:coach-7');
    const browser = new Browser(program);
    browser.cookie = `overstap=${'A'.repeat(43)}`;
    await browser.signIn('tekens@zangvogel.example');
    const first = browser.cookie;
    expect(first).not.toContain('AAAA');
    await browser.signIn('tekens@zangvogel.example');
    expect(browser.cookie).not.toBe(first);
    const ask = async (cookie: string) => (await fetch(`${program.url}/session`, { headers: { cookie } })).status;
    expect([await ask(first), await ask(browser.cookie)]).toEqual([401, 200]);
    expect(await ask(`${browser.cookie}; ${first}`)).toBe(401);
  });

  test('signing out ends it, and everywhere ends all of them', async () => {
    await organisation.somebody('uit@zangvogel.example', 'COACH:coach-8');
    const [one, two, three] = [new Browser(program), new Browser(program), new Browser(program)];
    for (const browser of [one, two, three]) await browser.signIn('uit@zangvogel.example');
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
});
