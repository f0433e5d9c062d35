import { type Instant, type LocalDate } from '@overstap/kernel';
import { type Comparison, type Condition, type Scalar } from '../programme-template/definition.js';
import { type Fact, type FactLog } from './facts.js';
import { type WorkflowState } from './state.js';

/** What a condition may look at. */
export interface Situation {
  readonly facts: FactLog;
  readonly workflow: WorkflowState;
  readonly landedOn: LocalDate | undefined;
}

/**
 * The day since which a condition holds; undefined while it does not. `since` narrows to facts on or after a day, so that last year's
 * evaluation does not complete this year's task, and to what became known after `knownSince`, where that is given, whatever its day. A fact of
 * which a sealed field is erased matches no `where` on that field.
 */
export function heldSince(
  condition: Condition,
  situation: Situation,
  since: LocalDate = '',
  knownSince?: Instant,
): LocalDate | undefined {
  const again = (each: Condition): LocalDate | undefined => heldSince(each, situation, since, knownSince);
  if ('event' in condition) {
    const { event, or = [], sinceLast } = condition;
    let left = condition.times ?? 1;
    const from = sinceLast === undefined ? 0 : situation.facts.findLastIndex(({ type }) => type === sinceLast) + 1;
    for (const fact of from === 0 ? situation.facts : situation.facts.slice(from))
      if (
        (fact.type === event || or.includes(fact.type)) &&
        (fact.on >= since || (knownSince !== undefined && fact.recordedAt > knownSince)) &&
        matches(condition.where ?? {}, fact.data) &&
        --left === 0
      )
        return fact.on;
    return undefined;
  }
  if ('task' in condition)
    return Object.values(situation.workflow.tasks).find(
      (task) => task.code === condition.task && task.status === 'DONE',
    )?.doneOn;
  if ('phase' in condition) {
    const phase = situation.workflow.phases[condition.phase];
    return phase?.status === 'COMPLETED' ? phase.endedOn : undefined;
  }
  if ('inPhase' in condition) {
    const phase = situation.workflow.phases[condition.inPhase];
    return phase?.status === 'OPEN' ? phase.enteredOn : undefined;
  }
  if ('landed' in condition) return condition.landed ? situation.landedOn : situation.landedOn ? undefined : since;
  if ('all' in condition) return latest(condition.all.map(again));
  if ('any' in condition) return earliest(condition.any.map(again));
  return again(condition.not) === undefined ? since : undefined;
}

export const holds = (condition: Condition | undefined, situation: Situation): boolean =>
  condition === undefined || heldSince(condition, situation) !== undefined;

/** The condition of a task about the fact that brought it: where it says `same`, only facts that agree with that one count. */
export function about(condition: Condition, { data }: Pick<Fact, 'data'>): Condition {
  if ('event' in condition) {
    const { same, ...rest } = condition;
    return same === undefined ? condition : { ...rest, where: { ...rest.where, [same]: data[same] as Scalar } };
  }
  if ('all' in condition) return { all: condition.all.map((each) => about(each, { data })) };
  if ('any' in condition) return { any: condition.any.map((each) => about(each, { data })) };
  return 'not' in condition ? { not: about(condition.not, { data }) } : condition;
}

function matches(
  where: Readonly<Record<string, Scalar | Comparison>>,
  data: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(where).every(([field, wanted]) => {
    const value = data[field];
    if (typeof wanted !== 'object') return value === wanted;
    return 'atLeast' in wanted
      ? typeof value === 'number' && value >= wanted.atLeast
      : wanted.in.includes(value as Scalar);
  });
}

const latest = (days: readonly (LocalDate | undefined)[]): LocalDate | undefined =>
  days.reduce<LocalDate | undefined>(
    (max, day) => (max === undefined || day === undefined ? undefined : day > max ? day : max),
    '',
  );

const earliest = (days: readonly (LocalDate | undefined)[]): LocalDate | undefined =>
  days.reduce<LocalDate | undefined>(
    (min, day) => (day !== undefined && (min === undefined || day < min) ? day : min),
    undefined,
  );
