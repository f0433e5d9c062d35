import { formatDuration, parseDuration } from '@overstap/calendar';
import { stringify } from 'yaml';
import { isPlain, type Layout, layoutOf, LISTS, WORKFLOWS, type Placed, type Plain } from './layout.js';
import {
  countByLaw,
  daysByLaw,
  legalParametersOf,
  parameterOn,
  type LegalParameterRow,
  type TemplateParts,
} from './parts.js';
import { type Path, type TemplateProblem } from './problem.js';
import { readSource } from './source.js';

/** A template of which every part is in its place, as if it had been written in one file. */
export interface Composition {
  readonly value: unknown;
  /** The file and the line in which a value was written. */
  readonly placeOf: (path: Path) => { readonly file: string; readonly line: number };
  readonly problems: readonly TemplateProblem[];
}

/**
 * Puts the parts of a template in their places. `extends: IND-6` begins with another template; `- use: START` in a list takes in that list of
 * a block; `use: [STANDARD]` among the ladders takes in those of its ladders that something carries. An item of one's own replaces the one of
 * the same code. `law: WMCO_WAIT` in a moment becomes the offset that the legal parameters give on that day, and
 * in `times` or `where` of a condition the number.
 */
export function compose(text: string, file: string, parts: TemplateParts): Composition {
  const source = readSource(text);
  const problems: TemplateProblem[] = source.errors.map(({ line, message }) => ({
    file,
    line,
    rule: 'yaml',
    message,
    fix: 'correct the YAML',
  }));
  const placeOf = (path: Path) => ({ file, line: source.lineOf(path) });
  const own = source.value;
  if (problems.length > 0 || !isPlain(own) || !hasParts(own)) return { value: own, placeOf, problems };
  const layout = layoutOf(own, { file, source }, parts, problems);
  return assembled(layout, placeOf, problems, parts.keepsLaws ? asWritten : lawsOf(parts, problems));
}

/** The template as one text without parts: what is published, and understood without the files that it was built from. */
export function standAlone(text: string, file: string, parts: TemplateParts): string {
  const { value, problems } = compose(text, file, parts);
  return problems.length > 0 ? text : stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}

const PART_KEYS = ['extends', 'use', 'law'];

function hasParts(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasParts);
  if (!isPlain(value)) return false;
  return Object.entries(value).some(([key, inner]) => PART_KEYS.includes(key) || hasParts(inner));
}

type Laws = (placed: Placed, value: unknown, path: Path) => unknown;
const asWritten: Laws = (_placed, value) => value;

/** Replaces `law` by the time that is law on the day: an offset, or the rhythm of what repeats. */
function lawsOf(parts: TemplateParts, problems: TemplateProblem[]): Laws {
  const rows = legalParametersOf(parts);
  const resolve: Laws = (placed, value, path) => {
    if (Array.isArray(value)) return value.map((item, index) => resolve(placed, item, [...path, index]));
    if (!isPlain(value)) return value;
    const { law, ...others } = value;
    if (typeof law === 'string' && COUNTED.includes(String(path.at(-1) === 'times' ? 'times' : path.at(-2)))) {
      const number = numberOf(rows, law, parts.today);
      if (number !== undefined) return number;
    }
    const time = path.at(-1) === 'repeat' ? 'every' : 'offset';
    if (typeof law === 'string' && !(time in value)) {
      const row = parameterOn(rows, law, parts.today);
      if (row && /^(calendar(Days|Weeks|Months)|workingDays)$/.test(row.unit))
        return { ...others, [time]: inWords(row) };
      problems.push({
        file: placed.from.file,
        line: placed.from.source.lineOf([...placed.path, ...path, 'law']),
        rule: 'unknown-law',
        message: `no legal parameter "${law}" gives a time on ${parts.today || 'any day'}`,
        fix: 'add it to the legal parameters with source and validity, or write offset',
      });
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, resolve(placed, inner, [...path, key])]),
    );
  };
  return resolve;
}

/** Where a condition counts, the law gives a number: as many as it asks for, or the days of a time. */
const COUNTED: readonly string[] = ['times', 'where'];
const numberOf = (rows: readonly LegalParameterRow[], law: string, day: string): number | undefined =>
  countByLaw(rows, law, day) ?? daysByLaw(rows, law, day);

/** The law's time with its unit: what a row writes in ISO-8601 the law itself counts in calendar time. */
function inWords({ value, unit }: LegalParameterRow): string {
  if (!value.startsWith('P')) return `${value} ${unit}`;
  const time = parseDuration(value);
  return 'error' in time ? value : formatDuration(time);
}

function assembled(
  { single, lists, ladders, taken }: Layout,
  ownPlace: Composition['placeOf'],
  problems: TemplateProblem[],
  laws: Laws,
): Composition {
  const places = new Map<string, Placed>();
  const put = (path: Path, placed: Placed): unknown => {
    places.set(path.join('\n'), placed);
    return laws(placed, placed.value, []);
  };
  const value: Record<string, unknown> = {};
  for (const [key, placed] of single) value[key] = put([key], placed);
  const carried = new Set<unknown>();
  for (const workflow of WORKFLOWS) {
    const here: Record<string, unknown> = { ...((value[workflow] ?? {}) as Plain) };
    for (const list of LISTS) {
      const items = lists.get(`${workflow}.${list}`);
      if (items) here[list] = items.map((item, index) => put([workflow, list, index], item));
      for (const { value: item } of items ?? []) if (isPlain(item)) carried.add(item['ladder']);
    }
    if (workflow in value || Object.keys(here).length > 0) value[workflow] = here;
  }
  const kept = [...ladders].filter(([name]) => carried.has(name) || !taken.has(name));
  value['ladders'] = Object.fromEntries(kept.map(([name, placed]) => [name, put(['ladders', name], placed)]));
  const placeOf: Composition['placeOf'] = (path) => {
    for (let length = path.length; length > 0; length -= 1) {
      const placed = places.get(path.slice(0, length).join('\n'));
      if (placed) {
        const at = [...placed.path, ...path.slice(length)];
        return { file: placed.from.file, line: placed.from.source.lineOf(at) };
      }
    }
    return ownPlace(path);
  };
  return { value, placeOf, problems };
}
