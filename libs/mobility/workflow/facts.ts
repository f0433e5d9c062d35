import { type Instant, type LocalDate, type Role } from '@overstap/kernel';

/** Something that happened, as it is now known: corrected values in place, voided facts gone. The stream keeps both. */
export interface Fact {
  readonly id: string;
  readonly type: string;
  /** Its business day, in the calendar's zone. */
  readonly on: LocalDate;
  readonly at: Instant;
  readonly actor: Role;
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

export function withCorrection(log: FactLog, id: string, changes: Readonly<Record<string, unknown>>, on: LocalDate): FactLog {
  const fact = log.find((each) => each.id === id);
  return fact ? withFact(withoutFact(log, id), { ...fact, on, data: { ...fact.data, ...changes } }) : log;
}

export const firstFact = (log: FactLog, type: string, since: LocalDate = ''): Fact | undefined =>
  log.find((fact) => fact.type === type && fact.on >= since);

export const newestFact = (log: FactLog, type: string): Fact | undefined => log.findLast((fact) => fact.type === type);

export const factsOf = (log: FactLog, type: string): Fact[] => log.filter((fact) => fact.type === type);
