import { type Instant, type LocalDate } from '@overstap/kernel';
import { ask, type TenantClient } from '../asking.js';
import { type Appointment } from './index.js';

/** An open task of a person with the day on which it is due. */
export interface DueTask {
  readonly id: string;
  readonly code: string;
  readonly programme: string | null;
  readonly trajectory: string | null;
  readonly due_on: LocalDate;
  readonly created_at: Instant;
}

export interface CalendarQuestion {
  readonly role: string;
  /** The pseudonymous id of whose calendar it is. */
  readonly ref: string;
  /** What lies before is left out. */
  readonly since: LocalDate;
  readonly limit?: number;
}

/** Work stands in one of two, by what its readers may see. */
const QUEUES = ['coach_queue', 'planner_queue'] as const;
const MOST = 1_000;

/** The open tasks that are due for a person in a role: their own, and a participant's or a coach's by the trajectory. */
export async function dueTasksOf(client: TenantClient, question: CalendarQuestion): Promise<readonly DueTask[]> {
  const { role, ref, since, limit = MOST } = question;
  const tasks = await Promise.all(
    QUEUES.map((name) =>
      ask<DueTask>(
        client,
        `SELECT q.id, q.code, q.programme, q.trajectory, q.due_on, q.created_at FROM read_model.${name} q
         LEFT JOIN read_model.trajectory_summary s ON s.trajectory = q.trajectory
         WHERE q.kind = 'TASK' AND q.status <> 'DONE' AND q.due_on >= $3 AND q.role = $1
           AND (q.assignee = $2 OR $1 = 'PARTICIPANT' AND s.participant = $2 OR $1 = 'COACH' AND q.assignee IS NULL AND s.coach = $2)
         ORDER BY q.due_on, q.id LIMIT $4`,
        [role, ref, since, limit],
      ),
    ),
  );
  return tasks.flat();
}

/** The talks of a participant or a coach, by the trajectory as it stands now; those after its end fell away with it. */
export async function appointmentsOf(
  client: TenantClient,
  { role, ref, since, limit = MOST }: CalendarQuestion,
): Promise<readonly Appointment[]> {
  if (role !== 'PARTICIPANT' && role !== 'COACH') return [];
  return ask<Appointment>(
    client,
    `SELECT a.id, a.trajectory, a.kind, a.starts_at, a.minutes, a.planned_at FROM read_model.appointments a
     JOIN read_model.trajectory_summary s ON s.trajectory = a.trajectory
     WHERE s.${role === 'COACH' ? 'coach' : 'participant'} = $1 AND a.starts_at >= $2::date
       AND (s.concluded_on IS NULL OR a.starts_at < s.concluded_on + 1)
     ORDER BY a.starts_at, a.id LIMIT $3`,
    [ref, since, limit],
  );
}
