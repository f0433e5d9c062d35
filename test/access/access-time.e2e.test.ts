import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, stepAt } from '../../libs/access/totp.js';
import { type MailServer, startMailServer } from '../../libs/reminders/testing/mail-server.js';
import { MachineClock } from '../faults/support/machine-clock.js';
import { bytesOf } from '../support/base32.js';
import { Browser, PASSWORD } from '../support/browser.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The machine's clock is set ahead beneath the program; nothing is measured by how long the test itself takes, which is far less than any margin. */
describe('what ends by itself, as the time passes', () => {
  const clock = new MachineClock(new Date().toISOString());
  let program: RunningProgram;
  let mail: MailServer;

  beforeAll(async () => {
    mail = await startMailServer();
    program = await RunningProgram.start(join(temporaryDirectory('access-time'), 'data'), {
      ...clock.env,
      SMTP_URL: mail.url,
      MAIL_FROM: 'overstap@zangvogel.example',
    });
    await somebody('beheer@zangvogel.example', 'ADMIN');
  });
  afterAll(async () => {
    await program?.stop();
    await mail?.stop();
  });

  const invite = async (email: string, role: string): Promise<string> => {
    const { link } = await program.post<{ link: string }>('/accounts', { email, roles: [role] });
    return new URL(link).pathname;
  };
  const somebody = async (email: string, role = 'PLANNER'): Promise<Browser> => {
    const browser = new Browser(program);
    const entered = await browser.submit(await invite(email, role), { name: 'Iemand', password: PASSWORD });
    expect(entered.status).toBe(303);
    return browser;
  };
  const pass = async (ms: number): Promise<void> => {
    clock.jump(ms);
    // The program has looked at its clock when it says so itself.
    for (let tries = 0; tries < 2400; tries += 1) {
      const { now } = await program.get<{ now: string }>('/clock');
      if (Date.parse(now) >= Date.parse(clock.now()) - MINUTE / 2) return;
      await sleep(25);
    }
    throw new Error('The program did not see its clock move');
  };
  const isIn = async (browser: Browser): Promise<boolean> => (await browser.ask('/session')).status === 200;
  const resetLink = async (email: string): Promise<string> => {
    mail.received.splice(0);
    expect((await new Browser(program).send('/forgotten-password', { email })).status).toBe(202);
    for (let tries = 0; tries < 2400; tries += 1) {
      const texts = mail.received
        .filter(({ to }) => to.includes(email))
        .map(({ source }) => source.replaceAll('=\r\n', ''));
      // Not that of the invitation, which comes by itself.
      const [path] = /\/welcome\/[\w-]{43}/.exec(texts.find((text) => text.includes('een half uur')) ?? '') ?? [];
      if (path !== undefined) return path;
      await sleep(25);
    }
    throw new Error(`No mail came: ${program.output()}`);
  };

  test('a session that is used goes on, and ends two hours after it was last used', async () => {
    const [used, left] = [await somebody('eva@zangvogel.example'), await somebody('pim@zangvogel.example')];
    await pass(HOUR);
    expect(await isIn(used)).toBe(true);
    await pass(HOUR + 5 * MINUTE);
    expect([await isIn(used), await isIn(left)]).toEqual([true, false]);
    await pass(2 * HOUR + 5 * MINUTE);
    expect(await isIn(used)).toBe(false);
  });

  test('a session ends twelve hours after it began, however busy it is', async () => {
    const browser = await somebody('druk@zangvogel.example');
    for (let hours = 0; hours < 11; hours += 1) {
      await pass(HOUR);
      expect(await isIn(browser)).toBe(true);
    }
    await pass(HOUR + 5 * MINUTE);
    expect(await isIn(browser)).toBe(false);
    const page = await browser.ask('/', { headers: { accept: 'text/html' } });
    expect([page.status, page.headers.get('location')]).toEqual([303, '/sign-in']);
  });

  test('an invitation is over after a week, and a link that was mailed for a new password after half an hour', async () => {
    const invitation = await invite('laat@zangvogel.example', 'PLANNER');
    await somebody('vergeten@zangvogel.example');
    const late = await resetLink('vergeten@zangvogel.example');
    await pass(31 * MINUTE);
    const browser = new Browser(program);
    expect((await browser.ask(late)).status).toBe(404);
    expect((await browser.submit(late, { password: 'een andere zin' })).status).toBe(404);
    const inTime = await resetLink('vergeten@zangvogel.example');
    await pass(20 * MINUTE);
    expect((await browser.submit(inTime, { password: 'een andere zin' })).status).toBe(303);
    await pass(7 * DAY);
    expect((await browser.submit(invitation, { name: 'Laat', password: PASSWORD })).status).toBe(404);
    expect((await browser.signIn('laat@zangvogel.example')).status).toBe(401);
  });

  test('who tried too often may try again when the time that is named has passed, and not before', async () => {
    await somebody('vaak@zangvogel.example');
    const attempt = (password: string) =>
      new Browser(program).send('/sign-in', { email: 'vaak@zangvogel.example', password });
    for (let n = 0; n < 10; n += 1) expect((await attempt('mis')).status).toBe(401);
    const refused = await attempt(PASSWORD);
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeLessThanOrEqual(15 * 60);
    await pass(5 * MINUTE);
    expect((await attempt(PASSWORD)).status).toBe(429);
    await pass(seconds * 1000);
    expect((await attempt(PASSWORD)).status).toBe(200);
  });

  test('a code is good for its own time and once, and the half that came before waits five minutes for it', async () => {
    const email = 'code@zangvogel.example';
    const browser = await somebody(email);
    const begun = await (await browser.submit('/second-factor', { password: PASSWORD })).text();
    const secret = bytesOf(/<code>([A-Z2-7 ]+)<\/code>/.exec(begun)![1]!.replaceAll(' ', ''));
    const codeNow = () => codeOf(secret, stepAt(new Date(clock.now())));
    expect((await browser.submit('/second-factor/confirm', { code: codeNow() })).status).toBe(200);
    const half = async (): Promise<string> => {
      const answer = await new Browser(program).send('/sign-in', { email, password: PASSWORD });
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([202, []]);
      return ((await answer.json()) as { codeNeeded: string }).codeNeeded;
    };
    const give = async (token: string, code: string): Promise<number> =>
      (await new Browser(program).send('/sign-in/code', { token, code })).status;
    const old = codeNow();
    await pass(2 * MINUTE);
    // Not by an old code, nor by the half alone, as if it were a session or a link.
    const token = await half();
    expect(await give(token, old)).toBe(202);
    expect((await fetch(`${program.url}/session`, { headers: { cookie: `overstap=${token}` } })).status).toBe(401);
    expect((await new Browser(program).submit(`/welcome/${token}`, { password: 'een andere zin' })).status).toBe(404);
    const good = codeNow();
    expect(await give(token, good)).toBe(200);
    expect(await give(token, good)).toBe(401);
    expect(await give(await half(), good)).toBe(202);
    await pass(2 * MINUTE);
    const waiting = await half();
    await pass(6 * MINUTE);
    expect(await give(waiting, codeNow())).toBe(401);
    expect(await give(await half(), codeNow())).toBe(200);
  });
});
