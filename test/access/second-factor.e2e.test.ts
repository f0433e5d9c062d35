import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, stepAt } from '../../libs/access/totp.js';
import { bytesOf } from '../support/base32.js';
import { Browser, PASSWORD, problemOf } from '../support/browser.js';
import { Organisation } from '../support/organisation.js';
import { type RunningProgram } from '../support/running-program.js';

describe('a second step', () => {
  let organisation: Organisation;
  let program: RunningProgram;

  beforeAll(async () => {
    organisation = await Organisation.start('second-factor');
    ({ program } = organisation);
  });
  afterAll(() => organisation?.stop());

  test('a second step is set up on a page, and asked for from then on, also of a program', async () => {
    const browser = await organisation.somebody('twee@zangvogel.example', 'PLANNER');
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
});
