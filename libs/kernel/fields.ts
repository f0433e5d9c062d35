import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { type JsonObject } from './event.js';
import { type PrivacyClass } from './privacy-class.js';

/**
 * Field decorators for commands and event payloads. One decorator says all there is to know of a field: how it is validated,
 * how OpenAPI shows it, and its privacy class. The class that carries them is the request body and the stored payload alike.
 */
export interface FieldOptions {
  readonly optional?: boolean;
  /** Overrides the privacy class of the event as a whole. */
  readonly privacy?: PrivacyClass;
  readonly description?: string;
}

export interface Field {
  readonly name: string;
  readonly schema: JsonObject;
  readonly optional: boolean;
  readonly privacy?: PrivacyClass;
  /** The class of a nested object or of a list's items. */
  readonly nested?: () => PayloadClass;
  readonly list: boolean;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a class with any constructor; decorators see it untyped
export type PayloadClass<T extends object = object> = new (...args: any[]) => T;

const FIELDS = new WeakMap<object, Map<string, Field>>();

/** The declared fields of a payload class, inherited ones first. */
export function fieldsOf(payload: PayloadClass): readonly Field[] {
  const fields = new Map<string, Field>();
  const chain: object[] = [];
  for (let proto: object | null = payload.prototype as object; proto; proto = Object.getPrototypeOf(proto))
    chain.unshift(proto);
  for (const proto of chain) for (const [name, field] of FIELDS.get(proto) ?? []) fields.set(name, field);
  return [...fields.values()];
}

type Shape = Omit<Field, 'name' | 'optional' | 'privacy' | 'schema' | 'list'> & { schema: JsonObject; list?: boolean };

function field(options: FieldOptions, shape: Shape, validators: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, key) => {
    const name = String(key);
    const own = FIELDS.get(target) ?? new Map<string, Field>();
    FIELDS.set(target, own);
    own.set(name, {
      name,
      optional: options.optional ?? false,
      list: shape.list ?? false,
      schema: options.description ? { ...shape.schema, description: options.description } : shape.schema,
      ...(options.privacy ? { privacy: options.privacy } : {}),
      ...(shape.nested ? { nested: shape.nested } : {}),
    });
    for (const validator of validators) validator(target, key);
    if (options.optional) IsOptional()(target, key);
  };
}

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** True for a date that exists, written `YYYY-MM-DD`. */
export function isLocalDate(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = month === 2 && leap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
  return day >= 1 && day <= length;
}

/** True for a moment with its offset or `Z`: `2027-03-01T09:00:00+01:00`. */
export const isInstant = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(value) &&
  isLocalDate(value.slice(0, 10)) &&
  !Number.isNaN(Date.parse(value));

const rule = (name: string, validate: (value: unknown) => boolean, message: string): PropertyDecorator =>
  ValidateBy({ name, validator: { validate, defaultMessage: () => message } });

const isJsonObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const isObject = rule('object', isJsonObject, '$property must be an object');

const areObjects = rule(
  'object',
  (value) => !Array.isArray(value) || value.every(isJsonObject),
  'each of $property must be an object',
);

/** A local date, `YYYY-MM-DD`, that exists. */
export const DateField = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { schema: { type: 'string', format: 'date' } }, [
    rule('date', isLocalDate, '$property must be a date that exists, written YYYY-MM-DD'),
  ]);

/** A moment with its offset. */
export const InstantField = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { schema: { type: 'string', format: 'date-time' } }, [
    rule('instant', isInstant, '$property must be a moment with its offset, such as 2027-03-01T09:00:00+01:00'),
  ]);

// eslint-disable-next-line no-control-regex -- control characters are what it refuses
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

/** Text for people; `max` characters, 2,000 unless told. */
export const TextField = (options: FieldOptions & { max?: number; min?: number } = {}): PropertyDecorator => {
  const { max = 2000, min = 1 } = options;
  return field(options, { schema: { type: 'string', minLength: min, maxLength: max } }, [
    IsString(),
    MinLength(min),
    MaxLength(max),
    rule(
      'text',
      (value) => typeof value !== 'string' || !CONTROL_CHARACTERS.test(value),
      '$property must not contain control characters',
    ),
  ]);
};

const ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/;
/** What an id in a path looks like, as in a body. */
export const ID_SCHEMA: JsonObject = { type: 'string', pattern: ID.source };
export const isId = (text: string): boolean => ID.test(text);
const AN_ID = 'an id: letters, digits and - _ . : only, at most 100';

