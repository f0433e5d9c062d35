import { type Duration, parseDuration } from '@overstap/calendar';
import { type TemplateDefinition } from './definition.js';
import { type Finding, type Path } from './problem.js';

/** A template whose durations are read: the definition, what could not be read, and where ISO-8601 was written. */
export interface Reading {
  readonly definition: TemplateDefinition;
  readonly findings: readonly Finding[];
  /** Paths, joined with dots, of durations written as `P21D`. */
  readonly iso: ReadonlySet<string>;
}

type Plain = Record<string, unknown>;

/** Keys whose text is a duration, wherever the schema lets them stand. */
const DURATIONS: ReadonlySet<string> = new Set(['offset', 'at', 'every', 'length']);
/** Below these, keys are the writer's own: values of facts and names of ladders may be called anything. */
const FOREIGN: ReadonlySet<string> = new Set(['where', 'names']);

/** Turns a value that fits the schema into a definition: durations read, defaults filled in. */
export function readDefinition(value: unknown): Reading {
  const findings: Finding[] = [];
  const iso = new Set<string>();

  const duration = (text: string, path: Path): Duration => {
    const parsed = parseDuration(text);
    if (/^\s*[-\u2212]?P/.test(text)) iso.add(path.join('.'));
    if (!('error' in parsed)) return parsed;
    const fix = /WD$/i.test(text.trim())
      ? 'working days have no ISO form: write "5 workingDays"'
      : 'write a whole number and a unit, such as "10 workingDays" or P21D';
    findings.push({ path, message: `"${text}" is not a duration: ${parsed.error}`, fix });
    return { value: 0, unit: 'calendarDays' };
  };
  const read = (node: unknown, path: Path): unknown => {
    if (Array.isArray(node)) return node.map((item, index) => read(item, [...path, index]));
    if (typeof node !== 'object' || node === null) return node;
    const entries = Object.entries(node).map(([key, inner]) => {
      const at = [...path, key];
      if (DURATIONS.has(key) && typeof inner === 'string') return [key, duration(inner, at)];
      return [key, FOREIGN.has(key) ? inner : read(inner, at)];
    });
    return Object.fromEntries(entries);
  };

  const plain = read(value, []) as Plain;
  const definition = {
    ...plain,
    trajectory: workflow(plain.trajectory),
    programme: workflow(plain.programme),
  } as unknown as TemplateDefinition;
  return { definition, findings, iso };
}

const list = (value: unknown): readonly Plain[] => (Array.isArray(value) ? value : []);

function workflow(value: unknown): Plain {
  const { phases, deadlines, tasks } = (value ?? {}) as Plain;
  return {
    phases: list(phases).map((phase) => ({ overlaps: false, ...phase })),
    deadlines: list(deadlines),
    tasks: list(tasks).map((task) => ({ mandatory: false, evidence: 'NONE', ...task })),
  };
}
