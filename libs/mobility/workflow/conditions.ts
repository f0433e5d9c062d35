import { type Instant, type LocalDate } from '@overstap/kernel';
import { type Comparison, type Condition, type Scalar } from '../programme-template/definition.js';
import { type Fact, type FactLog, factsOf } from './facts.js';
import { overOn } from './phase-over.js';
import { type TaskState, tasksIn, type WorkflowState } from './state.js';

/** What a condition may look at. */
export interface Situation {
  readonly facts: FactLog;
  readonly workflow: WorkflowState;
  readonly landedOn: LocalDate | undefined;
  readonly concludedOn?: LocalDate | undefined;
}

/** Which facts count. */
export interface Counted {
  /** Those of this day or later, so that last year's evaluation does not complete this year's task. */
  readonly since?: LocalDate;
  /** Also those that became known after this, whatever their day. */
  readonly knownSince?: Instant | undefined;
  /** Of the day itself only what became known later: what was there before has had its effect already. */
  readonly onlyNews?: boolean;
  /** The fact that brought what is asked about: where a condition says `same`, only facts that agree with this one. */
  readonly about?: Pick<Fact, 'data'> | undefined;
}

const EVERYTHING: Counted = {};

/** The day since which a condition holds; undefined while it does not. A fact of which a sealed field is erased matches no `where` on that field. */
export function heldSince(
  condition: Condition,
  situation: Situation,
  counted: Counted = EVERYTHING,
): LocalDate | undefined {
  if ('event' in condition) return happenedOn(condition, situation.facts, counted);
  if ('task' in condition)
    return tasksIn(situation.workflow).find(
      (task) => task.code === condition.task && task.status === 'DONE' && isNewDoing(task, counted),
    )?.doneOn;
  if ('phase' in condition) return overOn(situation.workflow.phases[condition.phase], situation);
  if ('inPhase' in condition) {
    const phase = situation.workflow.phases[condition.inPhase];
    return phase?.status === 'OPEN' ? phase.enteredOn : undefined;
  }
  const { since = '' } = counted;
  if ('landed' in condition) return condition.landed ? situation.landedOn : situation.landedOn ? undefined : since;
  if ('all' in condition) return latest(condition.all.map((each) => heldSince(each, situation, counted)));
  if ('any' in condition) return earliest(condition.any.map((each) => heldSince(each, situation, counted)));
  return heldSince(condition.not, situation, counted) === undefined ? since : undefined;
}

const isNewDoing = ({ doneOn = '', doneAt = '' }: TaskState, { onlyNews, since = '', knownSince }: Counted): boolean =>
  !onlyNews || doneOn > since || (knownSince !== undefined && doneAt > knownSince);

type Happening = Extract<Condition, { readonly event: string }>;

function happenedOn(condition: Happening, facts: FactLog, counted: Counted): LocalDate | undefined {
  const { where, same } = condition;
  const { since = '', knownSince, about, onlyNews = false } = counted;
  let left = condition.times ?? 1;
  for (const fact of told(condition, facts))
    if (
      ((onlyNews ? fact.on > since : fact.on >= since) || (knownSince !== undefined && fact.recordedAt > knownSince)) &&
      (same === undefined || about === undefined || fact.data[same] === about.data[same]) &&
      (where === undefined || matches(where, fact.data)) &&
      --left === 0
    )
      return fact.on;
  return undefined;
}

/** The facts of the types that a condition names. */
function told({ event, or = [], sinceLast }: Happening, facts: FactLog): FactLog {
  if (or.length === 0 && sinceLast === undefined) return factsOf(facts, event);
  const from = sinceLast === undefined ? 0 : facts.findLastIndex(({ type }) => type === sinceLast) + 1;
  return facts.filter(({ type }, index) => index >= from && (type === event || or.includes(type)));
}

export const holds = (condition: Condition | undefined, situation: Situation): boolean =>
  condition === undefined || heldSince(condition, situation) !== undefined;

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
