import { type Actor, conflict, invalid, type Refusal } from '@overstap/kernel';
import { type TemplateDefinition } from '../../programme-template/definition.js';
import { PAUSE_MAXIMUM } from '../../workflow/pause-maximum.js';
import { type ClockState, isOpenClock, type WorkflowState } from '../../workflow/state.js';
import { type ApprovedMigration, type CodeMap, type MigrationTerms } from './command.js';
import { type KeptTerms, type TrajectoryRules } from './kept-terms.js';

/** What is wrong with the terms themselves: a code that no template has, a clock that terms cannot move. */
export function problemOfTerms(
  terms: MigrationTerms,
  before: TrajectoryRules,
  after: TrajectoryRules,
): Refusal | undefined {
  const idsOf = ({ definition }: TrajectoryRules) => ({
    phases: definition.phases.map(({ id }) => id),
    tasks: definition.tasks.map(({ code }) => code),
    deadlines: definition.deadlines.map(({ code }) => code),
  });
  const [old, next] = [idsOf(before), idsOf(after)];
  for (const field of ['phases', 'tasks', 'deadlines'] as const)
    for (const [from, to] of Object.entries<unknown>(terms[field] ?? ({} satisfies CodeMap))) {
      if (!old[field].includes(from))
        return invalid(field, 'code-unknown', `${field} names ${from}, which the template before does not have.`);
      if (to !== null && !next[field].includes(String(to)))
        return invalid(field, 'code-unknown', `${field} leads to ${String(to)}, which the new template does not have.`);
    }
  const statutory = before.definition.deadlines.filter(({ kind }) => kind === 'STATUTORY');
  const moved = statutory.find(({ code }) => terms.recompute?.includes(`deadline.${code}`));
  return moved
    ? invalid(
        'recompute',
        'statutory-not-recomputed',
        `deadline.${moved.code} is statutory: no migration moves it; leave it out.`,
      )
    : undefined;
}

/** Two people move a contract clock: one asks, another approves. */
export const problemOfApproval = ({ recompute, approvedBy }: ApprovedMigration, actor: Actor): Refusal | undefined =>
  recompute?.length && (approvedBy === undefined || approvedBy === actor.id)
    ? invalid(
        'recompute',
        'approval-by-another',
        'A contract deadline is moved by two people: make a dry run of a plan for this trajectory, and have another person apply it.',
      )
    : undefined;

/** An open phase must go somewhere, or be said to end. */
export function problemOfPhases(
  { phases = {} }: MigrationTerms,
  { definition }: TrajectoryRules,
  { phases: states }: WorkflowState,
): Refusal | undefined {
  const lost = Object.entries(states).find(
    ([id, { status }]) => status === 'OPEN' && !(id in phases) && !definition.phases.some((phase) => phase.id === id),
  )?.[0];
  return lost === undefined
    ? undefined
    : conflict(
        'phase-unmapped',
        `Phase ${lost} is open and the new template has no such phase; say in phases what it becomes, or null to end it.`,
      );
}

/** Days are counted by one calendar: what is kept would be counted by another from now on. */
export function problemOfCalendar(
  { deadlines, tasks, boxes }: KeptTerms,
  before: TemplateDefinition,
  after: TemplateDefinition,
): Refusal | undefined {
  const keeps = deadlines.length + tasks.length + Object.keys(boxes).length > 0;
  const differs = before.calendar !== after.calendar || before.cutOff !== after.cutOff;
  return keeps && differs
    ? conflict(
        'calendar-differs',
        'The new template counts by another calendar or cut-off, and clocks that must keep their dates run; end them first.',
      )
    : undefined;
}

/** Whatever the reason: no migration that moves a clock which it may not move is carried out. */
export function problemOfClocks(
  { recompute }: MigrationTerms,
  before: WorkflowState,
  after: WorkflowState,
): Refusal | undefined {
  const bound = Object.values(before.clocks).filter(
    ({ kind, clockId, code }) =>
      code !== PAUSE_MAXIMUM && (kind === 'STATUTORY' || (kind === 'CONTRACT' && !recompute?.includes(clockId))),
  );
  const moved = bound.find((clock) => isOpenClock(clock) && hasMoved(clock, after.clocks[clock.clockId]));
  if (!moved) return undefined;
  return moved.kind === 'STATUTORY'
    ? conflict('statutory-clock-moved', `${moved.clockId} is statutory and would move; no migration moves it.`)
    : conflict(
        'contract-clock-moved',
        `${moved.clockId} is agreed by contract and would move; list it in recompute, approved by another person.`,
      );
}

const hasMoved = (before: ClockState, after: ClockState | undefined): boolean =>
  after?.status !== before.status || after.dueOn !== before.dueOn || after.dueAt !== before.dueAt;
