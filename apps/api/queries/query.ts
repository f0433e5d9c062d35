import {
  type AggregateName,
  fieldsOf,
  type FieldProblem,
  type JsonObject,
  type PayloadClass,
  type Role,
} from '@overstap/kernel';
import { type About } from '@overstap/access-log';
import { type Recorded, mustBeRecorded } from '../access-log/recording.js';
import { type Ground, mayBeShown, type Scope, type ShownClass } from '@overstap/policy';
import { type Program } from '../../program/index.js';
import { type RequestContext } from '../http/request-context.js';

/** What a query is asked with: path and query-string parameters after validation, and who asks. */
export interface Question<Parameters extends object> {
  readonly program: Program;
  readonly context: RequestContext;
  readonly parameters: Parameters;
  /** What whoever asks reaches: rows beyond it are not there. */
  readonly scope: Scope;
}

/** `revision` becomes the ETag. */
export interface QueryAnswer {
  readonly body: unknown;
  readonly revision?: number;
  /** Whom it is about, where the body does not say it. */
  readonly about?: About;
  /** For other than JSON, as the definition's `alsoAs` says. */
  readonly contentType?: string;
}

/**
 * A row of the registry of queries: its GET route, OpenAPI, validation and authorisation all come from it. `answer` gives undefined for what does
 * not exist or is not the caller's, which is a 404 either way.
 */
export interface QueryDefinition<Parameters extends object = object> {
  readonly name: string;
  /** `/programmes/{id}/report`: braces name path parameters, which are fields of `parameters`. */
  readonly path: string;
  readonly parameters: PayloadClass<Parameters>;
  readonly roles: readonly Role[];
  /** The classes of what it answers; its roles are among those who may read them. */
  readonly shows: readonly ShownClass[];
  /** On what it rests, where its roles may not read those classes otherwise. */
  readonly ground?: Ground;
  /** What `{id}` of the path is; who does not reach it gets the answer for what is not there. */
  readonly of?: AggregateName | 'nobody';
  /** Whoever has an open task of the trajectory may ask it too, and reads what that task needs. */
  readonly ofTask?: true;
  /** For the access log; of what shows P2–P4, of what somebody at the employer may ask, and of whatever else says so. */
  readonly recorded?: Recorded;
  readonly summary: string;
  readonly responseSchema: JsonObject;
  /** Another media type it can be asked for. */
  readonly alsoAs?: 'text/csv';
  answer(question: Question<Parameters>): Promise<QueryAnswer | undefined>;
}

export const query = <Parameters extends object>(definition: QueryDefinition<Parameters>): QueryDefinition =>
  definition as unknown as QueryDefinition;

/** Throws at start, with everything that is wrong: two queries of one name or at one path, a path that names no field, a query nobody may ask, one for a role that may not read what it shows, one whose reads must be entered in the access log and that does not say how. */
export function checkQueries(queries: readonly QueryDefinition[]): void {
  const problems = queries.flatMap(({ name, path, parameters, roles, shows, ground, of, recorded }, index) => {
    const before = queries.slice(0, index);
    const fields = fieldsOf(parameters).map((field) => field.name);
    const unknown = [...path.matchAll(/\{(\w+)\}/g)]
      .map(([, field = '']) => field)
      .filter((field) => !fields.includes(field));
    return [
      ...(before.some((other) => other.name === name) ? [`Two queries are called ${name}`] : []),
      ...(before.some((other) => addressOf(other.path) === addressOf(path)) ? [`Two queries answer at ${path}`] : []),
      ...unknown.map((field) => `${name} has no field for {${field}} of its path`),
      ...(roles.length === 0 ? [`Nobody may ask ${name}`] : []),
      ...(path.includes('{id}') && of === undefined ? [`${name} does not say of what {id} is`] : []),
      ...(!recorded && roles.some((role) => mustBeRecorded(shows, role))
        ? [`${name} does not say how it is entered in the access log`]
        : []),
      ...roles.flatMap((role) =>
        shows
          .filter((shown) => !mayBeShown(role, shown, ground))
          .map((shown) => `${name} shows ${shown}, which ${role} may not read`),
      ),
    ];
  });
  if (problems.length > 0) throw new Error(`The registry of queries is broken:\n${problems.join('\n')}`);
}

/** Two paths that differ only in what they call a parameter are one address. */
const addressOf = (path: string): string => path.replaceAll(/\{\w+\}/g, '{}');

/** Query strings are text: numbers and flags are read as the field's schema says. */
export function readParameters(
  raw: Readonly<Record<string, unknown>>,
  schemas: Readonly<Record<string, JsonObject>>,
): { readonly values: Record<string, unknown> } | { readonly problems: readonly FieldProblem[] } {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (Array.isArray(value))
      return { problems: [{ field: name, rule: 'once', message: `${name} may be given once` }] };
    const type = schemas[name]?.['type'];
    if (type === 'integer' || type === 'number') values[name] = value === '' ? undefined : Number(value);
    else if (type === 'boolean') values[name] = value === 'true' ? true : value === 'false' ? false : value;
    else values[name] = value;
  }
  return { values };
}
