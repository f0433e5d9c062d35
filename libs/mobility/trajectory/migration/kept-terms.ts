import { canonical } from '../../programme-template/canonical.js';
import {
  type ClockKind,
  type DeadlineDefinition,
  type Moment,
  type RungDefinition,
  type TaskDefinition,
  type TemplateDefinition,
  type WorkflowDefinition,
} from '../../programme-template/definition.js';
import { type FactLog, newestFact } from '../../workflow/facts.js';
import { boxClockOf, inRound } from '../../workflow/phase-time.js';
import { isOpenClock, type WorkflowState } from '../../workflow/state.js';
import { type MigrationTerms } from './command.js';
import { renamed } from './renaming.js';

/** What a trajectory keeps of the template that it came from, because clocks that run must not move by a migration. */
export interface KeptTerms {
  readonly deadlines: readonly DeadlineDefinition[];
  readonly tasks: readonly TaskDefinition[];
  /** The time boxes of phases. */
  readonly boxes: Readonly<Record<string, Moment>>;
  readonly ladders: Readonly<Record<string, readonly RungDefinition[]>>;
  /** Deadlines of the new template that stand for a kept one under another code. */
  readonly instead: readonly string[];
}

/** The part of a template by which a trajectory is run. */
export interface TrajectoryRules {
  readonly definition: WorkflowDefinition;
  readonly ladders: Readonly<Record<string, readonly RungDefinition[]>>;
}

/** The template's rules with what the last migration of this trajectory kept. */
export function rulesWithKept({ trajectory, ladders }: TemplateDefinition, facts: FactLog): TrajectoryRules {
  const kept = newestFact(facts, 'TrajectoryMigrated')?.data['kept'] as KeptTerms | undefined;
  return kept ? withKept({ definition: trajectory, ladders }, kept) : { definition: trajectory, ladders };
}

export const withKept = ({ definition, ladders }: TrajectoryRules, kept: KeptTerms): TrajectoryRules => ({
  definition: {
    phases: definition.phases.map((phase) => ({ ...phase, ...boxOf(kept.boxes[phase.id]) })),
    deadlines: replaced(
      definition.deadlines.filter(({ code }) => !kept.instead.includes(code)),
      kept.deadlines,
    ),
    tasks: replaced(definition.tasks, kept.tasks),
  },
  ladders: { ...ladders, ...kept.ladders },
});

const boxOf = (to: Moment | undefined): { readonly to?: Moment } => (to ? { to } : {});

/** Those of the same code in the place of the others, the rest behind them. */
function replaced<Item extends { readonly code: string }>(items: readonly Item[], by: readonly Item[]): Item[] {
  const all = new Map(items.map((item) => [item.code, item]));
  for (const item of by) all.set(item.code, item);
  return [...all.values()];
}

/**
 * What has to be kept of the rules before: of every statutory clock that ever ran, of contract clocks that run unless told to follow the new
 * template, and of whatever the terms name. Terms that are the same after are the new template's.
 */
export function keptOf(
  terms: MigrationTerms,
  before: TrajectoryRules,
  after: TrajectoryRules,
  workflow: WorkflowState,
  sourceName: string,
): KeptTerms {
  const ladders: Record<string, readonly RungDefinition[]> = {};
  const keptLadder = (name: string | undefined): { readonly ladder?: string } => {
    if (name === undefined) return {};
    const known = name.startsWith(KEPT) ? name : `${KEPT}${sourceName}.${name}`;
    ladders[known] = before.ladders[name] ?? [];
    return { ladder: known };
  };
  const stays = (clockId: string, kind: ClockKind): boolean => isKept(clockId, kind, terms, workflow);
  const { phases: states } = workflow;
  const deadlines = before.definition.deadlines.filter(({ code, kind }) => stays(`deadline.${code}`, kind));
  const tasks = before.definition.tasks.filter(
    ({ code, kind = 'PROGRAMME', repeat, on, phase = '' }) =>
      !repeat && on === undefined && stays(`task.${inRound(code, states[phase])}`, kind),
  );
  const phases = before.definition.phases.filter(({ id }) => stays(boxClockOf(id, states[id]), 'PROGRAMME'));
  return {
    deadlines: deadlines
      .map((deadline) => renamed(deadline, terms))
      .filter((deadline) => !isSame(deadline, 'deadlines', before, after))
      .map(({ ladder, ...deadline }) => ({ ...deadline, ...keptLadder(ladder) })),
    tasks: tasks
      .map((task) => renamed(task, terms))
      .filter((task) => !isSame(task, 'tasks', before, after))
      .map((task) => keptTask(task, after, keptLadder(task.ladder))),
    boxes: Object.fromEntries(
      phases.flatMap(({ id, to }) => (to && after.definition.phases.some((each) => each.id === id) ? [[id, to]] : [])),
    ),
    ladders,
    instead: deadlines.flatMap(({ code }) => {
      const other = terms.deadlines?.[code];
      return other && other !== code ? [other] : [];
    }),
  };
}

const KEPT = 'kept.';

function isKept(clockId: string, kind: ClockKind, terms: MigrationTerms, { clocks }: WorkflowState): boolean {
  const clock = clocks[clockId];
  if (!clock) return false;
  if (kind === 'STATUTORY') return clock.how !== 'CANCELLED';
  if (!isOpenClock(clock)) return false;
  return (kind === 'CONTRACT' && !terms.recompute?.includes(clockId)) || (terms.keep?.includes(clockId) ?? false);
}

/** The new template's task at the old date; the old task where the new template has none. */
function keptTask(task: TaskDefinition, { definition }: TrajectoryRules, ladder: { readonly ladder?: string }) {
  const { ladder: _ladder, phase, ...old } = task;
  const same = definition.tasks.find(({ code }) => code === task.code);
  const {
    ladder: _other,
    due: _due,
    kind: _kind,
    ...base
  } = same ?? {
    ...old,
    ...(definition.phases.some(({ id }) => id === phase) && phase ? { phase } : {}),
  };
  return {
    ...base,
    ...(task.due ? { due: task.due } : {}),
    ...(task.kind ? { kind: task.kind } : {}),
    ...ladder,
  };
}

/** Names are no terms; a ladder is, whatever it is called. */
function isSame<List extends 'deadlines' | 'tasks'>(
  item: WorkflowDefinition[List][number],
  list: List,
  before: TrajectoryRules,
  after: TrajectoryRules,
): boolean {
  const other = after.definition[list].find(({ code }) => code === item.code);
  const text = (it: typeof item, { ladders }: TrajectoryRules): string =>
    canonical({ ...it, names: undefined, ladder: it.ladder === undefined ? [] : ladders[it.ladder] });
  return other !== undefined && text(item, before) === text(other, after);
}
