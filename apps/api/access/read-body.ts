import { type PayloadClass, validate } from '@overstap/kernel';
import { invalidProblem } from '../http/problem.js';

/** A JSON body in this shape and no other: a field that it does not have is refused. */
export function readBody<T extends object>(shape: PayloadClass<T>, body: unknown): T {
  const checked = validate(shape, body ?? {});
  if ('problems' in checked) throw invalidProblem(checked.problems);
  return checked.value;
}
