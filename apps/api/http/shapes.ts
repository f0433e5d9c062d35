import { ACCOUNT_ROLES } from '@overstap/access';
import {
  CATEGORIES,
  type Category,
  type JsonObject,
  type JsonValue,
  type PayloadClass,
  type Role,
  schemaOf,
} from '@overstap/kernel';
import { type Names } from '../../program/template-names.js';

declare const OF: unique symbol;
/** JSON Schema of an answer's part; TypeScript sees to it that whatever `T` can be is allowed by it. */
export type Shape<T> = JsonObject & { readonly [OF]?: (value: T) => void };

/** `planned_end_on` → `plannedEndOn`, as `camelCased` has it. */
type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;
type Optional<T> = { [K in keyof T]-?: Partial<Pick<T, K>> extends Pick<T, K> ? K : never }[keyof T] & string;
type Always<T> = Exclude<keyof T & string, Optional<T>>;
type Fields<T, Names extends keyof T & string> = {
  readonly [K in Names as Camel<K>]: Shape<Exclude<T[K], undefined>>;
};

export const text: Shape<string> = { type: 'string' };
export const uuid: Shape<string> = { type: 'string', format: 'uuid' };
export const date: Shape<string> = { type: 'string', format: 'date' };
export const instant: Shape<string> = { type: 'string', format: 'date-time' };
export const whole: Shape<number> = { type: 'integer' };
export const decimal: Shape<number> = { type: 'number' };
export const flag: Shape<boolean> = { type: 'boolean' };
/** The fields of an event of any type. */
export const anyObject: Shape<object> = { type: 'object' };

export const oneOf = <Code extends string>(codes: readonly Code[]): Shape<Code> => ({ type: 'string', enum: codes });
export const always = <Value extends JsonValue>(value: Value): Shape<Value> => ({ const: value });
export const list = <T>(items: Shape<T>): Shape<readonly T[]> => ({ type: 'array', items });
/** Values by names that are data: phases, read models. */
export const byName = <T>(values: Shape<T>): Shape<Readonly<Record<string, T>>> => ({
  type: 'object',
  additionalProperties: values,
});
export const either = <A, B>(one: Shape<A>, other: Shape<B>): Shape<A | B> => ({ anyOf: [one, other] });
/** What has a name or a list of codes stays whole; of others the type says it. */
export const orNull = <T>(shape: Shape<T>): Shape<T | null> => {
  const { type, title, enum: codes, ...rest }: JsonObject = shape;
  if (type === undefined || title !== undefined || codes !== undefined) return either(shape, { type: 'null' });
  return { ...rest, type: [type, 'null'] };
};

/** These fields and no others; those of `optional` need not be there. */
export function object(
  fields: Readonly<Record<string, JsonObject>>,
  optional: Readonly<Record<string, JsonObject>> = {},
): JsonObject {
  const properties = { ...fields, ...optional };
  return { type: 'object', properties, required: Object.keys(fields), additionalProperties: false };
}

/** The same of an interface, whose column names go out in camel case: TypeScript holds names, types and nulls against it. */
export const objectOf = <T extends object>(
  fields: Fields<T, Always<T>>,
  ...optional: [Optional<T>] extends [never] ? [] : [Fields<T, Optional<T>>]
): Shape<T> => object(fields as Readonly<Record<string, JsonObject>>, optional[0]);

/** Stands once under components, by this name. */
export const named = <T>(name: string, shape: Shape<T>): Shape<T> => ({ title: name, ...shape });

/** The fields of a payload that are told, as its class declares them. */
export function fieldsIn(payload: PayloadClass, fields?: readonly string[]): Readonly<Record<string, JsonObject>> {
  const known = schemaOf(payload)['properties'] as Readonly<Record<string, JsonObject>>;
  return Object.fromEntries(Object.entries(known).filter(([name]) => fields?.includes(name) ?? true));
}

export const itemsOf = (each: JsonObject): JsonObject => object({ items: list(each) });
export const pageOf = (each: JsonObject): JsonObject => object({ items: list(each), next: orNull(text) });

const ROLE: Shape<Role> = oneOf([...ACCOUNT_ROLES, 'SERVICE', 'SYSTEM'] as const);
/** Many a row has it as text. */
export const role: Shape<string> = named('Role', ROLE as Shape<string>);
export const category: Shape<Category> = oneOf(CATEGORIES);
/** What something is called in both languages. */
export const names: Shape<Names> = named('Names', objectOf<Names>({ nl: text, en: text }));
