import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/postgres.js';
import { freePort, RunningProgram } from '../support/running-program.js';

/** Keeps cookies per origin and follows redirects, as a browser does. */
class Browser {
  private readonly jar = new Map<string, Map<string, string>>();

  async ask(url: string, fields?: Record<string, string>): Promise<Response> {
    const { host } = new URL(url);
    const jar = this.jar.get(host) ?? new Map<string, string>();
    this.jar.set(host, jar);
    const answer = await fetch(url, {
      method: fields ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '), accept: 'text/html' },
      ...(fields ? { body: new URLSearchParams(fields) } : {}),
    });
    for (const each of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
      if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(each)) jar.delete(name);
      else jar.set(name, value);
    }
    const location = answer.headers.get('location');
    return location === null ? answer : this.arrived(new URL(location, url).href);
  }

  /** Every address that it was sent to. */
  readonly passed: string[] = [];
  private arrived(url: string): Promise<Response> {
    this.passed.push(url);
    return this.ask(url);
  }

  /** Goes to the provider, says there who one is, and agrees. */
  async signIn(program: string, id: string, language = 'nl'): Promise<Response> {
    let page = await this.ask(`${program}/sign-in/provider?lang=${language}`);
    for (let steps = 0; steps < 3 && page.url.includes('/interaction/'); steps += 1) {
      const [, action = ''] = /action="([^"]+)"/.exec(await page.text()) ?? [];
      const [, prompt = 'login'] = /name="prompt" value="(\w+)"/.exec(await (await this.ask(page.url)).text()) ?? [];
      page = await this.ask(new URL(action, page.url).href, { prompt, login: id, password: 'x' });
    }
    return page;
  }

  sessionOf = async (program: string): Promise<{ status: number; text: string }> => {
    const answer = await this.ask(`${program}/session`);
    return { status: answer.status, text: await answer.text() };
  };
}

describe('an organisation’s own provider', () => {
  let provider: ChildProcess;
  let program: RunningProgram;
  let issuer: string;
  let env: Record<string, string>;
  const directory = join(temporaryDirectory('provider'), 'data');

  beforeAll(async () => {
    const [port, own] = [await freePort(), await freePort()];
    const returnTo = `http://localhost:${own}/sign-in/provider/return`;
    provider = spawn(process.execPath, ['test/support/identity-provider.mjs', String(port), returnTo], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    issuer = String((await once(provider.stdout!, 'data'))[0]).trim();
    env = {
      PORT: String(own),
      OVERSTAP_OIDC_ISSUER: issuer,
      OVERSTAP_OIDC_CLIENT_ID: 'overstap',
      OVERSTAP_OIDC_CLIENT_SECRET: 'a-secret-of-the-test',
    };
    program = await RunningProgram.start(directory, env);
    const { link } = await program.post<{ link: string }>('/accounts', { email: 'noor@x.example', roles: ['ADMIN'] });
    const welcomed = new URLSearchParams({ name: 'Noor', password: 'een lange wachtzin' });
    await program.fetch(new URL(link).pathname, { method: 'POST', body: welcomed });
    await program.post('/accounts', { email: 'iris@x.example', roles: ['PLANNER'] });
  });
  afterAll(async () => {
    provider?.kill();
    await program?.stop();
  });

  const here = () => program.url.replace('127.0.0.1', 'localhost');

  test('lets in who was invited under an address that it has verified, by a code with PKCE', async () => {
    const browser = new Browser();
    const page = await browser.signIn(here(), 'iris@x.example');
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('PLANNER')]);
    expect(browser.passed[0]).toMatch(/code_challenge_method=S256/);
    expect(await browser.sessionOf(here())).toMatchObject({ status: 200, text: expect.stringContaining('PLANNER') });
    // What the address bar held is of no use to anybody else, nor a second time.
    const back = browser.passed.find((url) => url.includes('/sign-in/provider/return?'))!;
    for (const thief of [new Browser(), browser]) expect((await thief.ask(back)).status).toBe(401);
    expect((await browser.signIn(here(), 'iris@x.example')).status).toBe(200);
  });

  test('lets in nobody whom the agency does not know, whose address is not verified, or whose account is another’s', async () => {
    for (const id of ['niemand@x.example', 'unverified-noor@x.example', 'other-iris@x.example']) {
      const browser = new Browser();
      const page = await browser.signIn(here(), id, 'en');
      // In the language in which they left.
      const refused = expect.stringMatching(/lang="en"[^]*role="alert"/);
      expect([id, page.status, await page.text()]).toEqual([id, 401, refused]);
      expect((await browser.ask(`${here()}/session`)).url).toMatch(/sign-in$/);
    }
  });

  test('that does not answer is said so, and passwords go on', async () => {
    provider.kill();
    await once(provider, 'exit');
    await program.stop();
    program = await RunningProgram.start(directory, env);
    const page = await new Browser().ask(`${here()}/sign-in/provider`);
    expect([page.status, await page.text()]).toEqual([502, expect.stringMatching(/role="alert"[^]*antwoordt niet/)]);
    const body = JSON.stringify({ email: 'noor@x.example', password: 'een lange wachtzin' });
    const headers = { 'content-type': 'application/json', origin: here() };
    expect((await fetch(`${here()}/sign-in`, { method: 'POST', body, headers })).status).toBe(200);
  });
});
