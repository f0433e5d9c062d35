import { addDays, daysBetween } from '@overstap/calendar';
import { type LocalDate, type Role } from '@overstap/kernel';
import { type Condition, type PhaseDefinition, type TaskDefinition } from '../programme-template/definition.js';
import { trajectorySubject } from '../trajectory/subject.js';
import { type Counted } from '../workflow/conditions.js';
import { evidenceAsAsked } from '../workflow/evidence.js';
import { factsOf, firstFact } from '../workflow/facts.js';
import { boxClockOf, countedForExit, countedInRound } from '../workflow/phase-time.js';
import { isOpenTask, tasksIn, type TaskState } from '../workflow/state.js';
import { type Deed, deedsFor, eventsIn, isPlainFact, recordingOf } from './deeds.js';
import { HABITS } from './habits.js';
import { type SimulatedLife } from './life.js';
import { dayOfWork, workingDay } from './punctuality.js';
import { writeReport } from './report.js';
import { extend } from './story.js';

/** People look at their queues at most so many days ahead; a phase is thought about somewhat earlier. */
const TASKS_AHEAD = 16;
const PHASES_AHEAD = 21;

/** Settles who does which open task when, and when each open phase is done with, as soon as it is near enough to be thought of. */
export function takeUpWork(life: SimulatedLife, today: LocalDate): void {
  const { phases, clocks } = life.state.workflow;
  for (const task of tasksIn(life.state.workflow)) {
    if (!isOpenTask(task)) life.settled.delete(task.taskId);
    else if (!life.settled.has(task.taskId)) takeUpTask(life, task, today);
  }
  for (const phase of life.around.world.template.trajectory.phases) {
    const key = boxClockOf(phase.id, phases[phase.id]);
    const dueOn = clocks[key]?.dueOn;
    if (phases[phase.id]?.status !== 'OPEN' || !phase.exit || dueOn === undefined || life.settled.has(key)) continue;
    if (isFar(life, dueOn, PHASES_AHEAD, today)) continue;
    life.settled.add(key);
    const on = whenDone(life, key, 'COACH', HABITS.late.phases, dueOn, today);
    life.plan(on, (_life, day) => endPhase(life, phase, day));
  }
}

/** Somebody who is away does not end a phase; when they are back it is looked at anew. */
function endPhase(life: SimulatedLife, { id, exit }: PhaseDefinition, today: LocalDate): void {
  const phase = life.state.workflow.phases[id];
  if (life.status === 'PAUSED') life.settled.delete(boxClockOf(id, phase));
  else if (phase?.status === 'OPEN') bringAbout(life, exit, countedForExit(phase), 'COACH', today, isLeftToPhases);
}

function takeUpTask(life: SimulatedLife, task: TaskState, today: LocalDate): void {
  const { taskId, code, createdOn, role } = task;
  const clock = life.state.workflow.clocks[`task.${taskId}`];
  if (clock?.status === 'SUSPENDED') return;
  const dueOn = clock?.dueOn ?? task.dueOn ?? addDays(createdOn, 5);
  if (role === 'SYSTEM') {
    life.settled.add(taskId);
    return life.plan(today, () => doTask(life, task, today));
  }
  if (isFar(life, dueOn, TASKS_AHEAD, today)) return;
  const definition = life.around.world.template.trajectory.tasks.find((each) => each.code === code);
  const isIntake = eventsIn(definition?.doneBy).includes('IntakeHeld');
  if (isIntake && !canMeet(life)) return;
  life.settled.add(taskId);
  const on = isIntake ? intakeDay(life, dueOn, today) : whenDone(life, taskId, role, lateOf(role), dueOn, today);
  life.plan(on, (_life, day) => doTask(life, task, day));
}

/** Far ahead it is only noted when to look again. */
function isFar(life: SimulatedLife, dueOn: LocalDate, ahead: number, today: LocalDate): boolean {
  if (daysBetween(today, dueOn) <= ahead) return false;
  life.plan(addDays(dueOn, -ahead), null);
  return true;
}

const lateOf = (role: string): number => (HABITS.late as Readonly<Record<string, number>>)[role] ?? HABITS.late.others;

/** Coaches are held up by what they carry; of the others it is taken that there are enough. */
const stretchOf = (life: SimulatedLife, role: string): number =>
  role === 'COACH' ? life.around.coaches.stretchOf(life.coach) : 1;

function whenDone(life: SimulatedLife, key: string, role: string, late: number, dueOn: LocalDate, today: LocalDate) {
  const { calendar } = life.around.world;
  const work = { dueOn, earliest: workingDay(calendar, today), late, stretch: stretchOf(life, role) };
  return dayOfWork(calendar, work, life.chance.luck(key), life.chance.luck(`${key} spare`));
}

const canMeet = (life: SimulatedLife): boolean =>
  life.coach !== undefined && firstFact(life.state.facts, 'FirstContactMade') !== undefined;

/** Some days after the first contact, more when coaches are full; a coach who sees that this is too late may hurry. */
function intakeDay(life: SimulatedLife, dueOn: LocalDate, today: LocalDate): LocalDate {
  const { chance, around } = life;
  const { calendar } = around.world;
  const stretch = stretchOf(life, 'COACH');
  const contactOn = firstFact(life.state.facts, 'FirstContactMade')?.on ?? today;
  const wait = Math.round(chance.within('intakeAfter', HABITS.intake.afterDays) * stretch);
  const asked = workingDay(calendar, addDays(contactOn, wait));
  const day = asked > dueOn && chance.happens('hurries', HABITS.intake.hurries / stretch) ? dueOn : asked;
  return workingDay(calendar, day < today ? today : day);
}

