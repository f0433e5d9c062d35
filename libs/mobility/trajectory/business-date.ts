import { DateField, fieldsOf, isLocalDate, type LocalDate, type PayloadClass } from '@overstap/kernel';

/** What a command body has beside its payload when the payload has no date of its own. */
export interface Backdated {
  readonly occurredOn?: LocalDate;
}

/** Fields that always tell when a thing happened, the surest first. An `at` is the moment of an appointment and lies ahead. */
const DATE_FIELDS = ['occurredOn', 'on', 'signedOn'] as const;

/**
 * Two tell it only alone: `acceptedOn` beside a `reason` is a value put right, and `from` beside a `to` is a period or the old
 * value of a change.
 */
function dateFieldAmong(names: ReadonlySet<string>): string | undefined {
  const sure = DATE_FIELDS.find((name) => names.has(name));
  if (sure) return sure;
  if (names.has('acceptedOn') && !names.has('reason')) return 'acceptedOn';
  return names.has('from') && !names.has('to') ? 'from' : undefined;
}

/** The local date on which the thing happened that the body tells of; undefined when it does not say, and then it is today. */
export function businessDateOf(body: object): LocalDate | undefined {
  const given = Object.entries(body).filter(([, value]) => value !== undefined);
  const name = dateFieldAmong(new Set(given.map(([key]) => key)));
  const value = given.find(([key]) => key === name)?.[1] as unknown;
  return isLocalDate(value) ? value : undefined;
}

const BODIES = new WeakMap<PayloadClass, PayloadClass>();

/** The command body of a payload: the payload itself when it has a date, else a subclass with an optional `occurredOn`, made once. */
export function backdatable<Payload extends object>(payload: PayloadClass<Payload>): PayloadClass<Payload & Backdated> {
  const dates = fieldsOf(payload).filter((field) => !field.optional && field.schema.format === 'date');
  const period = fieldsOf(payload).filter((field) => field.name === 'to');
  if (dateFieldAmong(new Set([...dates, ...period].map((field) => field.name)))) return payload;
  const body = BODIES.get(payload) ?? withOccurredOn(payload);
  BODIES.set(payload, body);
  return body as PayloadClass<Payload & Backdated>;
}

function withOccurredOn(payload: PayloadClass): PayloadClass {
  class Body extends payload {
    @DateField({ optional: true, description: 'The day on which it happened; today unless told.' })
    readonly occurredOn?: LocalDate;
  }
  Object.defineProperty(Body, 'name', { value: `${payload.name}Body` });
  return Body;
}

/** What the event keeps of a command body: all but `occurredOn`, which becomes the event's `occurredAt`. */
export const payloadOf = <Payload extends object>(body: Payload & Backdated): Omit<Payload, keyof Backdated> =>
  Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'occurredOn')) as Omit<Payload, keyof Backdated>;
