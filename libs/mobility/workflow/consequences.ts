import { type LocalDate } from '@overstap/kernel';
import { type DeadlineDefinition, type Moment } from '../programme-template/definition.js';
import { settleApprovals } from './approvals.js';
import { cancelClock, reconcileClock } from './clock-reconciliation.js';
import { heldSince, holds } from './conditions.js';
import { type Changed, changedBy, hangsOn } from './dependence.js';
import { settleGlasses } from './glass-review.js';
import { settlePauses } from './pause-maximum.js';
import { overBy, settlePhases } from './phases.js';
import { settleStandIn } from './stand-in-decision.js';
import { isOpenClock, tasksIn } from './state.js';
import { type Consequence, type Present, type Subject, type WorkflowRules } from './subject.js';
import { settleSurveys } from './survey-term.js';
import { settleTasks } from './tasks.js';

/** A template in which one step keeps undoing another would never settle; no sound one comes near this. */
const MOST_PASSES = 50;

/**
 * All that follows from the state an aggregate is in: which phases end or begin, which clocks are armed, stopped or computed again, which tasks
 * arise or fall away. It compares what the template asks for with what is there, so that a correction, a backdated pause, a closing day and a
 * plain new fact are all the same case, and asking again yields nothing. `append` takes what follows and shows the subject after it.
 */
export function consequences(
  rules: WorkflowRules,
  subject: Subject,
  present: Present,
  append: (events: readonly Consequence[]) => Subject,
): void {
  let current = subject;
  // What each half has not looked at since it changed: after a first look at everything, only what hangs on what the engine itself did.
  let forPhases: Changed = 'everything';
  let forTheRest: Changed = 'everything';
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const phases = settlePhases(current, rules, present, forPhases);
    const events = phases.length > 0 ? phases : settleTheRest(current, rules, present, forTheRest);
    if (events.length === 0) return;
    current = append(events);
    const changed = changedBy(events, current);
    forTheRest = phases.length > 0 ? together(forTheRest, changed) : changed;
    forPhases = changed;
  }
  throw new Error(`The template does not settle after ${MOST_PASSES} passes`);
}

const together = (before: Changed, changed: ReadonlySet<string>): Changed =>
  before === 'everything' ? before : new Set([...before, ...changed]);

function settleTheRest(subject: Subject, rules: WorkflowRules, present: Present, changed: Changed): Consequence[] {
  const deadlines = rules.definition.deadlines.filter((deadline) => hangsOn(deadline, changed));
  return [
    ...deadlines.flatMap((deadline) => settleDeadline(deadline, subject, rules, present)),
    ...settlePauses(subject, rules, present),
    ...settleStandIn(subject, present),
    ...settleGlasses(subject, present),
    ...settleApprovals(subject, present),
    ...settleSurveys(subject, rules, present),
    ...settleTasks(subject, rules, present, changed),
  ];
}

function settleDeadline(
  deadline: DeadlineDefinition,
  subject: Subject,
  rules: WorkflowRules,
  present: Present,
): Consequence[] {
  const { code } = deadline;
  const clockId = `deadline.${code}`;
  const clock = subject.workflow.clocks[clockId];
  const { due, armedOn } = termOf(deadline, subject);
  const { reason } = overBy(subject, deadline) ?? {};
  const over = reason === 'CLOSED' || reason === 'ERASED';
  const metOn = deadline.metBy && heldSince(deadline.metBy, subject);
  // A closing that is itself what the deadline waits for meets it; every other one falls away.
  const metByClosing = reason !== 'ERASED' && metOn !== undefined && clock !== undefined && isOpenClock(clock);
  if (armedOn === undefined || (over && !metByClosing) || !holds(deadline.when, subject))
    return cancelClock(clock, present);
  return reconcileClock(
    {
      clockId,
      code,
      times: 'DEADLINE',
      kind: deadline.kind,
      due,
      armedOn,
      ladder: deadline.ladder,
      pauseReasons: deadline.pauseReasons,
      imported: deadline.imported,
      wait: !deadline.metBy,
      metOn,
    },
    subject,
    rules,
    present,
  );
}

/** From when a deadline counts, and how long: from its anchor, or, when it comes again, from what it raised before. */
function termOf(
  { due, onExpiry, repeat }: DeadlineDefinition,
  { workflow, anchorOn }: Subject,
): { readonly due: Moment; readonly armedOn: LocalDate | undefined } {
  const armedOn = anchorOn(due.anchor, due.select);
  if (!repeat || armedOn === undefined) return { due, armedOn };
  const raisedOn = tasksIn(workflow)
    .filter((task) => task.code === onExpiry)
    .map(({ createdOn, doneOn }) => doneOn ?? createdOn)
    .toSorted()
    .at(-1);
  return raisedOn === undefined || raisedOn <= armedOn
    ? { due, armedOn }
    : { due: { ...due, offset: repeat.every }, armedOn: raisedOn };
}
