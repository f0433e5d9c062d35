import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type MailServer, startMailServer } from '../../libs/reminders/testing/mail-server.js';
import { Browser, PASSWORD, problemOf } from '../support/browser.js';
import { filesHolding } from '../support/in-clear.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

const PLANNER = 'planner@zangvogel.example';
const ANOTHER = 'een heel andere zin';

describe('links that come by mail', () => {
  let directory: string;
  let program: RunningProgram;
  let mail: MailServer;
  const seen: string[] = [];

  beforeAll(async () => {
    directory = join(await temporaryDirectory('access-mail'), 'data');
    mail = await startMailServer();
    program = await RunningProgram.start(directory, { SMTP_URL: mail.url, MAIL_FROM: 'overstap@zangvogel.example' });
    const { link } = await program.post<{ link: string }>('/accounts', {
      email: 'beheer@zangvogel.example',
      roles: ['ADMIN'],
    });
    expect((await enter(link, 'Noor')).status).toBe(303);
    await mailed('beheer@zangvogel.example');
  });
  afterAll(async () => {
    await program?.stop();
    await mail?.stop();
  });

  const enter = (link: string, name: string, password = PASSWORD) =>
    new Browser(program).submit(new URL(link).pathname, { name, password });
  /** The next mail to this address, with its subject and the path it links to. */
  const mailed = async (to: string) => {
    for (let tries = 0; tries < 1200; tries += 1) {
      const index = mail.received.findIndex((each) => each.to.includes(to));
      if (index >= 0) {
        const source = mail.received.splice(index, 1)[0]!.source;
        const [, token = ''] = /\/welcome\/([\w-]{43})/.exec(source.replaceAll('=\r\n', '')) ?? [];
        // None for whoever came in before it left.
        if (token !== '') seen.push(token);
        return { source, subject: /^Subject: (.*)$/m.exec(source)?.[1]?.trim(), path: `/welcome/${token}` };
      }
      await sleep(50);
    }
    throw new Error(`No mail came to ${to}: ${program.output()}`);
  };

  test('an invitation is mailed beside the link that is shown, and one of the two lets in', async () => {
    const { link } = await program.post<{ link: string }>('/accounts', {
      email: PLANNER,
      roles: ['PLANNER'],
      language: 'en',
    });
    const { subject, path } = await mailed(PLANNER);
    expect(subject).toBe('Invitation to Overstap');
    expect(path).not.toBe(new URL(link).pathname);
    expect((await new Browser(program).ask(new URL(link).pathname)).status).toBe(200);
    expect((await new Browser(program).submit(path, { name: 'Pien', password: PASSWORD })).status).toBe(303);
    expect((await enter(link, 'Dief')).status).toBe(404);
  });

  test('who forgot the password finds the page, asks in their language, and chooses another by the link', async () => {
    const page = await (await new Browser(program).ask('/sign-in?lang=nl')).text();
    expect(page).toContain('href="/forgotten-password?lang=nl"');
    const form = await (await new Browser(program).ask('/forgotten-password?lang=en')).text();
    expect(form).toMatch(/<html lang="en">[^]*<label for="email">[^]*autocomplete="username"/);
    const [here, elsewhere] = [new Browser(program), new Browser(program)];
    for (const browser of [here, elsewhere]) await browser.signIn(PLANNER);
    const host = { 'x-forwarded-host': 'elsewhere.example' };
    const asked = await new Browser(program).submit('/forgotten-password?lang=nl', { email: ` ${PLANNER} ` }, host);
    expect([asked.status, await asked.text()]).toEqual([202, expect.stringContaining('role="status"')]);
    const { subject, source, path } = await mailed(PLANNER);
    expect(subject).toBe('A new password for Overstap');
    expect(source).not.toContain('elsewhere.example');
    expect((await here.ask('/session')).status).toBe(200);
    const renewed = new Browser(program);
    expect(await (await renewed.ask(path)).text()).not.toMatch(/Pien|zangvogel/);
    expect((await renewed.submit(path, { password: ANOTHER })).status).toBe(303);
    expect((await renewed.ask('/session')).status).toBe(200);
    for (const browser of [here, elsewhere]) expect((await browser.ask('/session')).status).toBe(401);
    expect((await new Browser(program).signIn(PLANNER)).status).toBe(401);
    expect((await new Browser(program).submit(path, { password: PASSWORD })).status).toBe(404);
    expect((await new Browser(program).signIn(PLANNER, ANOTHER)).status).toBe(303);
  });

  test('nobody learns from asking whether there is an account, and after three times none is asked for', async () => {
    const answerTo = async (email: string, json: boolean) => {
      const browser = new Browser(program);
      const answer = json
        ? await browser.send('/forgotten-password', { email })
        : await browser.submit('/forgotten-password', { email });
      const { date: _date, 'overstap-position': _position, ...headers } = Object.fromEntries(answer.headers);
      return { status: answer.status, headers, text: await answer.text() };
    };
    for (const json of [true, false]) {
      const known = await answerTo('beheer@zangvogel.example', json);
      expect(known).toEqual(await answerTo('niemand@zangvogel.example', json));
      expect(known.status).toBe(202);
      expect((await mailed('beheer@zangvogel.example')).subject).toBeDefined();
    }
    for (const email of ['beheer@zangvogel.example', 'niemand@zangvogel.example']) {
      expect((await answerTo(email, true)).status).toBe(202);
      const { status, headers } = await answerTo(email, true);
      expect([status, Number(headers['retry-after']) > 0]).toEqual([429, true]);
      expect((await answerTo(email, false)).text).toMatch(/role="alert"/);
    }
    await mailed('beheer@zangvogel.example');
    // Had the unknown address been mailed, it would have been before this one.
    await program.post('/accounts', { email: 'laatste@zangvogel.example', roles: ['PLANNER'] });
    await mailed('laatste@zangvogel.example');
    expect(mail.received).toEqual([]);
  });

  test('who was let in otherwise before the mail left, or may not come in any more, gets no link of use', async () => {
    const { id } = await program.post<{ id: string }>('/accounts', {
      email: 'weg@zangvogel.example',
      roles: ['PLANNER'],
    });
    const { path } = await mailed('weg@zangvogel.example');
    await program.post(`/accounts/${id}/disable`, {});
    expect((await new Browser(program).submit(path, { name: 'Weg', password: PASSWORD })).status).toBe(404);
    const asked = await new Browser(program).send('/forgotten-password', { email: 'weg@zangvogel.example' });
    expect(asked.status).toBe(202);
    const again = await program.send(`/accounts/${id}/invite-again`, {});
    expect([again.status, await problemOf(again)]).toEqual([409, 'account-accepted']);
  });

  test('no secret and no address lies in clear in the data directory or the log', async () => {
    await program.stop();
    expect(seen.length).toBeGreaterThan(5);
    for (const secret of [...seen, 'zangvogel']) {
      expect(filesHolding(secret, directory)).toEqual([]);
      expect(program.output()).not.toContain(secret);
    }
  });
});
