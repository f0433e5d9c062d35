import { instantAt, localDateOf } from '@overstap/calendar';
import { type Instant, isLocalDate, type LocalDate, oncePer, type Role } from '@overstap/kernel';
import { HOME_ZONE } from './zone.js';

/** Something that happened, as it is now known: corrected values in place, voided facts gone. The stream keeps both. */
export interface Fact {
  readonly id: string;
  readonly type: string;
  /** Its business day, in the calendar's zone. */
  readonly on: LocalDate;
  readonly at: Instant;
  /** When it became known; a correction leaves this as it was. */
  readonly recordedAt: Instant;
  readonly actor: Role;
  /** Whose account it was, where a decision depends on it. */
  readonly actorId?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Facts in the order of their business day; within a day in the order of recording. */
export type FactLog = readonly Fact[];

export function withFact(log: FactLog, fact: Fact): FactLog {
  let index = log.length;
  while (index > 0 && (log[index - 1]?.on ?? '') > fact.on) index -= 1;
  return index === log.length ? [...log, fact] : [...log.slice(0, index), fact, ...log.slice(index)];
}

export const withoutFact = (log: FactLog, id: string): FactLog => log.filter((fact) => fact.id !== id);

/** On another day it takes its place there, from the start of that day; on the same day it keeps the place and the moment it had. */
export function withCorrection(
  log: FactLog,
  id: string,
  changes: Readonly<Record<string, unknown>>,
  on: LocalDate,
): FactLog {
  const fact = log.find((each) => each.id === id);
  if (!fact) return log;
  const corrected = { ...fact, data: { ...fact.data, ...changes } };
  return on === fact.on
    ? log.map((each) => (each.id === id ? corrected : each))
    : withFact(withoutFact(log, id), { ...corrected, on, at: instantAt(HOME_ZONE, on, '00:00') });
}

/** The day that a field of the fact names; without a field its own. Undefined when the fact does not say. */
export function dayIn(fact: Fact | undefined, field?: string): LocalDate | undefined {
  if (fact === undefined || field === undefined) return fact?.on;
  const value = fact.data[field];
  if (isLocalDate(value)) return value;
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? localDateOf(HOME_ZONE, value) : undefined;
}

/** The facts by their type, each in the order of the log. */
const byType = oncePer((log: FactLog): ReadonlyMap<string, FactLog> => {
  const types = new Map<string, Fact[]>();
  for (const fact of log) {
    const known = types.get(fact.type);
    if (known) known.push(fact);
    else types.set(fact.type, [fact]);
  }
  return types;
});

const NONE: FactLog = [];

export const factsOf = (log: FactLog, type: string): FactLog => byType(log).get(type) ?? NONE;

export const firstFact = (log: FactLog, type: string, since: LocalDate = ''): Fact | undefined =>
  factsOf(log, type).find(({ on }) => on >= since);

export const newestFact = (log: FactLog, type: string): Fact | undefined => factsOf(log, type).at(-1);
