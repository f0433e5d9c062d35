import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { type MailServer, startMailServer } from '../../libs/reminders/testing/mail-server.js';
import { Browser, PASSWORD } from './browser.js';
import { temporaryDirectory } from './postgres.js';
import { RunningProgram } from './running-program.js';

export const ADMINISTRATOR = 'beheer@zangvogel.example';
export const PLANNER = 'planner@zangvogel.example';
export const OTHER = 'ander@zangvogel.example';
export const COACHING = { specialisms: [], regions: [], languages: ['nl'], maxComplexity: 3, weightedMax: 20 };

/** The program as it is built, with mail, an administrator and two planners: what attacks are tried on. */
export class Attacked {
  private readonly ids = new Map<string, string>();

  private constructor(
    readonly program: RunningProgram,
    readonly mail: MailServer,
  ) {}

  static async start(): Promise<Attacked> {
    const mail = await startMailServer();
    const settings = { SMTP_URL: mail.url, MAIL_FROM: 'overstap@zangvogel.example' };
    const program = await RunningProgram.start(join(temporaryDirectory('attacks'), 'data'), settings);
    const attacked = new Attacked(program, mail);
    await attacked.somebody(ADMINISTRATOR, 'ADMIN');
    for (const email of [PLANNER, OTHER]) await attacked.somebody(email, 'PLANNER');
    return attacked;
  }

  async stop(): Promise<void> {
    await this.program.stop();
    await this.mail.stop();
  }

  idOf = (email: string): string => this.ids.get(email) ?? '';

  /** The path of the link that the answer shows. */
  async invite(email: string, ...roles: readonly string[]): Promise<string> {
    const { id, link } = await this.program.post<{ id: string; link: string }>('/accounts', { email, roles });
    this.ids.set(email, id);
    return new URL(link).pathname;
  }

  /** Somebody who came in by an invitation. */
  async somebody(email: string, ...roles: readonly string[]): Promise<Browser> {
    const browser = new Browser(this.program);
    const path = await this.invite(email, ...roles);
    const { status } = await browser.submit(path, { name: 'Iemand', password: PASSWORD });
    if (status !== 303) throw new Error(`${email} was not let in: ${status}`);
    return browser;
  }

  async signedIn(email: string): Promise<Browser> {
    const browser = new Browser(this.program);
    const { status } = await browser.signIn(email);
    if (status !== 303) throw new Error(`${email} could not sign in: ${status}`);
    return browser;
  }

  async sessionOf(browser: Browser, headers: Record<string, string> = {}) {
    const answer = await browser.ask('/session', { headers });
    return (await answer.json()) as { account?: string; actor?: object; roles?: object };
  }

  /** The path of the link for a new password that was mailed to this address. */
  async mailedLink(to: string): Promise<string> {
    for (let tries = 0; tries < 2400; tries += 1) {
      for (const { to: addressees, source } of this.mail.received) {
        const text = source.replaceAll('=\r\n', '');
        const [path] = /\/welcome\/[\w-]{43}/.exec(text) ?? [];
        // Not that of an invitation, which comes by itself.
        if (path !== undefined && addressees.includes(to) && text.includes('een half uur')) return path;
      }
      await sleep(25);
    }
    throw new Error(`No mail came to ${to}: ${this.program.output()}`);
  }
}
