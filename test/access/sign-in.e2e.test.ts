import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Browser, PASSWORD } from '../support/browser.js';
import { Organisation } from '../support/organisation.js';
import { type RunningProgram } from '../support/running-program.js';

describe('signing in with a password', () => {
  let organisation: Organisation;
  let program: RunningProgram;

  beforeAll(async () => {
    organisation = await Organisation.start('sign-in');
    ({ program } = organisation);
  });
  afterAll(() => organisation?.stop());

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
  });

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
});
