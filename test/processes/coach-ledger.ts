import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type RestartablePostgres } from '../faults/support/restartable-postgres.js';
import { type RunningProgram } from '../support/running-program.js';

/** Where nobody is left to answer, what was sent last is given up in the end. */
const MOST_TRIES = 600;

/** Writers over HTTP that send each command until it was acknowledged, to whichever api is there, and note what was. */
export class CoachLedger {
  readonly acknowledged: string[] = [];
  /** Commands that were sent more than once, since nobody knew what had become of them. */
  repeated = 0;
  /** Answers that are neither yes nor "try again". */
  readonly refused: string[] = [];
  private stopped = false;
  private readonly writers: Promise<void>[] = [];

  constructor(private readonly installation: { readonly apis: readonly Pick<RunningProgram, 'send'>[] }) {}

  start(writers: number): void {
    for (let writer = 0; writer < writers; writer += 1) this.writers.push(this.write(writer));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.writers);
  }

  private async write(writer: number): Promise<void> {
    for (let n = 0; !this.stopped; n += 1) {
      const coachId = `coach-${writer}-${n}`;
      const key = randomUUID();
      for (let tries = 0; ; tries += 1) {
        if (tries === 1) this.repeated += 1;
        if (this.stopped && tries > MOST_TRIES) {
          this.refused.push(`${coachId}: not answered`);
          break;
        }
        const status = await this.send(writer + n + tries, coachId, key);
        if (status === 200) {
          this.acknowledged.push(coachId);
          break;
        }
        if (status !== undefined && status !== 503) {
          this.refused.push(`${coachId}: ${status}`);
          break;
        }
        await pause(100);
      }
      await pause(40);
    }
  }

  /** The status of the answer, or what was wrong with it; undefined when the connection broke. */
  private async send(turn: number, coachId: string, key: string): Promise<number | string | undefined> {
    const { apis } = this.installation;
    const api = apis[turn % apis.length];
    const offers = { specialisms: [], regions: [], languages: ['nl'], maxComplexity: 6, weightedMax: 1000 };
    const body = { coachId, name: coachId, ...offers };
    try {
      return (await api?.send('/coaches/register-coach', body, { 'idempotency-key': key }))?.status;
    } catch (error) {
      // So `fetch` calls every connection that broke.
      const { name } = error as Error;
      return name === 'TypeError' ? undefined : String(error);
    }
  }
}

/** How often each coach was registered, by the log. */
export async function registered(
  postgres: RestartablePostgres,
  database: string,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await postgres.query<{ stream: string; times: number }>(
    database,
    `SELECT stream, count(*)::int AS times FROM events WHERE type = 'CoachRegistered' GROUP BY stream`,
  );
  return new Map(rows.map(({ stream, times }) => [stream.replace(/^coach-/, ''), times]));
}
