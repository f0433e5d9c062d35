import { type AnyReadModel } from '../runner/index.js';
import { appointments } from './appointments/index.js';
import { assignedTasks } from './assigned-tasks/index.js';
import { brokenGlass } from './broken-glass/index.js';
import { caseload } from './caseload/index.js';
import { coachList } from './coach-list/index.js';
import { cohortList } from './cohort-list/index.js';
import { deadlineBoard } from './deadline-board/index.js';
import { committeeCase } from './committee-case/index.js';
import { employerList } from './employer-list/index.js';
import { employerHeadcount } from './employer-headcount/index.js';
import { employerPerson } from './employer-person/index.js';
import { participantDirectory } from './participant-directory/index.js';
import { participantTasks } from './participant-tasks/index.js';
import { programmeFunnel } from './programme-funnel/index.js';
import { programmeList } from './programme-list/index.js';
import { pseudonymousPlan } from './pseudonymous-plan/index.js';
import { reminderDue } from './reminder-due/index.js';
import { retentionClock } from './retention-clock/index.js';
import { survivalBase } from './survival-base/index.js';
import { coachQueue, plannerQueue } from './task-queue/index.js';
import { teamList } from './team-list/index.js';
import { trajectorySummary } from './trajectory-summary/index.js';
import { threeWayResult } from './three-way-result/index.js';
import { timelines } from './timelines/index.js';
import { workshopList } from './workshop-list/index.js';

export { ask, CursorError, OtherVersionError, type Page, pageOf, readCursor, type TenantClient } from './asking.js';
export { type OpenSealed } from './sealed-source.js';
export { type Appointment } from './appointments/index.js';
export * from './appointments/queries.js';
export { type BrokenGlass, glasses, hasOpenGlass, type ReadGlass } from './broken-glass/index.js';
export * from './caseload/queries.js';
export * from './coach-list/queries.js';
export * from './cohort-list/queries.js';
export * from './deadline-board/queries.js';
export { employerNamed, employers, type ListedEmployer } from './employer-list/index.js';
export { type EmployersProgramme, employersProgrammes, programmesOfCases } from './employer-headcount/index.js';
export * from './employer-person/queries.js';
export * from './participant-directory/contact.js';
export * from './participant-directory/queries.js';
export { type AssignedTask, tasksOfOwner } from './assigned-tasks/index.js';
export { ownTasks, type OwnTask } from './participant-tasks/index.js';
export * from './programme-funnel/queries.js';
export * from './programme-list/queries.js';
export {
  FEWEST_IN_PLANS,
  peopleInPlans,
  PLAN_SECTIONS,
  type PlanSection,
  plansOf,
  TOLD_OF_PLAN,
} from './pseudonymous-plan/index.js';
export { type RetentionEnd, retentionEnds, retentionEndsOfAll } from './retention-clock/queries.js';
export { shareOf } from './reminder-due/index.js';
export * from './survival-base/queries.js';
export { type SurvivalRow } from './survival-base/index.js';
export * from './task-queue/queries.js';
export * from './task-queue/queues.js';
export * from './trajectory-summary/own.js';
export { type ListedTeam, teams, type TeamWithCoaches } from './team-list/index.js';
export * from './trajectory-summary/queries.js';
export * from './trajectory-summary/task-card.js';
export { COACHES_NAMED, ownCopy, type Taken, type TimelineName } from './timelines/index.js';
export * from './timelines/queries.js';
export { isKnownAggregate, type KnownAggregate, knownReach } from './known-reach.js';
export { disputesBefore } from './committee-case/index.js';
export { agreedWith, type ThreeWayResult } from './three-way-result/index.js';
export { guestsOf, type WorkshopGuest } from './workshop-list/index.js';
export { type Given, planned, within } from './within.js';

/** Every read model. */
export const readModels: readonly AnyReadModel[] = [
  trajectorySummary,
  ...timelines,
  coachQueue,
  plannerQueue,
  participantTasks,
  assignedTasks,
  deadlineBoard,
  reminderDue,
  programmeFunnel,
  survivalBase,
  programmeList,
  employerList,
  employerHeadcount,
  employerPerson,
  teamList,
  cohortList,
  participantDirectory,
  coachList,
  appointments,
  caseload,
  retentionClock,
  brokenGlass,
  pseudonymousPlan,
  workshopList,
  committeeCase,
  threeWayResult,
];
