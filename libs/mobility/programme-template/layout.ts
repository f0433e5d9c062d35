import { type ReadFile, type TemplateParts } from './parts.js';
import { type Path, type TemplateProblem } from './problem.js';
import { readSource } from './source.js';
import { stretched, startingFrom } from './stretching.js';

export type Plain = Readonly<Record<string, unknown>>;
export const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const WORKFLOWS = ['trajectory', 'programme'] as const;
export const LISTS = ['phases', 'deadlines', 'tasks'] as const;

/** A value and where it was written. */
export interface Placed {
  readonly value: unknown;
  readonly from: ReadFile;
  readonly path: Path;
}

/** The pieces of a template before they are put together; each knows where it comes from. */
export interface Layout {
  /** Values that are replaced as a whole, by key. */
  readonly single: ReadonlyMap<string, Placed>;
  /** `trajectory.tasks` and its like. */
  readonly lists: ReadonlyMap<string, readonly Placed[]>;
  readonly ladders: ReadonlyMap<string, Placed>;
  /** Ladders of a block or of the template that is varied: they stay only when something carries them. */
  readonly taken: ReadonlySet<string>;
}

const NOTHING: Layout = { single: new Map(), lists: new Map(), ladders: new Map(), taken: new Set() };
/** A variant of a variant of a variant should be a template of its own; above all this stops a circle. */
const DEEPEST = 4;
const COMPOSING = ['extends', 'stretch', 'without', 'ladders'];

/** Code of a deadline or a task, id of a phase. */
export const codeOf = (item: unknown): string | undefined => {
  const code = isPlain(item) ? (item['code'] ?? item['id']) : undefined;
  return typeof code === 'string' ? code : undefined;
};

/** The pieces of the template `own`; what cannot be found is added to `problems`. */
export function layoutOf(
  own: Plain,
  from: ReadFile,
  parts: TemplateParts,
  problems: TemplateProblem[],
  depth = 0,
): Layout {
  const part = (name: unknown, path: Path): { readonly value: Plain; readonly from: ReadFile } | undefined =>
    partOf(name, { value: name, from, path }, parts, problems, depth);
  const parent = 'extends' in own ? part(own['extends'], ['extends']) : undefined;
  const whole = parent ? layoutOf(parent.value, parent.from, parts, problems, depth + 1) : NOTHING;
  const base = own['stretch'] === true ? stretched(whole, own['length']) : whole;

  const single = new Map(base.single);
  const lists = new Map(base.lists);
  for (const [key, value] of Object.entries(own)) {
    if (COMPOSING.includes(key)) continue;
    if (!(WORKFLOWS as readonly string[]).includes(key) || !isPlain(value)) {
      single.set(key, { value, from, path: [key] });
      continue;
    }
    const others = Object.entries(value).filter(([name]) => !(LISTS as readonly string[]).includes(name));
    single.set(key, { value: Object.fromEntries(others), from, path: [key] });
    for (const list of LISTS)
      if (list in value)
        lists.set(`${key}.${list}`, listOf(value[list], [key, list], base.lists.get(`${key}.${list}`)));
  }
  const without = Array.isArray(own['without']) ? own['without'] : [];
  for (const [name, items] of lists)
    lists.set(
      name,
      items.filter(({ value }) => !without.includes(codeOf(value))),
    );
  return { single, lists, ...laddersOf(own['ladders']) };

  function listOf(items: unknown, path: Path, before: readonly Placed[] = []): readonly Placed[] {
    if (!Array.isArray(items)) return [{ value: items, from, path }];
    const found: Placed[] = [];
    const mine: Placed[] = [];
    for (const [index, value] of (items as unknown[]).entries()) {
      const at = [...path, index];
      const block = isPlain(value) && 'use' in value ? part(value['use'], [...at, 'use']) : undefined;
      if (isPlain(value) && 'use' in value) found.push(...(block ? taken(block, value, path) : []));
      else {
        const item = { value, from, path: at };
        found.push(item);
        mine.push(item);
      }
    }
    return replaced([...before, ...found], mine);
  }

  function taken(block: { value: Plain; from: ReadFile }, how: Plain, path: Path): readonly Placed[] {
    const inner = layoutOf(block.value, block.from, parts, problems, depth + 1);
    const without = Array.isArray(how['without']) ? how['without'] : [];
    const items = (inner.lists.get(path.join('.')) ?? []).filter(({ value }) => !without.includes(codeOf(value)));
    const anchor = how['startingFrom'];
    return typeof anchor === 'string' ? items.map((item) => startingFrom(item, anchor)) : items;
  }

  function laddersOf(value: unknown): Pick<Layout, 'ladders' | 'taken'> {
    const ladders = new Map(base.ladders);
    const fromBlocks = new Set(base.ladders.keys());
    if (!isPlain(value)) return { ladders, taken: fromBlocks };
    const { use = [], ...mine } = value;
    for (const [index, name] of (Array.isArray(use) ? (use as unknown[]) : [use]).entries()) {
      const block = part(name, ['ladders', 'use', index]);
      if (!block) continue;
      for (const [ladder, placed] of layoutOf(block.value, block.from, parts, problems, depth + 1).ladders) {
        ladders.set(ladder, placed);
        fromBlocks.add(ladder);
      }
    }
    for (const [ladder, rungs] of Object.entries(mine)) {
      ladders.set(ladder, { value: rungs, from, path: ['ladders', ladder] });
      fromBlocks.delete(ladder);
    }
    return { ladders, taken: fromBlocks };
  }
}

/** An item of one's own takes the place of the one of its code that was there before. */
function replaced(items: readonly Placed[], mine: readonly Placed[]): readonly Placed[] {
  const own = new Map(mine.map((item) => [codeOf(item.value), item]));
  const inherited = new Set(items.filter((item) => !mine.includes(item)).map(({ value }) => codeOf(value)));
  return items.flatMap((item) => {
    const code = codeOf(item.value);
    if (code === undefined || !inherited.has(code)) return [item];
    return mine.includes(item) ? [] : [own.get(code) ?? item];
  });
}

function partOf(
  name: unknown,
  { from, path }: Placed,
  parts: TemplateParts,
  problems: TemplateProblem[],
  depth: number,
): { readonly value: Plain; readonly from: ReadFile } | undefined {
  const report = (message: string, fix: string): undefined => {
    problems.push({ file: from.file, line: from.source.lineOf(path), rule: 'unknown-part', message, fix });
    return undefined;
  };
  if (depth >= DEEPEST) return report('parts lie in each other too deep', 'let none of them build on itself');
  const found = typeof name === 'string' ? parts.read(name) : undefined;
  if (!found)
    return report(
      `there is no part "${String(name)}" here`,
      'name a shipped template or block; a file that is sent to the program itself has to stand on its own',
    );
  const source = readSource(found.text);
  for (const { line, message } of source.errors)
    problems.push({ file: found.file, line, rule: 'yaml', message, fix: 'correct the YAML' });
  return isPlain(source.value) ? { value: source.value, from: { file: found.file, source } } : undefined;
}
