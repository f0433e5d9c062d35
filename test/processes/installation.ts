import { setTimeout as pause } from 'node:timers/promises';
import { type Instant } from '@overstap/kernel';
import { type RestartablePostgres } from '../faults/support/restartable-postgres.js';
import { type Scenario } from '../faults/support/scenario.js';
import { LONG } from '../faults/support/shape.js';
import { type WorkerProcess } from '../faults/support/worker.js';
import { temporaryDirectory } from '../support/postgres.js';
import { freePort, RunningProgram } from '../support/running-program.js';

/** One place in which an api or a worker runs, dies and is started again. */
interface Place {
  readonly kind: 'api' | 'worker';
  readonly index: number;
  process: RunningProgram | WorkerProcess | undefined;
}

/** A read model or reactor whose worker ended. */
export interface Takeover {
  readonly name: string;
  readonly signal: NodeJS.Signals;
  /** From the signal until another had moved the read model on, or held the reactor. */
  readonly seconds: number;
  /** After how many seconds another was seen to hold it; several, where the first did not come to move it. */
  readonly heldAfter: readonly number[];
}

interface Orphan {
  readonly signal: NodeJS.Signals;
  /** Of the worker that held it last. */
  readonly pid: number;
  readonly since: number;
  /** By the database's clock, which no test shifts. */
  readonly sinceThere: Date;
  /** Who held it since, each with the seconds after which that was seen. */
  readonly holders: Map<string, number>;
}

interface Checkpoint {
  readonly name: string;
  readonly state: string;
  readonly holder: string | null;
  readonly updatedAt: Date;
  readonly now: Date;
}

/** The aim is 10; where processes wait for a processor for seconds, as in continuous integration, three times as much counts as a fault. */
export const TAKEOVER_SECONDS = LONG ? 10 : 30;

export const before = (instant: Instant, ms: number): Instant => new Date(Date.parse(instant) - ms).toISOString();

/** A database, and how a worker is started on it. */
export type Shared = Pick<Scenario, 'clock' | 'env' | 'startWorker'> & {
  readonly record: { readonly database: string };
};

/** Longer is given up, and counts. */
const MOST_SECONDS = 60;

/** Several apis and workers as processes on one database, any of which may end at any moment and comes back. */
export class Installation {
  readonly takeovers: Takeover[] = [];
  /** What ended, and how, in order. */
  readonly ends: string[] = [];
  /** Exit codes other than 0 after SIGTERM. */
  readonly badExits: (number | null)[] = [];
  private readonly places: Place[] = [];
  private readonly pending = new Set<Promise<void>>();
  private readonly orphans = new Map<string, Orphan>();
  private failure: unknown;
  private watching = false;

  constructor(
    private readonly run: Shared,
    private readonly postgres: RestartablePostgres,
  ) {}

  async start({ apis, workers }: { readonly apis: number; readonly workers: number }): Promise<void> {
    for (let index = 0; index < apis; index += 1) this.places.push({ kind: 'api', index, process: undefined });
    for (let index = 0; index < workers; index += 1) this.places.push({ kind: 'worker', index, process: undefined });
    // One after the other, as they come up on so few processors.
    for (const place of this.places) await this.startAt(place);
  }

  get apis(): readonly RunningProgram[] {
    return this.places.flatMap(({ process }) => (process instanceof RunningProgram ? [process] : []));
  }

  /** What befell it, in a line. */
  get story(): string {
    const after = (signal: string) => spread(this.takeovers.filter((takeover) => takeover.signal === signal));
    return (
      `ended: ${this.ends.join(', ')}; ${this.takeovers.length} read models and reactors taken over, ` +
      `${after('SIGKILL')} after SIGKILL, ${after('SIGTERM')} after SIGTERM`
    );
  }

