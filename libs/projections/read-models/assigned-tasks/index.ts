import { isEmployerSide, type LocalDate, type Role } from '@overstap/kernel';
import { TIMED_AGGREGATES, type WorkflowEvent } from '@overstap/mobility';
import { type Scope } from '@overstap/policy';
import { defineReadModel, type ProjectedEvent, type Rows } from '../../runner/index.js';
import { ask, named, type Page, pageOf, readCursor, type TenantClient } from '../asking.js';
import { changedOwn, createdOwn, OWN_COLUMNS, OWN_TYPES, type OwnTask } from '../participant-tasks/index.js';
import { taskRowOf } from '../task-queue/apply.js';
import { within } from '../within.js';

/** A task for whoever has it, of a role other than the participant's. What it is called by hand is kept for owners at the agency alone. */
export type AssignedTask = Omit<OwnTask, 'trajectory'> & {
  /** Null for a task of something else than a trajectory. */
  trajectory: string | null;
  role: string;
  assignee: string | null;
};

const GIVING = ['TaskAssigned', 'TaskReassigned', 'TaskClaimed', 'TaskHandedBack'];

export const assignedTasks = defineReadModel<AssignedTask>({
  name: 'assigned_tasks',
  version: 1,
  columns: { ...OWN_COLUMNS, role: 'text', assignee: 'text' },
  key: 'id',
  partition: 'id',
  indexes: [['assignee'], ['role', 'trajectory']],
  types: [...OWN_TYPES, ...GIVING],
  aggregates: TIMED_AGGREGATES,
  partitionOf: taskRowOf,
  apply: applyToAssigned,
});

function applyToAssigned(rows: Rows<AssignedTask>, event: ProjectedEvent): void {
  const { type, data } = event as unknown as WorkflowEvent;
  const id = taskRowOf(event as unknown as Parameters<typeof taskRowOf>[0]);
  if (id === undefined) return;
  if (type === 'TaskCreated') {
    const { role, assigneeId } = data;
    if (role === 'PARTICIPANT') return;
    const task = createdOwn(id, event, { titled: !isEmployerSide(role) });
    return rows.put(id, { role, assignee: assigneeId ?? null, ...task, trajectory: event.trajectory ?? null });
  }
  const task = rows.get(id);
  if (!task) return;
  if (type === 'TaskCancelled') rows.delete(id);
  else rows.put(id, { ...task, ...changedOwn(event), ...given(event) });
}

function given(event: ProjectedEvent): Partial<AssignedTask> {
  const { type, data } = event as unknown as WorkflowEvent;
  switch (type) {
    case 'TaskAssigned':
    case 'TaskReassigned':
      return { assignee: data.to };
    case 'TaskHandedBack':
      return { assignee: data.to ?? null };
    case 'TaskClaimed':
      return { assignee: data.by };
    default:
      return {};
  }
}

/**
 * The tasks that somebody has in a role, whoever has the trajectory, and for whoever is at an employer those that are the employer's own; open ones,
 * and of what they reach those done in the last fortnight too, the earliest due first. A coach's task is a coach's alone: the same id in another role
 * is another person.
 */
export async function tasksOfOwner(
  client: TenantClient,
  scope: Scope,
  role: Role,
  { today, limit = 100, after }: { readonly today: LocalDate; readonly limit?: number; readonly after?: string },
): Promise<Page<AssignedTask>> {
  const [due = '', id = ''] = readCursor(after, 2) ?? [];
  const values: unknown[] = [today, due, id, limit + 1, role, scope.ref];
  const mine = `(t.assignee = $6 AND (t.role <> 'COACH' OR $5 = 'COACH'))`;
  const person = within(scope, (value) => `$${values.push(value)}`, 't.trajectory');
  const programme = scope.relations.includes('EMPLOYER') ? OF_EMPLOYER : String(!isEmployerSide(role));
  const reached = `CASE WHEN t.trajectory IS NULL THEN ${programme} ELSE ${person} END`;
  const [theirs, open] = isEmployerSide(role)
    ? [`(${mine} OR t.assignee IS NULL AND t.role = $5)`, reached]
    : [mine, 'true'];
  const rows = await ask<AssignedTask & { readonly tenant: string }>(
    client,
    `SELECT ${named(assignedTasks.columns, 't')} FROM read_model.assigned_tasks t
     WHERE ${theirs} AND CASE WHEN status = 'DONE' THEN done_on > $1::date - 14 AND ${reached} ELSE ${open} END
       AND (coalesce(due_on::text, '9999-12-31'), id) > ($2, $3)
     ORDER BY coalesce(due_on::text, '9999-12-31'), id LIMIT $4`,
    values,
  );
  const page = pageOf(rows, limit, (row) => [row.due_on ?? '9999-12-31', row.id]);
  return { ...page, rows: page.rows.map(({ tenant: _tenant, ...row }) => row) };
}

const OF_EMPLOYER = `EXISTS (SELECT FROM read_model.programme_list p WHERE p.programme = t.programme AND p.employer = $6)`;
