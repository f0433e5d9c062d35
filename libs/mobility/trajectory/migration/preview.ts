import { type DecisionContext, isRefusal, type LocalDate } from '@overstap/kernel';
import { type ClockKind } from '../../programme-template/definition.js';
import { type ClockState, isOpenClock, isOpenTask } from '../../workflow/state.js';
import { boxClockOf, inRound } from '../../workflow/phase-time.js';
import { untilNow } from '../../workflow/settling.js';
import { runOf } from '../run.js';
import { statusOf, templateOf, type TrajectoryState } from '../state.js';
import { type TrajectoryWorld } from '../world.js';
import { type ApprovedMigration } from './command.js';
import { decideMigration, folded } from './decide-migration.js';

/** A clock before and after; null where it is not open, or stands still. */
export interface ClockChange {
  readonly clockId: string;
  readonly kind: ClockKind;
  readonly before: LocalDate | null;
  readonly after: LocalDate | null;
  readonly change: 'NONE' | 'KEPT' | 'MOVED' | 'REMINDERS' | 'BEGINS' | 'ENDS';
}

/** What a migration would do to one trajectory; the same state gives the same preview, whatever the hour. */
export interface MigrationPreview {
  /** Why it cannot be migrated; undefined when it can. */
  readonly blocker?: { readonly code: string; readonly message: string };
  readonly phases: { readonly before: readonly string[]; readonly after: readonly string[] };
  readonly clocks: readonly ClockChange[];
  readonly tasks: {
    readonly fallAway: readonly string[];
    readonly arise: readonly string[];
    /** Would have arisen on a day that has passed. */
    readonly spared: readonly string[];
  };
}

/** Whether a trajectory runs, on this version of this template. */
export function runsOn(state: TrajectoryState, template: string, version: number): boolean {
  const on = templateOf(state);
  return on?.template === template && on.version === version && !CONCLUDED.includes(statusOf(state));
}

const CONCLUDED: readonly string[] = ['CLOSED', 'DECLINED', 'EXPIRED'];

/** Decides the migration and tells what would be other after it; nothing is recorded. */
export function previewOf(
  terms: ApprovedMigration,
  state: TrajectoryState,
  world: TrajectoryWorld,
  context: DecisionContext,
): MigrationPreview {
  const present = folded(state, untilNow(state, runOf(world, context), context), context);
  const decided = decideMigration(terms, state, world, context);
  if (isRefusal(decided)) {
    const { code, message } = decided;
    return {
      blocker: { code, message },
      ...changes(present, present, []),
    };
  }
  const migrated = decided.find((event) => event.type === 'TrajectoryMigrated');
  const { kept, spared } = migrated?.data ?? {};
  const { phases: states } = present.workflow;
  const keptClocks = [
    ...(kept?.deadlines ?? []).map(({ code }) => `deadline.${code}`),
    ...(kept?.tasks ?? []).map(({ code, phase = '' }) => `task.${inRound(code, states[phase])}`),
    ...Object.keys(kept?.boxes ?? {}).map((id) => boxClockOf(id, states[id])),
  ];
  const { tasks, ...rest } = changes(present, folded(state, decided, context), keptClocks);
  return { ...rest, tasks: { ...tasks, spared: (spared?.tasks ?? []).map(({ taskId }) => taskId).toSorted() } };
}

function changes(
  before: TrajectoryState,
  after: TrajectoryState,
  kept: readonly string[],
): Omit<MigrationPreview, 'blocker'> {
  const openPhases = ({ workflow }: TrajectoryState): string[] =>
    Object.entries(workflow.phases).flatMap(([id, { status }]) => (status === 'OPEN' ? [id] : []));
  const openTasks = ({ workflow }: TrajectoryState): string[] =>
    Object.values(workflow.tasks).flatMap((task) => (isOpenTask(task) ? [task.taskId] : []));
  const [was, is] = [openTasks(before), openTasks(after)];
  const ids = new Set([...Object.keys(before.workflow.clocks), ...Object.keys(after.workflow.clocks)]);
  return {
    phases: { before: openPhases(before).toSorted(), after: openPhases(after).toSorted() },
    clocks: [...ids].toSorted().flatMap((id) => {
      const [one, other] = [before.workflow.clocks[id], after.workflow.clocks[id]];
      return clockChange(isOpen(one), isOpen(other), kept) ?? [];
    }),
    tasks: {
      fallAway: was.filter((task) => !is.includes(task)).toSorted(),
      arise: is.filter((task) => !was.includes(task)).toSorted(),
      spared: [],
    },
  };
}

const isOpen = (clock: ClockState | undefined): ClockState | undefined =>
  clock && isOpenClock(clock) ? clock : undefined;

function clockChange(
  before: ClockState | undefined,
  after: ClockState | undefined,
  kept: readonly string[],
): ClockChange | undefined {
  const clock = after ?? before;
  if (!clock) return undefined;
  const { clockId, kind } = clock;
  const [from, to] = [before?.dueOn ?? null, after?.dueOn ?? null];
  const change = !before
    ? 'BEGINS'
    : !after
      ? 'ENDS'
      : kept.includes(clockId)
        ? 'KEPT'
        : from !== to
          ? 'MOVED'
          : before.generation === after.generation
            ? 'NONE'
            : 'REMINDERS';
  return { clockId, kind, before: from, after: to, change };
}
