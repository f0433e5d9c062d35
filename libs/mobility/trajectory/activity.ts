import { type LocalDate } from '@overstap/kernel';
import { type Fact } from '../workflow/facts.js';
import { tasksIn } from '../workflow/state.js';
import { startedOn, type TrajectoryState } from './state.js';

/** What a participant does, whoever writes it down. */
const DOINGS: readonly string[] = [
  'IntakeHeld',
  'SessionHeld',
  'WorkshopAttended',
  'CheckInSubmitted',
  'SelfAnalysisStatementRecorded',
  'EnvironmentAnalysisStatementRecorded',
  'ExclusionCriterionRecorded',
  'CareerValuesRanked',
  'InstrumentCompleted',
  'LabourMarketScanCompleted',
  'CvVersionPublished',
  'TrainingStarted',
  'TrainingCompleted',
  'ApplicationSubmitted',
  'NetworkContactLogged',
  'InterviewHeld',
  'WorkTrialStarted',
  'OfferAccepted',
  'GoalSet',
  'GoalProgressRecorded',
  'GoalAchieved',
];

const isDoing = ({ type, actor }: Fact): boolean => actor === 'PARTICIPANT' || DOINGS.includes(type);

/** The last day on which the participant did anything: a fact of theirs, or a task of theirs that was done. */
export function activeOn({ facts, workflow }: TrajectoryState): LocalDate | undefined {
  let last = facts.findLast(isDoing)?.on ?? '';
  for (const { role, status, byFact, doneOn = '' } of tasksIn(workflow))
    if (role === 'PARTICIPANT' && status === 'DONE' && !byFact && doneOn > last) last = doneOn;
  return last || undefined;
}

/** What needs an answer of the coach: an objection, and a check-in that asks for help. */
const asks = ({ type, data }: Fact): boolean =>
  type === 'ReportObjected' || (type === 'CheckInSubmitted' && data['supportNeededRef'] !== undefined);

/** The coach's answer: a contact, a session or the appointment for one. */
const answers = ({ type, data }: Fact): boolean =>
  type === 'SessionHeld' ||
  type === 'SessionScheduled' ||
  (type === 'ContactLogged' && data['withRole'] === 'PARTICIPANT');

/** The day of the first thing that has been waiting for the coach's answer; undefined while nothing is. */
export function waitingOnCoachSince(state: TrajectoryState): LocalDate | undefined {
  const { facts, workflow } = state;
  if (startedOn(state) === undefined) return undefined;
  const answered = facts.findLastIndex(answers);
  const asked = facts.slice(answered + 1).find(asks);
  const answeredOn = facts[answered]?.on ?? '';
  const blockedOn = tasksIn(workflow)
    .filter(({ status, waitingOn }) => status === 'BLOCKED' && waitingOn === 'COACH')
    .map((task) => task.blockedOn ?? '')
    .filter((on) => on > answeredOn);
  return [...(asked ? [asked.on] : []), ...blockedOn].toSorted()[0];
}

/** What needs something of the participant: an instrument to fill in. An offer and a report to read have clocks of their own. */
const needsDoing = ({ type }: Fact): boolean => type === 'InstrumentAssigned';

/**
 * The day of the first thing that has been waiting for the participant since they last did anything; undefined while nothing is. What was agreed on
 * the day of a talk came of that talk, and waits.
 */
export function waitingOnParticipantSince(state: TrajectoryState): LocalDate | undefined {
  const { facts, workflow } = state;
  if (startedOn(state) === undefined) return undefined;
  const active = activeOn(state) ?? '';
  const done = facts.findLastIndex(isDoing);
  const assigned = facts.slice(done + 1).find((fact) => needsDoing(fact) && fact.on >= active);
  const blockedOn = tasksIn(workflow)
    .filter(({ status, waitingOn }) => status === 'BLOCKED' && waitingOn === 'PARTICIPANT')
    .map((task) => task.blockedOn ?? '')
    .filter((on) => on >= active);
  return [...(assigned ? [assigned.on] : []), ...blockedOn].toSorted()[0];
}
