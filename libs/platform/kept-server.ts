import { setTimeout as sleep } from 'node:timers/promises';
import { backOff } from '@overstap/kernel';
import { OperatorError } from './operator-error.js';
import { DiskFullError, type RunningServer } from './postgres-server.js';

export interface Keeping {
  /** Ends and failed starts in a row after which it is given up; default 6. */
  readonly most?: number;
  /** Having run for so long, an end counts as the first again; default 30 s. */
  readonly soundAfterMs?: number;
  /** Before the second start in a row, doubled for each further one up to 5 s; the first is made at once. Default 250. */
  readonly pauseMs?: number;
}

interface KeepingParts extends Keeping {
  readonly log: (message: string) => void;
  /** To be broken off when the signal says so. */
  readonly startAgain: (over: AbortSignal) => Promise<RunningServer>;
}

const LONGEST_PAUSE_MS = 5_000;

/** A server that is started again when it ends by itself, with growing pauses; given up, with a word, when that does not help. */
export interface KeptServer {
  /** The process as it is now. */
  readonly pid: number;
  readonly lost: Promise<OperatorError>;
  stop(atOnce?: boolean): Promise<void>;
}

export function keepRunning(
  first: RunningServer,
  { log, startAgain, most = 6, soundAfterMs = 30_000, pauseMs = 250 }: KeepingParts,
): KeptServer {
  let server: RunningServer = first;
  const over = new AbortController();
  let giveUp: (error: OperatorError) => void = () => undefined;
  const lost = new Promise<OperatorError>((resolve) => (giveUp = resolve));

  const keep = async (): Promise<void> => {
    let failures = 0;
    for (;;) {
      const since = performance.now();
      const how = await server.ended;
      if (over.signal.aborted) return;
      if (performance.now() - since >= soundAfterMs) failures = 0;
      const reason = `PostgreSQL (process ${server.pid}) ended by itself (${how}).`;
      for (let why: unknown = undefined; ;) {
        failures += 1;
        const said = why instanceof Error ? why.message : reason;
        // Room may be made at any moment: that is waited for, however long it takes.
        if (failures > most && !(why instanceof DiskFullError)) {
          const message = `${said} It ended or failed to start ${most} times in a row and is not started any more. Look into postgres.log in the data directory, then start the program again.`;
          return giveUp(new OperatorError(message, { cause: why }));
        }
        const pause = failures === 1 ? 0 : backOff({ first: pauseMs, most: LONGEST_PAUSE_MS }, failures - 2);
        log(
          `${said} It is started again${pause > 0 ? ` in ${pause} ms` : ''} (${Math.min(failures, most)} of ${most}).`,
        );
        await sleep(pause, undefined, { signal: over.signal }).catch(() => undefined);
        if (over.signal.aborted) return;
        const began = performance.now();
        const again = await startAgain(over.signal).catch((error: unknown) => void (why = error));
        if (again) server = again;
        // Whoever stops it stops one that came up meanwhile too.
        if (over.signal.aborted) return;
        if (!again) continue;
        log(`PostgreSQL runs again (process ${server.pid}), after ${Math.round(performance.now() - began)} ms.`);
        break;
      }
    }
  };
  const keeping = keep();

  return {
    lost,
    get pid() {
      return server.pid;
    },
    async stop(atOnce) {
      over.abort();
      await server.stop(atOnce);
      await keeping;
      // One that was being started meanwhile.
      await server.stop(atOnce);
    },
  };
}
