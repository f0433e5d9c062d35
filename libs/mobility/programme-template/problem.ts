/** Keys and indexes from the top of a template file to a value: `['trajectory', 'tasks', 3, 'due']`. */
export type Path = readonly (string | number)[];

/** What is wrong with a template file, where, by which rule, and what to do about it. */
export interface TemplateProblem {
  readonly file: string;
  /** 1 for the first line. */
  readonly line: number;
  /** Stable, kebab case: `unknown-anchor`. */
  readonly rule: string;
  readonly message: string;
  readonly fix: string;
}

/** A problem before its file and line are known. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  readonly fix: string;
}

/** `IND-6.yaml:12 unknown-anchor: … (…)`: one line for a terminal or a log. */
export const formatProblem = ({ file, line, rule, message, fix }: TemplateProblem): string =>
  `${file}:${line} ${rule}: ${message}; ${fix}`;
