import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Browser, PASSWORD } from './browser.js';
import { temporaryDirectory } from './postgres.js';
import { RunningProgram } from './running-program.js';

export const ADMINISTRATOR = 'beheer@zangvogel.example';

/** The program as it is built, with an administrator; whoever else a test needs comes in by an invitation. */
export class Organisation {
  private readonly ids = new Map<string, string>();

  protected constructor(
    readonly program: RunningProgram,
    readonly directory: string,
  ) {}

  static async start(name: string): Promise<Organisation> {
    const directory = join(temporaryDirectory(name), 'data');
    const organisation = new Organisation(await RunningProgram.start(directory), directory);
    await organisation.somebody(ADMINISTRATOR, 'ADMIN');
    return organisation;
  }

  async stop(): Promise<void> {
    await this.program.stop();
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

  /** The command line on the machine, or elsewhere when the settings say where the program is. */
  cli(
    args: readonly string[],
    settings: Readonly<Record<string, string>> = { OVERSTAP_DATA_DIR: this.directory },
  ): { readonly status: number | null; readonly text: string; readonly stdout: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/apps/cli/main.js', ...args], {
      env: { PATH: process.env['PATH'], HOME: this.directory, ...settings },
      encoding: 'utf8',
    });
    return { status, stdout, text: `${stdout}${stderr}` };
  }
}
