import { addDays } from '@overstap/calendar';
import { type Field, fieldsOf, type LocalDate, type PayloadClass } from '@overstap/kernel';

type Fields = Readonly<Record<string, unknown>>;

/** Dates beside the day itself lie ahead: a review, an end. */
const AHEAD_DAYS = 42;
const OWN_DAY: readonly string[] = ['occurredOn', 'on', 'signedOn'];

/**
 * A body that keeps the rules of its class and says no more than it must: what is `given`, the day on which it happened, and of every other
 * field that must be there the first value that its schema allows.
 */
export function plausible(body: PayloadClass, on: LocalDate, given: Fields = {}): Fields {
  return Object.fromEntries(
    fieldsOf(body)
      .filter(({ name, optional }) => name in given || !optional || OWN_DAY.includes(name))
      .map((field) => [field.name, given[field.name] ?? valueOf(field, on)]),
  );
}

function valueOf({ name, schema, nested, list }: Field, on: LocalDate): unknown {
  if (nested) return list ? [] : plausible(nested(), on);
  const { type, format, enum: codes, minimum, minItems, items } = schema as Fields;
  if (Array.isArray(codes)) return codes[0] as unknown;
  switch (type) {
    case 'string':
      if (format === 'date') return OWN_DAY.includes(name) || name === 'from' ? on : addDays(on, AHEAD_DAYS);
      return format === 'date-time' ? `${on}T10:00:00+01:00` : name === 'language' ? 'nl' : 'simulated';
    case 'array': {
      const first = ((items as Fields | undefined)?.['enum'] as readonly unknown[] | undefined)?.[0] ?? 'simulated';
      return Array.from({ length: Number(minItems ?? 0) }, () => first);
    }
    case 'integer':
    case 'number':
      return Math.max(1, Number(minimum ?? 1));
    case 'boolean':
      return false;
    default:
      return {};
  }
}
