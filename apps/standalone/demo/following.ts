import { cohortNews, WaveReleases } from '@overstap/processes';
import { ProjectionRunner, type Reactor } from '@overstap/projections';
import { openerOf } from '../../program/opener.js';
import { type Program } from '../../program/program.js';
import { startWork, type Work } from '../../program/work.js';

/** Passes the reminders by without a word: those of months ago were read long ago. From where it stops, the real one goes on. */
const PASSED_BY: Reactor = {
  name: 'outbox',
  types: ['ParticipantInvited'],
  from: 'start',
  react: () => Promise.resolve(),
};

/** What follows the history: read models and processes, and for its last days the messages too. */
export class Following {
  private running: Pick<Work, 'projections' | 'waves' | 'stop'> | undefined;

  constructor(private readonly program: Program) {}

  async begin(): Promise<void> {
    const { store, codec, database, commands, log } = this.program;
    const report = (where: string, error: unknown): void => log.warn(where, {}, error);
    const waves = new WaveReleases({ database, commands, report });
    const projections = await ProjectionRunner.open({
      store,
      opener: openerOf(codec),
      pool: database.worker,
      // The lists are made at the end, in one pass, as a rebuild makes them.
      models: [],
      reactors: [waves.reactor, cohortNews(commands), PASSED_BY],
      report,
    });
    const stop = async (): Promise<void> => {
      await waves.stop();
      await projections.stop();
    };
    this.running = { projections, waves, stop };
  }

  /** Answers when everything has followed up to now. */
  async catchUp(): Promise<void> {
    const { running } = this;
    await running?.projections.drain(600_000);
    await running?.waves.settled();
    await running?.projections.drain(600_000);
  }

  /** From now on messages are written too, into the inbox of the program that starts afterwards. */
  async withMessages(): Promise<void> {
    await this.catchUp();
    await this.stop();
    this.running = await startWork(this.program, { sends: false, follows: false });
  }

  async stop(): Promise<void> {
    await this.running?.stop();
    this.running = undefined;
  }
}
