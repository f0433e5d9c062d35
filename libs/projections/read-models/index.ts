import { type AnyReadModel } from '../runner/index.js';
import { appointments } from './appointments/index.js';
import { caseload } from './caseload/index.js';
import { coachList } from './coach-list/index.js';
import { cohortList } from './cohort-list/index.js';
import { deadlineBoard } from './deadline-board/index.js';
import { employerList } from './employer-list/index.js';
import { participantDirectory } from './participant-directory/index.js';
import { programmeFunnel } from './programme-funnel/index.js';
import { programmeList } from './programme-list/index.js';
import { reminderDue } from './reminder-due/index.js';
import { survivalBase } from './survival-base/index.js';
import { coachQueue, plannerQueue } from './task-queue/index.js';
import { teamList } from './team-list/index.js';
import { trajectorySummary } from './trajectory-summary/index.js';
import { trajectoryTimeline } from './trajectory-timeline/index.js';

export { ask, CursorError, type Page, pageOf, readCursor, type TenantClient } from './asking.js';
export { type OpenSealed } from './sealed-source.js';
export { type Appointment } from './appointments/index.js';
export * from './appointments/queries.js';
export * from './caseload/queries.js';
export * from './coach-list/queries.js';
export * from './cohort-list/queries.js';
export * from './deadline-board/queries.js';
export { employerNamed, employers, type ListedEmployer } from './employer-list/index.js';
export * from './participant-directory/queries.js';
export * from './programme-funnel/queries.js';
export * from './programme-list/queries.js';
export { shareOf } from './reminder-due/index.js';
export * from './survival-base/queries.js';
export { type SurvivalRow } from './survival-base/index.js';
export * from './task-queue/queries.js';
export * from './task-queue/queues.js';
export { type ListedTeam, teams, type TeamWithCoaches } from './team-list/index.js';
export * from './trajectory-summary/queries.js';
export * from './trajectory-timeline/queries.js';
export { type Given, within } from './within.js';

/** Every read model. */
export const readModels: readonly AnyReadModel[] = [
  trajectorySummary,
  trajectoryTimeline,
  coachQueue,
  plannerQueue,
  deadlineBoard,
  reminderDue,
  programmeFunnel,
  survivalBase,
  programmeList,
  employerList,
  teamList,
  cohortList,
  participantDirectory,
  coachList,
  appointments,
  caseload,
];