function doTask(life: SimulatedLife, task: TaskState, today: LocalDate): void {
  const { taskId, code, role, createdOn } = task;
  const isOpen = (): boolean => {
    const is = life.state.workflow.tasks[taskId];
    return is !== undefined && isOpenTask(is);
  };
  if (!isOpen()) return;
  if (life.status === 'PAUSED') return void life.settled.delete(taskId);
  const definition = life.around.world.template.trajectory.tasks.find((each) => each.code === code);
  const counted = definition && countedFor(life, definition, taskId, createdOn);
  const known = !definition?.doneBy || bringAbout(life, definition.doneBy, counted, role as Role, today);
  // Where no fact comes of it, having dealt with it is what was asked for.
  if (known && isOpen())
    life.send({ type: 'CompleteTask', data: { taskId, on: today, ...evidenceAsAsked(task) } }, role as Role);
  if (isOpen()) tryAgain(life, taskId, today);
}

/** Which facts do a task: of one that a fact brought, those about that very fact. */
function countedFor(
  { state: { facts, workflow } }: SimulatedLife,
  { raised, on, repeat, phase = '' }: TaskDefinition,
  taskId: string,
  createdOn: LocalDate,
): Counted {
  const about = on === undefined ? undefined : factsOf(facts, on)[Number(taskId.split('.').at(-1)) - 1];
  if (raised) return { since: createdOn, about };
  const { begun } = workflow.phases[phase] ?? {};
  if (begun && !on && !repeat) return countedInRound({ begun });
  return { since: on || repeat ? (workflow.clocks[`task.${taskId}`]?.armedOn ?? '') : '', about };
}

const AGAIN_AFTER = 7;

function tryAgain(life: SimulatedLife, key: string, today: LocalDate): void {
  life.plan(addDays(today, AGAIN_AFTER), () => void life.settled.delete(key));
}

/** Does what a condition asks for; false where it is in nobody's hands. */
function bringAbout(
  life: SimulatedLife,
  condition: Condition | undefined,
  counted: Counted = {},
  role: Role,
  today: LocalDate,
  may: (life: SimulatedLife, event: string) => boolean = () => true,
): boolean {
  const can = (event: string): boolean => isPossible(life, event) && may(life, event);
  const deeds = condition && deedsFor(condition, trajectorySubject(life.state), counted, can);
  for (const deed of deeds ?? []) perform(life, deed, role, today);
  return deeds !== undefined;
}

function perform(life: SimulatedLife, { event, fields }: Deed, role: Role, today: LocalDate): void {
  switch (event) {
    case 'ParticipantInvited':
      return;
    case 'CoachMatched':
      life.send({ type: 'MatchCoach', data: { coachId: life.around.coaches.freest() } }, 'PLANNER');
      return;
    case 'ParticipationExpired':
      life.send({ type: 'ExpireParticipation', data: { on: today } }, 'PLANNER');
      return;
    case 'TrajectoryExtended':
      return extend(life);
    case 'ReportApproved':
    case 'ReportShared':
      return writeReport(life, { event, fields }, today);
    default: {
      const recording = recordingOf(event, today, { ...storyOf(life, event, today), ...fields }, role);
      if (recording) life.send(recording.command, recording.by);
    }
  }
}

const QUESTIONS = ['CHOICE', 'PROGRESS', 'MEANING', 'BLOCKAGE', 'STRESS'] as const;

/** What only this person can say. */
function storyOf({ id, chance }: SimulatedLife, event: string, today: LocalDate): Readonly<Record<string, unknown>> {
  switch (event) {
    case 'CareerQuestionFormulated':
      return { questionType: chance.one('question', QUESTIONS) };
    case 'TrajectoryClosed':
      return { closureClass: 'END_OF_TERM', reason: 'TERM_ENDED' };
    case 'LossProcessingAssessed':
      return { reviewOn: addDays(today, HABITS.lossReviewDays) };
    case 'RetentionStarted':
      return { until: addDays(today, HABITS.retentionDays) };
    case 'PlacementVerified':
      return { placementId: `${id}-placement` };
    default:
      return {};
  }
}

/** Decided elsewhere: work and offers come by chance; whether somebody declines or comes back is no work that is done by its due day. */
const OF_THE_STORY: readonly string[] = [
  'OfferReceived',
  'OfferAccepted',
  'OfferDeclined',
  'PlacementRecorded',
  'PlacementStarted',
  'PlacementEnded',
  'PlacementVoided',
  'InternalRedeploymentConfirmed',
  'ParticipationDeclined',
  'TrajectoryReopened',
  // A coach is matched in one step.
  'ChemistryMeetingHeld',
];
const DECISIONS: readonly string[] = [
  'ParticipantInvited',
  'CoachMatched',
  'ParticipationExpired',
  'TrajectoryExtended',
];
/** What the other side of the line has to answer to. */
const CONTACT: readonly string[] = ['FirstContactMade', 'PortalAccountActivated', 'IntakeHeld', 'SessionHeld'];

function isPossible(life: SimulatedLife, event: string): boolean {
  if (OF_THE_STORY.includes(event)) return false;
  if (CONTACT.includes(event) && life.chance.happens('silent', HABITS.silent)) return false;
  if (event === 'IntakeHeld') return canMeet(life);
  return isPlainFact(event) || DECISIONS.includes(event);
}

/** What a task asks for is done by that task, not once more when its phase ends. */
const isLeftToPhases = ({ around }: SimulatedLife, event: string): boolean =>
  !around.world.template.trajectory.tasks.some(({ doneBy }) => eventsIn(doneBy).includes(event));