  /** Ends one of those that have another of their kind beside them, and starts it again after a while. */
  async endOne(random: () => number): Promise<void> {
    const up = this.places.filter(({ process }) => process !== undefined);
    const spare = up.filter(({ kind }) => up.filter((other) => other.kind === kind).length > 1);
    const place = spare[Math.floor(random() * spare.length)];
    const ending = place?.process;
    if (!place || !ending) return;
    const signal = random() < 0.6 ? 'SIGKILL' : 'SIGTERM';
    place.process = undefined;
    if (place.kind === 'worker') await this.orphan(ending.pid ?? 0, signal);
    const ended =
      ending instanceof RunningProgram ? ending.stop(signal) : signal === 'SIGKILL' ? ending.kill() : ending.stop();
    const comesBackAfter = random() * 1500;
    this.ends.push(`${place.kind} ${signal}`);
    if (this.orphans.size > 0 && !this.watching) this.follow(this.watch());
    this.follow(
      (async () => {
        await ended;
        if (signal === 'SIGTERM' && ending.exitCode !== 0) this.badExits.push(ending.exitCode);
        await pause(comesBackAfter);
        await this.startAt(place);
      })(),
    );
  }

  /** Answers when everything is up again and every takeover was seen to its end. */
  async settled(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending);
    if (this.failure) throw this.failure as Error;
  }

  async end(): Promise<void> {
    await Promise.allSettled(this.pending);
    for (const { process } of this.places)
      await (process instanceof RunningProgram ? process.stop('SIGKILL') : process?.kill());
  }

  private follow(work: Promise<void>): void {
    const followed = work
      .catch((error: unknown) => void (this.failure ??= error))
      .finally(() => this.pending.delete(followed));
    this.pending.add(followed);
  }

  private async startAt(place: Place): Promise<void> {
    const { run } = this;
    if (place.kind === 'worker') place.process = await run.startWorker();
    else {
      const PORT = String(await freePort());
      const env = { ...run.env, ...run.clock.env, PORT };
      place.process = await RunningProgram.start(temporaryDirectory('api'), env, 'api');
    }
  }

  private async checkpoints(): Promise<readonly Checkpoint[]> {
    const { rows } = await this.postgres.query<Checkpoint & { [column: string]: unknown }>(
      this.run.record.database,
      `SELECT name, state, holder, updated_at AS "updatedAt", clock_timestamp() AS now FROM projection_checkpoint
       WHERE state <> 'building' AND lease_until > clock_timestamp()`,
    );
    return rows;
  }

  /** What the worker holds is without one from now on. */
  private async orphan(pid: number, signal: NodeJS.Signals): Promise<void> {
    const held = (await this.checkpoints()).filter(({ holder }) => isOf(pid, holder));
    const since = performance.now();
    for (const { name, now } of held)
      this.orphans.set(name, { pid, signal, since, sinceThere: now, holders: new Map() });
  }

  /** Until each has somebody who works on it. One whose next worker ends as well counts from that end. */
  private async watch(): Promise<void> {
    this.watching = true;
    for (; this.orphans.size > 0; await pause(100)) {
      const seen = new Map((await this.checkpoints()).map((checkpoint) => [checkpoint.name, checkpoint]));
      for (const [name, { signal, pid, since, sinceThere, holders }] of this.orphans) {
        const found = seen.get(name);
        const isHeld = found !== undefined && found.holder !== null && !isOf(pid, found.holder);
        const seconds = (performance.now() - since) / 1000;
        if (isHeld && !holders.has(found.holder)) holders.set(found.holder, seconds);
        if (!(isHeld && (found.state === 'reactor' || found.updatedAt > sinceThere)) && seconds < MOST_SECONDS)
          continue;
        this.orphans.delete(name);
        this.takeovers.push({ name, signal, seconds, heldAfter: [...holders.values()] });
      }
    }
    this.watching = false;
  }
}

const isOf = (pid: number, holder: string | null): boolean => holder?.split('/')[1] === String(pid);

function spread(takeovers: readonly Takeover[]): string {
  const sorted = takeovers.map(({ seconds }) => seconds).toSorted((a, b) => a - b);
  if (sorted.length === 0) return 'none';
  return `p50 ${sorted[Math.floor(sorted.length / 2)]?.toFixed(1)} s, most ${sorted.at(-1)?.toFixed(1)} s`;
}
