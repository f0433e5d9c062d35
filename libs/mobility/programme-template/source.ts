import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { type Path } from './problem.js';

/** A template file as text: its values, and the line on which each of them stands. */
export interface Source {
  readonly value: unknown;
  /** The line of the value, or of the nearest thing around it that is in the file. */
  lineOf(path: Path): number;
  readonly errors: readonly { readonly line: number; readonly message: string }[];
}

/** A template of this many characters is a mistake: the shipped ones have about 50,000. */
export const LONGEST_TEMPLATE = 500_000;

export function readSource(text: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const errors = [...document.errors, ...document.warnings].map((error) => ({
    line: Math.max(1, lines.linePos(error.pos[0]).line),
    message: error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? 'cannot be read',
  }));
  const { value, failure } = errors.length > 0 ? { value: undefined, failure: undefined } : valueOf(document);
  return {
    value,
    errors: failure === undefined ? errors : [{ line: 1, message: failure }],
    lineOf: (path) => {
      for (let length = path.length; length >= 0; length--) {
        const offset = offsetOf(document, path.slice(0, length));
        if (offset !== undefined) return lines.linePos(offset).line;
      }
      return 1;
    },
  };
}

/** Aliases that multiply beyond reason make `toJS` throw: that is a problem of the file, not a crash. */
function valueOf(document: Document): { value: unknown; failure: string | undefined } {
  try {
    return { value: document.toJS({ maxAliasCount: 100 }), failure: undefined };
  } catch (error) {
    return { value: undefined, failure: error instanceof Error ? error.message : 'cannot be read' };
  }
}

/** A value in a map stands where its key stands, so that a key without a value has a line too. */
function offsetOf(document: Document, path: Path): number | undefined {
  const last = path.at(-1);
  const parent: unknown = path.length === 0 ? undefined : document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === last);
    if (pair && isNode(pair.key)) return pair.key.range?.[0];
  }
  const node: unknown = document.getIn([...path], true);
  return isNode(node) ? node.range?.[0] : undefined;
}
