import { WrongUsage } from '../exit-codes.js';
import { type Surroundings } from '../surroundings.js';
import { type AnswerOptions } from './answer.js';

export interface PageOptions extends AnswerOptions {
  readonly limit?: string;
  readonly cursor?: string;
}

/** What a query for one page is asked with. */
export function pageOf({ limit, cursor }: PageOptions): { readonly limit?: string; readonly cursor?: string } {
  if (limit !== undefined && !(/^\d{1,3}$/.test(limit) && Number(limit) >= 1 && Number(limit) <= 500))
    throw new WrongUsage('--limit', '--limit is how many rows to show, 1 to 500: write --limit 100.');
  return { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) };
}

/** A page that is not the last must not look like everything there is. */
export function sayWhatFollows(page: unknown, around: Surroundings): void {
  const { next } = (page ?? {}) as { readonly next?: unknown };
  if (typeof next === 'string') around.say(`More follows: repeat the command with --cursor ${next}`);
}
