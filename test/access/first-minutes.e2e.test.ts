import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Browser, PASSWORD, problemOf } from '../support/browser.js';
import { filesHolding } from '../support/in-clear.js';
import { ADMINISTRATOR } from '../support/organisation.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

describe('the first minutes of a program', () => {
  let directory: string;
  let program: RunningProgram;
  const links: string[] = [];
  const start = async (begin = RunningProgram.start) => {
    program = await begin(directory);
    // It answers a moment before it greets.
    for (let tries = 0; tries < 600; tries += 1) {
      const [link] = /\/welcome\/[\w-]{43}/.exec(program.output()) ?? [];
      if (link !== undefined) return void links.push(link);
      await sleep(50);
    }
    throw new Error(`No link was printed: ${program.output()}`);
  };

  beforeEach(() => {
    directory = join(temporaryDirectory('first-minutes'), 'data');
    links.length = 0;
  });
  afterEach(() => program?.stop());
  /** Whoever lost the link starts the program again. */
  const startAgain = async () => {
    await program.stop();
    await start();
  };

  test('before there is an administrator everything but health tells how to use the link', async () => {
    await start(RunningProgram.startOn);
    await startAgain();
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
    await start();
    await startAgain();
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

  test('nothing of it lies in clear in the data directory or the log, and others may not read the key', async () => {
    await start();
    const link = links[0]!;
    const administrator = new Browser(program);
    await administrator.submit(link, { email: ADMINISTRATOR, name: 'Noor', password: PASSWORD });
    const invited = await administrator.send('/accounts', {
      email: 'coach@zangvogel.example',
      roles: ['COACH:coach-7'],
    });
    const { link: invitation } = (await invited.json()) as { link: string };
    const coach = new Browser(program);
    await coach.submit(new URL(invitation).pathname, { name: 'Eva', password: PASSWORD });
    expect((await coach.signIn('coach@zangvogel.example')).status).toBe(303);
    expect((await coach.signIn('coach@zangvogel.example', 'mis')).status).toBe(401);
    for (const secret of ['zangvogel', PASSWORD, link.replace('/welcome/', '')]) {
      expect(filesHolding(secret, directory)).toEqual([]);
      if (!secret.startsWith(link.slice(9))) expect(program.output()).not.toContain(secret);
    }
    const key = join(directory, 'installation.key');
    expect((await stat(key)).mode & 0o777).toBe(0o600);
    await program.stop();
    await chmod(key, 0o644);
    await expect(RunningProgram.start(directory)).rejects.toThrow(/Others may read the installation's key/);
    await chmod(key, 0o600);
  });
});
