import { type AnyReadModel, defineReadModel } from '../../runner/index.js';
import { applyToQueue, type QueueAudience, TASK_EVENTS, taskRowOf } from './apply.js';
import { COLUMNS, type QueuedTask } from './table.js';

export * from './queries.js';
export { type QueuedTask } from './table.js';

/** A task is a partition of its own: nothing of one task changes another. */
const taskQueue = (name: string, audience: QueueAudience): AnyReadModel =>
  defineReadModel<QueuedTask>({
    name,
    version: 1,
    columns: COLUMNS,
    key: 'id',
    partition: 'id',
    indexes: [['assignee', 'status'], ['programme', 'role', 'status'], ['trajectory']],
    types: TASK_EVENTS,
    aggregates: ['trajectory', 'programme'],
    partitionOf: taskRowOf,
    apply: (rows, event) => applyToQueue(rows, event, audience),
  });

/** What is done with and for the participant. */
export const coachQueue = taskQueue('coach_queue', {
  roles: new Set(['COACH', 'TEAM_LEAD', 'PARTICIPANT', 'TRAINER', 'QUALITY_OFFICER']),
  titles: true,
});

/** What the intake desk, the programme's management and its counterparts at the employer do. */
export const plannerQueue = taskQueue('planner_queue', {
  roles: new Set(['PLANNER', 'PROGRAMME_MANAGER', 'BACK_OFFICE', 'EMPLOYER_HR', 'EMPLOYER_CASE_MANAGER', 'SYSTEM']),
  titles: false,
});
