import { type JsonObject, type PayloadClass, schemaOf, validate } from '@overstap/kernel';
import { invalidProblem } from '../http/problem.js';
import { readParameters } from '../queries/query.js';

/** A query string in this shape and no other: a parameter that it does not have is refused. */
export function readQuery<T extends object>(shape: PayloadClass<T>, query: unknown): T {
  const schemas = schemaOf(shape)['properties'] as Readonly<Record<string, JsonObject>>;
  const read = readParameters((query ?? {}) as Readonly<Record<string, unknown>>, schemas);
  if ('problems' in read) throw invalidProblem(read.problems);
  const checked = validate(shape, read.values);
  if ('problems' in checked) throw invalidProblem(checked.problems);
  return checked.value;
}
