import { type Instant } from '@overstap/kernel';
import { type HookServer, startHookServer } from '../../../libs/reminders/testing/hook-server.js';
import { type MailServer, startMailServer } from '../../../libs/reminders/testing/mail-server.js';
import { hasRedis } from '../../../libs/reminders/testing/redis-server.js';
import { USUAL_START } from '../../support/running-program.js';
import { type Agency } from './agency.js';
import { RestartablePostgres } from './restartable-postgres.js';
import { RestartableRedis } from './restartable-redis.js';
import { Scenario } from './scenario.js';

export type Engine = 'PostgreSQL' | 'Redis';

/** What a suite of faults stands on, and the scenario that is lived through on it. */
export class Ground {
  private scenario: Scenario | undefined;

  private constructor(
    readonly postgres: RestartablePostgres,
    readonly hooks: HookServer,
    private readonly mails: MailServer,
    /** Absent where Redis is not installed, or not wanted. */
    readonly redis: RestartableRedis | undefined,
  ) {}

  static async start({ redis = true } = {}): Promise<Ground> {
    const [postgres, hooks, mails] = await Promise.all([
      RestartablePostgres.start({ clock: USUAL_START }),
      startHookServer(),
      startMailServer(),
    ]);
    return new Ground(postgres, hooks, mails, redis && hasRedis() ? await RestartableRedis.start() : undefined);
  }

  /** Undefined where the engine of the queue is missing. */
  async begin(engine: Engine, parts: { agency: Agency; now: Instant; until: Instant }): Promise<Scenario | undefined> {
    const { postgres, hooks, mails, redis } = this;
    if (engine === 'Redis' && !redis) return undefined;
    await redis?.wipe();
    const queue = engine === 'Redis' && redis ? { redisUrl: redis.url } : {};
    return (this.scenario = await Scenario.begin({ ...parts, postgres, hooks, mails, ...queue }));
  }

  /** Ends the scenario that was begun last. */
  async endScenario(): Promise<void> {
    await this.scenario?.end();
    this.scenario = undefined;
  }

  async stop(): Promise<void> {
    await Promise.all([this.redis?.stop(), this.hooks.stop(), this.mails.stop(), this.postgres.stop()]);
  }
}
