import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { fieldsOf, type PayloadClass } from './fields.js';
import { oncePer } from './once-per.js';

/** One broken rule. The value itself is never repeated: it may be personal. */
export interface FieldProblem {
  /** Dotted path: `phases.0.id`. */
  readonly field: string;
  /** The rule's stable name: `date`, `whitelistValidation` for a field that is not known. */
  readonly rule: string;
  readonly message: string;
}

function flatten(errors: readonly ValidationError[], path: string): FieldProblem[] {
  return errors.flatMap((error) => {
    const field = path ? `${path}.${error.property}` : error.property;
    const own = Object.entries(error.constraints ?? {}).map(([name, message]) =>
      name === 'whitelistValidation'
        ? { field, rule: 'unknownField', message: `${field} is not a field of this request; remove it` }
        : { field, rule: name, message },
    );
    return [...own, ...flatten(error.children ?? [], field)];
  });
}

/** The library looks through the rules of every class there is each time; those of a class no longer change once something is held against them. */
const storage = getMetadataStorage();
const lookUp = storage.getTargetValidationMetadatas.bind(storage);
const rulesOf = oncePer((of: NewableFunction) => lookUp(of, '', false, false));
storage.getTargetValidationMetadatas = (of, schema, always, strictGroups, groups) =>
  typeof of === 'function' && !schema && !always && !strictGroups && !groups?.length
    ? rulesOf(of)
    : lookUp(of, schema, always, strictGroups, groups);

const fieldsIn = oncePer(fieldsOf);

/** Whoever sends an optional field as null has not given it; nothing that is stored tells the two apart. */
function dropNulls(payload: PayloadClass, value: Record<string, unknown>): void {
  for (const { name, optional, nested } of fieldsIn(payload)) {
    const part = value[name];
    if (part === null && optional) delete value[name];
    else if (nested)
      for (const each of [part].flat())
        if (typeof each === 'object' && each !== null) dropNulls(nested(), each as Record<string, unknown>);
  }
}

/** The instance when every field keeps its rules, else every broken rule. Unknown fields are refused. */
export function validate<T extends object>(
  payload: PayloadClass<T>,
  plain: unknown,
): { readonly value: T } | { readonly problems: readonly FieldProblem[] } {
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain))
    return { problems: [{ field: '', rule: 'object', message: 'the body must be a JSON object' }] };
  const value = plainToInstance(payload, plain, { exposeDefaultValues: false });
  dropNulls(payload, value as Record<string, unknown>);
  const errors = validateSync(value, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false,
    validationError: { target: false, value: false },
  });
  return errors.length > 0 ? { problems: flatten(errors, '') } : { value };
}