/** A pseudonymous id or a code made of letters, digits and `-_.:`; at most 100 characters. */
export const IdField = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { schema: ID_SCHEMA }, [Matches(ID, { message: `$property must be ${AN_ID}` })]);

const SHORT_ID = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$/;

/** An id that people write themselves, such as a programme's code. */
export const ShortIdField = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { schema: { type: 'string', pattern: SHORT_ID.source } }, [
    Matches(SHORT_ID, { message: '$property must be a code: letters, digits and - _ . only, at most 60' }),
  ]);

/** One of a fixed list of codes. */
export const CodeField = (values: readonly string[], options: FieldOptions = {}): PropertyDecorator =>
  field(options, { schema: { type: 'string', enum: [...values] } }, [
    IsIn([...values], { message: `$property must be one of: ${values.join(', ')}` }),
  ]);

/** A whole number; 0 to 1,000,000 unless told. */
export const WholeField = (options: FieldOptions & { min?: number; max?: number } = {}): PropertyDecorator => {
  const { min = 0, max = 1_000_000 } = options;
  return field(options, { schema: { type: 'integer', minimum: min, maximum: max } }, [IsInt(), Min(min), Max(max)]);
};

/** Euro cents, whole, at most 100 million euro. */
export const CentsField = (options: FieldOptions = {}): PropertyDecorator =>
  WholeField({ ...options, min: 0, max: 10_000_000_000 });

/** A decimal number with at most four digits behind the point. */
export const DecimalField = (options: FieldOptions & { min?: number; max?: number } = {}): PropertyDecorator => {
  const { min = 0, max = 1_000_000 } = options;
  return field(options, { schema: { type: 'number', minimum: min, maximum: max } }, [
    IsNumber({ maxDecimalPlaces: 4, allowNaN: false, allowInfinity: false }),
    Min(min),
    Max(max),
  ]);
};

export const FlagField = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { schema: { type: 'boolean' } }, [IsBoolean()]);

/** A list of ids; at most 100. */
export const IdListField = (options: FieldOptions & { max?: number; min?: number } = {}): PropertyDecorator => {
  const { max = 100, min = 0 } = options;
  const items: JsonObject = { type: 'string', pattern: ID.source };
  return field(options, { schema: { type: 'array', items, minItems: min, maxItems: max }, list: true }, [
    IsArray(),
    ArrayMinSize(min),
    ArrayMaxSize(max),
    Matches(ID, { each: true, message: `each of $property must be ${AN_ID}` }),
  ]);
};

/** A list of codes or short texts; at most 100 items of 200 characters. */
export const ListField = (
  options: FieldOptions & { of?: readonly string[]; max?: number; min?: number } = {},
): PropertyDecorator => {
  const { of, max = 100, min = 0 } = options;
  const items: JsonObject = of ? { type: 'string', enum: [...of] } : { type: 'string', maxLength: 200 };
  return field(options, { schema: { type: 'array', items, minItems: min, maxItems: max }, list: true }, [
    IsArray(),
    ArrayMinSize(min),
    ArrayMaxSize(max),
    of
      ? IsIn([...of], { each: true, message: `each of $property must be one of: ${of.join(', ')}` })
      : IsString({ each: true }),
    MaxLength(200, { each: true }),
  ]);
};

/** A nested object, or a list of them, whose class carries field decorators too. */
export const NestedField = (
  nested: () => PayloadClass,
  options: FieldOptions & { list?: boolean; max?: number } = {},
): PropertyDecorator =>
  field(options, { schema: {}, nested, list: options.list ?? false }, [
    ...(options.list
      ? [IsArray(), ArrayMaxSize(options.max ?? 500), areObjects]
      : // By itself the next rule lets what is missing pass.
        [isObject]),
    ValidateNested(options.list ? { each: true } : {}),
  ]);

/**
 * Any JSON object, for payloads whose shape is checked by a schema of its own (a template's definition).
 */
export const ObjectField = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { schema: { type: 'object' } }, [isObject]);

/** JSON Schema (2020-12, as OpenAPI 3.1 wants it) of a payload class; nested classes are inlined. Unknown fields are refused. */
export function schemaOf(payload: PayloadClass): JsonObject {
  const properties: Record<string, JsonObject> = {};
  const required: string[] = [];
  for (const each of fieldsOf(payload)) {
    const inner = each.nested ? schemaOf(each.nested()) : each.schema;
    properties[each.name] = each.nested && each.list ? { type: 'array', items: inner } : inner;
    if (!each.optional) required.push(each.name);
  }
  return { type: 'object', properties, required, additionalProperties: false };
}
