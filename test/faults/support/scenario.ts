import { expect } from '@jest/globals';
import { type Instant } from '@overstap/kernel';
import { type HookServer } from '../../../libs/reminders/testing/hook-server.js';
import { type MailServer } from '../../../libs/reminders/testing/mail-server.js';
import { MachineClock } from './machine-clock.js';
import { nameOf, Record, type RecordedRung, type Rung } from './record.js';
import { type Agency } from './agency.js';
import { type RestartablePostgres } from './restartable-postgres.js';
import { WorkerProcess } from './worker.js';

export interface ScenarioParts {
  readonly postgres: RestartablePostgres;
  readonly agency: Agency;
  /** Where the machine's clock stands when the scenario begins. */
  readonly now: Instant;
  /** Every rung that is due by then is expected. */
  readonly until: Instant;
  readonly hooks: HookServer;
  readonly mails: MailServer;
  readonly redisUrl?: string;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Workers on a copy of an agency's database, and what must be true of it in the end whatever befell them. */
export class Scenario {
  private readonly workers: WorkerProcess[] = [];
  private constructor(
    readonly clock: MachineClock,
    readonly record: Record,
    readonly expected: readonly Rung[],
    private readonly recordedBefore: number,
    private readonly parts: ScenarioParts,
  ) {}

  static async begin(parts: ScenarioParts): Promise<Scenario> {
    const { postgres, agency, hooks, mails } = parts;
    hooks.received.length = 0;
    mails.received.length = 0;
    const record = new Record(postgres, await postgres.database(agency.database));
    const expected = await record.armed(parts.until);
    const { recorded } = await record.counts(parts.now, parts.now);
    return new Scenario(new MachineClock(parts.now), record, expected, recorded, parts);
  }

  /** What every process of the installation is started with. */
  get env(): Agency['env'] {
    const { postgres, agency, redisUrl, mails } = this.parts;
    return {
      ...agency.env,
      DATABASE_URL: postgres.url(this.record.database),
      SMTP_URL: mails.url,
      MAIL_FROM: 'overstap@voorbeeld.example',
      ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
    };
  }

  async startWorker(main?: string): Promise<WorkerProcess> {
    const worker = await WorkerProcess.start({ clock: this.clock, env: this.env, ...(main ? { main } : {}) });
    this.workers.push(worker);
    return worker;
  }

  counts() {
    return this.record.counts(this.clock.now(), this.parts.now);
  }

  /** How many of the expected rungs are recorded. */
  async recorded(): Promise<number> {
    return (await this.counts()).recorded - this.recordedBefore;
  }

  /** Until so many rungs are recorded; by default, until all are and no message waits that may leave. */
  async until(rungs = Infinity, withinMs = 60_000): Promise<void> {
    let seen = '';
    for (let deadline = performance.now() + withinMs; performance.now() < deadline; await pause(50)) {
      const { recorded, waiting } = await this.counts().catch(() => ({ recorded: 0, waiting: 1 }));
      const here = recorded - this.recordedBefore;
      if (here >= rungs || (here >= this.expected.length && waiting === 0)) return;
      seen = `${here} of ${this.expected.length} rungs are recorded, ${waiting} messages wait`;
    }
    throw new Error(`After ${withinMs} ms ${seen}. ${this.workers.at(-1)?.output().slice(-2000)}`);
  }

  /** Every expected rung recorded once at its own moment, and told of at least once, under one id; nothing else was told. */
  async check(): Promise<readonly RecordedRung[]> {
    const { record, expected, recordedBefore } = this;
    const rungs = (await record.recorded()).slice(recordedBefore);
    expect(rungs.map(nameOf).toSorted()).toEqual(expected.map(nameOf).toSorted());
    const dueAt = new Map(expected.map((rung) => [nameOf(rung), rung.at]));
    expect(rungs.filter((rung) => rung.recordedAt < (dueAt.get(nameOf(rung)) ?? ''))).toEqual([]);
    await this.checkTold(rungs);
    return rungs;
  }

  /** Every rung that fired since the beginning was told of at least once, under one id; nothing else was told, and nothing is parked. */
  async checkTold(rungs?: readonly RecordedRung[]): Promise<void> {
    const { record } = this;
    const { hooks, mails } = this.parts;
    rungs ??= (await record.recorded()).slice(this.recordedBefore);
    const fired = rungs.filter(({ type }) => type === 'RungFired');
    const ids = new Set(fired.map(({ event }) => event));
    const messages = await record.messages();
    const told = messages.filter(({ event }) => ids.has(event));
    // Invitations and what was said before may still be on their way when the scenario begins.
    const others = new Set(messages.filter(({ event }) => !ids.has(event)).map(({ id }) => id));

    const calls = told.filter(({ channel }) => channel === 'WEBHOOK');
    expect(calls.map(({ event }) => event).toSorted()).toEqual([...ids].toSorted());
    expect(calls.filter(({ status }) => status !== 'sent')).toEqual([]);
    const called = hooks.received.map(({ headers }) => String(headers['overstap-delivery']));
    expect([...new Set(called)].toSorted()).toEqual(calls.map(({ id }) => id).toSorted());

    const spoke = fired.filter(({ merged }) => !merged);
    const toPeople = told.filter(({ channel }) => channel !== 'WEBHOOK');
    expect(toPeople.map(({ event, role }) => `${event} ${role}`).toSorted()).toEqual(
      spoke.flatMap(({ event, roles }) => readersOf(roles).map((role) => `${event} ${role}`)).toSorted(),
    );
    const left = toPeople.filter(({ status }) => status === 'sent');
    const mailed = left.filter(({ channel, role }) => channel.includes('MAIL') && role === 'PARTICIPANT');
    const messageIds = mails.received.map(({ source }) => /^Message-ID: <([0-9a-f-]+)@/im.exec(source)?.[1] ?? source);
    expect([...new Set(messageIds)].filter((id) => !others.has(id)).toSorted()).toEqual(
      mailed.map(({ id }) => id).toSorted(),
    );
    const inInbox = left.filter(({ channel }) => channel !== 'MAIL').map(({ id }) => id);
    const seen = new Set(await record.inbox());
    expect(inInbox.filter((id) => !seen.has(id))).toEqual([]);
    expect(await record.parked()).toBe(0);
  }

  async end(): Promise<void> {
    await Promise.all(this.workers.splice(0).map((worker) => worker.kill()));
  }
}

/** Nobody has a coach here: who matches coaches is told instead, and once. */
const readersOf = (roles: readonly string[]): readonly string[] => [
  ...new Set(roles.map((role) => (role === 'COACH' ? 'PLANNER' : role))),
];
