import 'reflect-metadata';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { type Field, fieldsOf, type PayloadClass } from './fields.js';
import { oncePer } from './once-per.js';

/** One broken rule. The value itself is never repeated: it may be personal. */
export interface FieldProblem {
  /** Dotted path: `phases.0.id`. */
  readonly field: string;
  /** The rule's stable name: `date`, `unknownField` for a field that is not known. */
  readonly rule: string;
  readonly message: string;
}

function flatten(errors: readonly ValidationError[], path: string): FieldProblem[] {
  return errors.flatMap((error) => {
    const field = pathOf(path, error.property);
    const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({ field, rule, message }));
    return [...own, ...flatten(error.children ?? [], field)];
  });
}

const pathOf = (path: string, name: string | number): string => (path ? `${path}.${name}` : String(name));

/** The library looks through the rules of every class there is, and sorts them, each time; those of a class no longer change once something is held against them. */
const storage = getMetadataStorage();
const lookUp = storage.getTargetValidationMetadatas.bind(storage);
const rulesOf = oncePer((of: NewableFunction) => lookUp(of, '', false, false));
storage.getTargetValidationMetadatas = (of, schema, always, strictGroups, groups) =>
  typeof of === 'function' && !schema && !always && !strictGroups && !groups?.length
    ? rulesOf(of)
    : lookUp(of, schema, always, strictGroups, groups);

storage.groupByPropertyName = oncePer(storage.groupByPropertyName.bind(storage));

const fieldsIn = oncePer((payload: PayloadClass) => new Map(fieldsOf(payload).map((field) => [field.name, field])));

/**
 * The declared fields of what was sent, as an instance of their class, by which the library finds their rules; what is nested likewise. Other fields are
 * named in `unknown`, whatever they are called, and go no further. Whoever sends an optional field as null has not given it; nothing that is stored tells
 * the two apart.
 */
function instanceOf(payload: PayloadClass, plain: object, path: string, unknown: string[]): object {
  const fields = fieldsIn(payload);
  const value = new payload() as Record<string, unknown>;
  for (const [name, part] of Object.entries(plain)) {
    const field = fields.get(name);
    if (!field) unknown.push(pathOf(path, name));
    else if (part !== null || !field.optional) value[name] = partOf(field, part, pathOf(path, name), unknown);
  }
  return value;
}

function partOf({ nested }: Pick<Field, 'nested'>, part: unknown, path: string, unknown: string[]): unknown {
  if (!nested || typeof part !== 'object' || part === null) return part;
  return Array.isArray(part)
    ? part.map((each, nth) => partOf({ nested }, each, pathOf(path, nth), unknown))
    : instanceOf(nested(), part, path, unknown);
}

/** The instance when every field keeps its rules, else every broken rule. Unknown fields are refused. */
export function validate<T extends object>(
  payload: PayloadClass<T>,
  plain: unknown,
): { readonly value: T } | { readonly problems: readonly FieldProblem[] } {
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain))
    return { problems: [{ field: '', rule: 'object', message: 'the body must be a JSON object' }] };
  const unknown: string[] = [];
  const value = instanceOf(payload, plain, '', unknown) as T;
  const errors = validateSync(value, { forbidUnknownValues: false, validationError: { target: false, value: false } });
  const problems = [
    ...unknown.map((field) => ({
      field,
      rule: 'unknownField',
      message: `${field} is not a field of this request; remove it`,
    })),
    ...flatten(errors, ''),
  ];
  return problems.length > 0 ? { problems } : { value };
}
