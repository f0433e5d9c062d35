import { type Cell, textOf } from './cohort-file.js';
import { broken, type Parsed } from './parsed.js';

/** Groups of thousands by point or comma, then the other sign and at most two decimals: 2.378,39 and 2,378.39. */
const DUTCH_GROUPED = /^\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?$/;
const ENGLISH_GROUPED = /^\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?$/;
/** No groups: 2378,39 and 2378.39. One sign with three digits behind it is a group, for cents have two. */
const PLAIN = /^\d+(?:[.,]\d{1,2})?$/;

const MOST_CENTS = 100_000_000;

/** Euro cents of an amount written the Dutch or the English way, with or without a euro sign. */
export function parseAmount(cell: Cell): Parsed<number> {
  const euros = typeof cell === 'number' ? cell : writtenAmount(textOf(cell));
  if (euros === undefined || !Number.isFinite(euros))
    return broken('invalid-number', 'Not an amount. Write an amount like 2.378,39 or 2378.39.');
  const cents = Math.round(euros * 100);
  if (cents < 0 || cents > MOST_CENTS)
    return broken('out-of-range', 'A gross monthly wage lies between 0 and 1,000,000 euro. Correct the amount.');
  return { value: cents };
}

function writtenAmount(text: string): number | undefined {
  const bare = text
    .replace(/€|\bEUR\b/gi, '')
    .replace(/\s/g, '')
    .replace(/,-{1,2}$/, '');
  const negative = /^[-−]|[-−]$/.test(bare);
  const digits = bare.replace(/^[-−]|[-−]$/, '');
  const sign = negative ? -1 : 1;
  if (DUTCH_GROUPED.test(digits)) return sign * Number(digits.replaceAll('.', '').replace(',', '.'));
  if (ENGLISH_GROUPED.test(digits)) return sign * Number(digits.replaceAll(',', ''));
  return PLAIN.test(digits) ? sign * Number(digits.replace(',', '.')) : undefined;
}

/** Hours a week: a decimal with a point or a comma, above 0 and at most 60. */
export function parseHours(cell: Cell): Parsed<number> {
  const text = textOf(cell);
  const hours =
    typeof cell === 'number' ? cell : /^-?\d{1,4}([.,]\d{1,4})?$/.test(text) ? Number(text.replace(',', '.')) : NaN;
  if (Number.isNaN(hours)) return broken('invalid-number', 'Not a number of hours. Write hours like 36 or 32,5.');
  if (hours <= 0 || hours > 60)
    return broken(
      'out-of-range',
      'Hours per week lie above 0 and at most at 60. Correct the hours, or clear the cell.',
    );
  return { value: Math.round(hours * 10_000) / 10_000 };
}
