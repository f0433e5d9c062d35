import { createLogger, OperatorError } from '@overstap/platform';
import { copyEvents, type LogPlace } from '../../program/copy-events.js';
import { type ExitCode, Failure, WrongUsage } from '../exit-codes.js';
import { positionsOf } from '../program/positions.js';
import { settingsOf } from '../program/settings.js';
import { type Surroundings } from '../surroundings.js';
import { count } from '../text/numbers.js';
import { answer, type AnswerOptions } from './answer.js';

export interface CopyEventsOptions extends AnswerOptions {
  readonly from: LogPlace;
  readonly to: LogPlace;
  readonly ahead?: boolean;
}

const STEPS = { looking: 'Looking at what is there', copying: 'Copying', checking: 'Checking the copy' };
const SAYS_EVERY_MS = 5_000;

/** Moves the log of the installation on this machine from one event store to the other. */
export async function copyLog(options: CopyEventsOptions, around: Surroundings): Promise<ExitCode> {
  const { from, to, ahead = false } = options;
  if (from === to) throw new WrongUsage('--to', `--to is ${to}, where the log is said to be: write the other one.`);
  const settings = settingsOf(around.env);
  let said = performance.now();
  const copied = await copyEvents(settings, createLogger('warn'), {
    from,
    to,
    ahead,
    progress(step, events) {
      if (performance.now() - said < SAYS_EVERY_MS) return;
      said = performance.now();
      around.say(`${STEPS[step]}: ${count(events)} events …`);
    },
  }).catch((error: unknown) => {
    throw error instanceof OperatorError ? new Failure(error.message) : error;
  });
  // What was remembered is a position of the other log.
  if (!ahead) await positionsOf({ dataDirectory: settings.dataDir }).remember(copied.head.to);
  return answer(around, options, copied, () =>
    [
      `${count(copied.copied)} of ${count(copied.events)} events in ${count(copied.streams)} streams were copied; both logs are the same (${copied.digest.slice(0, 16)}…).`,
      ahead
        ? 'Nothing follows the copy yet. Stop every process of the program, and copy again without --ahead.'
        : `Set EVENT_STORE=${to} for every process and start them; read models are then built anew beside the live ones.`,
      '',
    ].join('\n'),
  );
}
