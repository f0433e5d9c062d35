import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { type MailServer, startMailServer } from '../../libs/reminders/testing/mail-server.js';
import { type Browser } from './browser.js';
import { ADMINISTRATOR, Organisation } from './organisation.js';
import { temporaryDirectory } from './postgres.js';
import { RunningProgram } from './running-program.js';

export const PLANNER = 'planner@zangvogel.example';
export const OTHER = 'ander@zangvogel.example';
export const COACHING = { specialisms: [], regions: [], languages: ['nl'], maxComplexity: 3, weightedMax: 20 };

/** The program as it is built, with mail, an administrator and two planners: what attacks are tried on. */
export class Attacked extends Organisation {
  private constructor(
    program: RunningProgram,
    directory: string,
    readonly mail: MailServer,
  ) {
    super(program, directory);
  }

  static override async start(): Promise<Attacked> {
    const mail = await startMailServer();
    const settings = { SMTP_URL: mail.url, MAIL_FROM: 'overstap@zangvogel.example' };
    const directory = join(temporaryDirectory('attacks'), 'data');
    const attacked = new Attacked(await RunningProgram.start(directory, settings), directory, mail);
    await attacked.somebody(ADMINISTRATOR, 'ADMIN');
    for (const email of [PLANNER, OTHER]) await attacked.somebody(email, 'PLANNER');
    return attacked;
  }

  override async stop(): Promise<void> {
    await super.stop();
    await this.mail.stop();
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
