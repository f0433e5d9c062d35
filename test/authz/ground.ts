import { MIGRATIONS } from '../../apps/program/migrations.js';
import { type HookServer, startHookServer } from '../../libs/reminders/testing/hook-server.js';
import { type MailServer, startMailServer } from '../../libs/reminders/testing/mail-server.js';
import { temporaryDirectory, type TestDatabase, testDatabase } from '../support/postgres.js';
import { AskedProgram, type Change, type Route } from './running.js';
import { type Message, Triples } from './triples.js';
import { WorldMaker } from './making.js';
import { START, type Tenant, TENANTS, type World } from './world.js';

/** Each seed is a world of its own: `AUTHZ_SEED=12,13 npm run test:authz`. The run that asks much asks in two of them. */
export const SEEDS: readonly number[] = (
  process.env['AUTHZ_SEED'] ?? (process.env['AUTHZ_TRIPLES'] === undefined ? '7' : '7,21')
)
  .split(',')
  .map(Number);
export const [SEED = 7] = SEEDS;

/** Of those that another program may be told of: with names, with plans, and without. */
const TOLD_OF = ['ParticipantRegistered', 'ParticipantReferred', 'ParticipantInvited', 'GoalSet'];

const MESSAGES = `SELECT id, role, ref, aggregate, aggregate_id FROM inbox
  WHERE tenant = 'default' ORDER BY aggregate_id, role, at, message`;

/** A world in a program that runs, with somebody who gets its mails and somebody whose program it calls. */
export class Ground {
  private constructor(
    readonly database: TestDatabase,
    readonly mail: MailServer,
    readonly hooks: HookServer,
    private readonly directory: string,
    /** Is another one after `restart`. */
    public program: AskedProgram,
    readonly world: World,
    readonly triples: Triples,
  ) {}

  static async make(size: number, seed = SEED, tenants: readonly Tenant[] = TENANTS): Promise<Ground> {
    console.log(`The world of the authorisation matrix is of seed ${seed}.`);
    const database = await testDatabase(MIGRATIONS);
    const [mail, hooks] = [await startMailServer(), await startHookServer()];
    const directory = temporaryDirectory('authz');
    const program = await AskedProgram.start(directory, settings(database, mail));
    try {
      const [subscribed] = await program.ask([
        { method: 'POST', url: '/webhooks', body: { url: hooks.url, events: TOLD_OF } },
      ]);
      if (subscribed?.status !== 200) throw new Error(`No webhook: ${subscribed?.text}`);
      const world = await new WorldMaker(program, seed, size, tenants).make();
      const { rows } = await database.owner.query<Message>(MESSAGES);
      const triples = new Triples(world, await program.does<readonly Route[]>('routes'), rows);
      return new Ground(database, mail, hooks, directory, program, world, triples);
    } catch (error) {
      await program.stop();
      await Promise.all([mail.stop(), hooks.stop()]);
      throw error;
    }
  }

  /** The same world in a program that is changed in these places. */
  async restart(changes?: readonly Change[]): Promise<void> {
    await this.program.stop();
    this.program = await AskedProgram.start(this.directory, settings(this.database, this.mail), changes);
  }

  async eventCount(): Promise<number> {
    const { rows } = await this.database.owner.query<{ count: number }>('SELECT count(*)::int AS count FROM events');
    return rows[0]?.count ?? 0;
  }

  /** Whom the employer's table has although their programme tells the employer of nobody: the door alone would keep them from being read. */
  async heldAgainstTheProfile(): Promise<readonly string[]> {
    const { rows } = await this.database.owner.query<{ trajectory: string }>(
      `SELECT e.trajectory FROM read_model.employer_person e
       JOIN read_model.programme_list p ON p.tenant = e.tenant AND p.programme = e.programme
       WHERE p.disclosure_profile = 'AGGREGATE_ONLY'`,
    );
    return rows.map(({ trajectory }) => `employer_person has ${trajectory}`);
  }

  async close(): Promise<void> {
    await this.program.stop();
    await Promise.all([this.mail.stop(), this.hooks.stop()]);
    await this.database.drop();
  }
}

function settings({ connection }: TestDatabase, { url }: MailServer): Readonly<Record<string, string>> {
  const { user, password, host, port, database } = connection;
  const at = `postgres://${user}:${String(password)}@localhost:${port}/${database}?host=${encodeURIComponent(String(host))}`;
  return {
    ...{ DATABASE_URL: at, OVERSTAP_CLOCK: START, SMTP_URL: url, MAIL_FROM: 'overstap@voorbeeld.example' },
    OVERSTAP_WEBHOOK_NETWORKS: '127.0.0.1',
  };
}
