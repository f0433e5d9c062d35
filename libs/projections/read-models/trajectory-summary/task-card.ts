import { type Actor, type LocalDate } from '@overstap/kernel';
import { ask, type TenantClient } from '../asking.js';

/** One of the tasks for which somebody reads the card. */
export interface TaskOnCard {
  readonly task: string;
  readonly code: string;
  readonly phase: string | null;
  readonly status: string;
  readonly dueOn: LocalDate | null;
}

/** What the owner of a task reads of a trajectory that another coaches: of its process facts (P1) those that a task needs, and no name or id of the person. */
const SHOWN = [
  ...['trajectory', 'programme', 'template', 'template_version', 'language', 'status', 'phase', 'phase_since'],
  ...['coach', 'planned_end_on', 'paused_since', 'landed_on', 'concluded_on', 'revision'],
];

export interface TaskCard {
  readonly trajectory: string;
  readonly revision: number;
  readonly tasks: readonly TaskOnCard[];
}

/** Undefined for whom no open task of the trajectory is; the same id in another role is another person, and a coach's work is always a coach's. */
export async function taskCardOf(
  client: TenantClient,
  { type, id }: Actor,
  trajectory: string,
): Promise<TaskCard | undefined> {
  const rows = await ask<TaskCard>(
    client,
    `SELECT ${SHOWN.map((name) => `r.${name}`).join(', ')}, own.tasks
     FROM read_model.trajectory_summary r, LATERAL (
       SELECT jsonb_agg(jsonb_build_object('task', q.task, 'code', q.code, 'phase', q.phase, 'status', q.status, 'dueOn', q.due_on)
         ORDER BY q.due_on, q.task) AS tasks
       FROM read_model.planner_queue q
       WHERE q.tenant = r.tenant AND q.trajectory = r.trajectory AND q.kind = 'TASK' AND q.status <> 'DONE'
         AND q.assignee = $2 AND (q.role <> 'COACH' OR $3 = 'COACH')) own
     WHERE r.trajectory = $1 AND own.tasks IS NOT NULL`,
    [trajectory, id, type],
  );
  return rows[0];
}
