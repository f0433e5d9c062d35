import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Browser, PASSWORD } from '../support/browser.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

export interface Items<Row = Readonly<Record<string, unknown>>> {
  readonly items: readonly Row[];
}
export interface Person {
  readonly id: string;
  readonly trajectory: string;
  readonly browser: Browser;
}
/** The answer to a command. */
export interface Done {
  readonly events: readonly { readonly id: string; readonly type: string }[];
}

export const OFFICER = { 'overstap-actor': 'QUALITY_OFFICER:q-1' };
const TERMS = { code: 'P', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };

/** An agency with one programme, a coach and two people, who all sign in for themselves. */
export class AgencyOfTwo {
  private position = '';
  people: readonly [Person, Person] = [NOBODY, NOBODY];
  coach = NOBODY.browser;

  private constructor(
    readonly program: RunningProgram,
    private readonly directory: string,
  ) {}

  /** `before` is done once there is an agency, before the programme is opened. */
  static async start(
    name: string,
    env: Readonly<Record<string, string>> = {},
    before: (agency: AgencyOfTwo) => Promise<void> = () => Promise.resolve(),
  ): Promise<AgencyOfTwo> {
    const directory = join(await temporaryDirectory(name), 'data');
    const program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: '2026-09-01T09:00:00+02:00', ...env });
    const agency = new AgencyOfTwo(program, directory);
    try {
      await before(agency);
      await agency.furnish();
    } catch (error) {
      await program.stop();
      throw error;
    }
    return agency;
  }

  private async furnish(): Promise<void> {
    await this.tell('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    await this.tell('/programmes/open-programme', TERMS);
    const rows = (await readFile(new URL('../../samples/cohort-tidy.csv', import.meta.url), 'utf8')).split(/\r?\n/);
    await this.program.upload('/programmes/P/imports', Buffer.from(rows.slice(0, 3).join('\n')));
    const offers = { specialisms: [], regions: [], languages: ['nl'], maxComplexity: 6, weightedMax: 100 };
    await this.tell('/coaches/register-coach', { coachId: 'eva', name: 'Eva Visser', ...offers });
    await this.account('beheer@voorbeeld.example', 'ADMIN');
    this.coach = await this.account('eva@voorbeeld.example', 'COACH:eva');
    const { items } = await this.read<Items<Record<'participant' | 'trajectory', string>>>('/trajectories?programme=P');
    const people = [];
    for (const [nth, { participant: id, trajectory }] of items.entries()) {
      await this.tell(`/trajectories/${trajectory}/match-coach`, { coachId: 'eva', overrideReason: 'At once' });
      const browser = await this.account(`deelnemer${nth}@voorbeeld.example`, `PARTICIPANT:${id}`);
      people.push({ id, trajectory, browser });
    }
    this.people = people as unknown as readonly [Person, Person];
  }

  private async account(email: string, role: string): Promise<Browser> {
    const { link = '' } = await this.tell<Record<string, string>>('/accounts', { email, roles: [role] });
    const browser = new Browser(this.program);
    await browser.submit(new URL(link).pathname, { name: email, password: PASSWORD });
    await browser.signIn(email);
    return browser;
  }

  /** As the operator, or as whom the headers say. */
  async tell<Answer = Done>(path: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
    return this.bodyOf(this.program.send(path, body, headers));
  }

  /** What a browser was answered; reads that follow wait for what it wrote. */
  async bodyOf<Answer = Done>(answer: Promise<Response>): Promise<Answer> {
    const got = await answer;
    this.position = got.headers.get('overstap-position') ?? this.position;
    if (!got.ok) throw new Error(`${got.url}: ${got.status} ${await got.text()}`);
    return (await got.json()) as Answer;
  }

  read<Answer = Items>(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.program.get<Answer>(path, { 'overstap-position': this.position, ...headers });
  }

  async moveTo(now: string): Promise<void> {
    await this.program.post('/clock', { now });
  }

  cli(...args: readonly string[]) {
    const env = { PATH: process.env['PATH'], OVERSTAP_DATA_DIR: this.directory, HOME: this.directory };
    return spawnSync(process.execPath, ['dist/apps/cli/main.js', ...args], { env, encoding: 'utf8' });
  }
}

const NOBODY: Person = { id: '', trajectory: '', browser: new Browser({ url: '' }) };

/** Status and code of a problem. */
export async function refusalOf(answer: Promise<Response>): Promise<readonly [number, unknown]> {
  const got = await answer;
  return [got.status, got.ok ? 'done' : ((await got.json()) as { code?: string }).code];
}
