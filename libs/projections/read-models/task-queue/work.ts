import { type Scope } from '@overstap/policy';
import { coachReached, type Given, planned, reached, reachedAmong } from '../within.js';
import { type QueueName, QUEUES } from './queues.js';

/** A participant's task that is blocked on the coach is for the coach to see to. */
const WAITS_FOR_COACH = `(q.status = 'BLOCKED' AND q.waiting_on = 'COACH')`;
const OF_COACH = `(q.kind = 'MEETING' OR (q.kind = 'DEADLINE' AND 'COACH' = ANY (q.with_roles || q.role)))`;

/**
 * The wait for the coach is the task itself where nothing has waited longer than that task. PostgreSQL would answer an equality by gathering all who wait,
 * which is right where many are asked about; for a few it looks them up, which `BETWEEN` leaves it as the only way.
 */
const TOLD_BY_TASK = (
  model: string,
  few: boolean,
): string => `(q.kind = 'DEADLINE' AND EXISTS (SELECT FROM read_model.${model} b
  WHERE b.tenant = q.tenant AND b.trajectory = q.trajectory AND b.status = 'BLOCKED' AND b.waiting_on = 'COACH'
    AND q.waiting_on = 'COACH' AND b.waiting_since ${few ? 'BETWEEN q.waiting_since AND' : '='} q.waiting_since))`;

/**
 * The rows of a read model with what the trajectory and its coach add, within reach: a coach's own duties are theirs and their lead's, a
 * programme's work is for whoever reads the queue, and a task for whom it was given to. What was planned for a trajectory that is concluded is
 * no work any more. Work that belongs to no phase is found in the one that its trajectory is in. Whose coach it is is worked out before the coach is
 * looked up: under row-level security nothing is found in an index by an expression.
 */
export function work(name: QueueName, { scope }: { readonly scope: Scope }, given: Given): string {
  const { model, roles } = QUEUES[name];
  const coachs = roles.includes('COACH');
  const own = reachedAmong(scope, given);
  const me = given(scope.ref);
  return `(
  SELECT q.*, coalesce(q.phase, r.phase) AS found_in, r.language, coalesce(r.concluded_on IS NOT NULL, false) AS concluded, c.team,
    coalesce(q.waiting_on = q.role ${coachs ? `OR ${WAITS_FOR_COACH}` : ''}, false) AS waits_here,
    CASE WHEN ${OF_COACH} ${coachs ? `OR (${WAITS_FOR_COACH} AND q.role <> 'COACH')` : ''} THEN r.coach ELSE q.assignee END AS holder
  FROM read_model.${model} q LEFT JOIN read_model.trajectory_summary r ON r.tenant = q.tenant AND r.trajectory = q.trajectory
  CROSS JOIN LATERAL (SELECT coalesce(r.coach, substring(q.stream FROM '^coach-(.*)$')) AS coach OFFSET 0) o
  LEFT JOIN LATERAL (SELECT l.coach, l.team FROM read_model.coach_list l WHERE l.tenant = q.tenant AND l.coach = o.coach LIMIT 1) c ON true
  WHERE ${own === undefined ? '' : `(q.trajectory = ANY (${own}) OR q.trajectory IS NULL OR (q.kind = 'TASK' AND q.assignee = ${me})) AND `}(CASE WHEN q.trajectory IS NOT NULL THEN ${reached(scope, given)} WHEN q.stream LIKE 'coach-%' THEN ${coachReached(scope, given)} WHEN q.stream LIKE 'programme-%' THEN ${planned(scope, given, 'q.programme')} ELSE true END
    OR (q.kind = 'TASK' AND q.assignee = ${me})) AND NOT ${TOLD_BY_TASK(model, own !== undefined)}
) AS work`;
}
