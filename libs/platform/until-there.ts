import { setTimeout as sleep } from 'node:timers/promises';
import { backOff } from '@overstap/kernel';
import { type Logger } from './logging.js';
import { OperatorError } from './operator-error.js';

/** A server beside the program without which it cannot start. */
export interface Needed {
  /** As people call it. */
  readonly name: string;
  /** Host and port, without who signs in there. */
  readonly at: string;
  /** The variable that says so. */
  readonly setting: string;
  /** What else may be wrong with it where nothing answers. */
  readonly hint?: string;
  /** Throws an OperatorError for what waiting does not mend, such as a wrong password. */
  ask(): Promise<unknown>;
  /** Whether the same question may be answered later. */
  isAway(error: unknown): boolean;
}

export interface Patience {
  /** 0: everything must be there at once. */
  readonly waitMs: number;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  /** Nobody waits any longer once it is aborted. */
  readonly over: AbortSignal;
  /** After which a question counts as unanswered. */
  readonly answerMs?: number;
}

const AGAIN_MS = { first: 100, most: 2_000 };

class NoAnswer extends Error {}

/** Resolves when all answer, or when it is over. Throws an OperatorError when one of them is still away after the wait, or is wrong. */
export async function untilAllThere(needed: readonly Needed[], patience: Patience): Promise<void> {
  const failed = new AbortController();
  const over = AbortSignal.any([patience.over, failed.signal]);
  try {
    await Promise.all(needed.map((each) => untilThere(each, { ...patience, over })));
  } finally {
    // What is wrong with one is said at once: the others are not waited for.
    failed.abort();
  }
}

async function untilThere(needed: Needed, { waitMs, log, over, answerMs = 10_000 }: Patience): Promise<void> {
  const { name, at } = needed;
  const until = performance.now() + waitMs;
  for (let failures = 0; !over.aborted; failures++) {
    const error = await askedFor(needed, answerMs, over);
    if (error === undefined || over.aborted) {
      if (failures > 0 && !over.aborted) log.info(`${name} answers`, { host: at });
      return;
    }
    if (error instanceof OperatorError || !(error instanceof NoAnswer || needed.isAway(error))) throw error;
    const left = until - performance.now();
    if (left <= 0) throw stillAway(needed, waitMs, error);
    if (failures === 0) log.warn(`${name} does not answer yet; the start waits for it`, { host: at, ms: waitMs });
    await sleep(Math.min(backOff(AGAIN_MS, failures), left), undefined, { signal: over }).catch(() => undefined);
  }
}

/** What went wrong; undefined when it answered, or when it is over. */
async function askedFor(needed: Needed, answerMs: number, over: AbortSignal): Promise<unknown> {
  const asked = new AbortController();
  const signal = AbortSignal.any([over, asked.signal]);
  const late = sleep(answerMs, new NoAnswer(`${needed.name} left a question unanswered`), { signal }).catch(
    () => undefined,
  );
  const answer = needed.ask().then(
    () => undefined,
    (error: unknown) => error,
  );
  return Promise.race([answer, late]).finally(() => asked.abort());
}

function stillAway({ name, at, setting, hint }: Needed, waitMs: number, cause: unknown): OperatorError {
  const { code } = cause as { readonly code?: unknown };
  const why = typeof code === 'string' ? ` (${code})` : '';
  return new OperatorError(
    `${name} does not answer at ${at}${why}; the start waited ${Math.round(waitMs / 1000)} s for it. ` +
      `Check that it runs, that this machine reaches it there, and the address in ${setting}.${hint ? ` ${hint}` : ''}`,
    { cause },
  );
}

/** Host and port in the address of a server, or several of them: never a password, whatever characters are in it. */
export function hostsIn(url: string): string {
  const signsIn = url.lastIndexOf('@');
  const from = signsIn === -1 ? url.indexOf('://') + 3 : signsIn + 1;
  return url.slice(from).split(/[/?#]/, 1)[0] ?? '';
}
