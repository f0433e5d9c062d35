import { TIMED_AGGREGATES } from '@overstap/mobility';
import { type AnyReadModel, defineReadModel } from '../../runner/index.js';
import { applyToQueue, eventsOf, type QueueAudience, queueRowOf } from './apply.js';
import { COLUMNS, type QueuedTask } from './table.js';

export { type QueuedTask } from './table.js';

/** A task is a partition of its own: nothing of one task changes another. */
const taskQueue = (name: string, audience: QueueAudience): AnyReadModel =>
  defineReadModel<QueuedTask>({
    name,
    version: 5,
    columns: COLUMNS,
    key: 'id',
    partition: 'id',
    indexes: [['assignee', 'status'], ['programme', 'role', 'status'], ['trajectory']],
    types: eventsOf(audience),
    aggregates: TIMED_AGGREGATES,
    partitionOf: queueRowOf,
    apply: (rows, event) => applyToQueue(rows, event, audience),
  });

/** What is done with and for the participant, for the coaches and their team leads. */
export const coachQueue = taskQueue('coach_queue', {
  roles: new Set(['COACH', 'TEAM_LEAD', 'PARTICIPANT', 'TRAINER']),
  meetings: true,
  titles: true,
});

/** Everybody's tasks as far as they are process facts: for the desk, and for those to whom a task of another role is escalated. */
export const plannerQueue = taskQueue('planner_queue', { meetings: false, titles: false });
