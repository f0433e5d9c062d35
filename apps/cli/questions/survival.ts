import { landingOf, parseSurvivalCsv } from '@overstap/statistics';
import { EXIT, type ExitCode, Failure, WrongUsage } from '../exit-codes.js';
import { type Surroundings } from '../surroundings.js';
import { bytesOf, textOf } from '../text/files.js';
import { landingText } from '../text/landing-text.js';

export interface SurvivalOptions {
  readonly horizon?: string;
  readonly json?: boolean;
}

const LONGEST_FILE = 256 * 1024 * 1024;

/** `overstap survival`: the statistics of the report for an analyst's own file. Starts nothing. */
export async function survival(file: string, options: SurvivalOptions, around: Surroundings): Promise<ExitCode> {
  const horizon = options.horizon === undefined ? undefined : daysIn(options.horizon);
  const bytes = await bytesOf(file, around);
  if (bytes.length > LONGEST_FILE)
    throw new Failure(`${file} is larger than 256 MB; leave out the columns other than time and cause.`);
  const read = parseSurvivalCsv(textOf(bytes));
  if (read.outcome === 'refused') {
    const lines = read.problems.map(({ line, message }) => `${file}:${line} ${message}`);
    throw new Failure(lines.join('\n'), read.problems);
  }
  const landing = landingOf(read.observations, horizon === undefined ? {} : { restrictedTo: horizon });
  await around.write(options.json ? `${JSON.stringify(landing)}\n` : landingText(landing));
  return EXIT.done;
}

function daysIn(text: string): number {
  const days = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(days))
    throw new WrongUsage('--horizon', '--horizon is a number of days, 0 or more: write --horizon 365.');
  return days;
}
