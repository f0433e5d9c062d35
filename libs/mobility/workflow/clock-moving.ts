import {
  type CommandsOf,
  conflict,
  type DecisionContext,
  type DomainEvent,
  invalid,
  type LocalDate,
  type Refusal,
} from '@overstap/kernel';
import { CLOCK_COMMANDS, taskOfClock } from './clock-commands.js';
import { presentOf, type Run, withConsequences } from './settling.js';
import { type ClockState, isOpenClock, moveInForce, type TaskState, type WorkflowState } from './state.js';
import { type StandIn, standInOf } from './stand-in.js';
import { type Subject, type WantedMove } from './subject.js';

export type ClockCommand = CommandsOf<typeof CLOCK_COMMANDS>;

export const isClockCommand = (command: { readonly type: string }): command is ClockCommand =>
  command.type in CLOCK_COMMANDS;

/**
 * A date is moved, or a move taken back, by the programme manager where it is the programme's and by its owner where it is personal
 * (docs/time.md, "Clocks"). What is left of the budget follows from the date by the terms of the clock, which the consequences know.
 */
export function decideOnClock<State extends { readonly workflow: WorkflowState }, Event extends DomainEvent>(
  command: ClockCommand,
  state: State,
  run: Run<State, Event>,
  context: DecisionContext,
): readonly Event[] | Refusal {
  const { workflow } = state;
  const clock = workflow.clocks[command.data.clockId];
  if (!clock || !isOpenClock(clock))
    return invalid('clockId', 'clock-unknown', 'clockId names no open clock here; /deadlines shows the ids.');
  const refused = refusedFor(clock, run.subject(state), context);
  if (refused) return refused;
  if (command.type === 'UndoClockMove') {
    if (!moveInForce(clock, workflow.moves))
      return conflict(
        'nothing-to-undo',
        'Nobody moved this clock to the date that it has; there is nothing to take back.',
      );
    const { clockId, generation } = clock;
    const data = { ...command.data, clockId, generation };
    const undone = { type: 'ClockMoveUndone', data, occurredAt: context.now } as unknown as Event;
    return withConsequences([undone], state, run, context);
  }
  return moved(command.data, clock, state, run, context);
}

function moved<State, Event extends DomainEvent>(
  moving: WantedMove,
  { status, dueOn }: ClockState,
  state: State,
  run: Run<State, Event>,
  context: DecisionContext,
): readonly Event[] | Refusal {
  if (status === 'SUSPENDED')
    return conflict('clock-suspended', 'The clock stands still and has no date now; move it when it runs again.');
  const { to } = moving;
  if (to === dueOn) return [];
  if (to < presentOf(context).today) return inThePast;
  const events = withConsequences([], state, { ...run, rules: (now) => ({ ...run.rules(now), moving }) }, context);
  return events.some(({ type }) => type === 'ClockMoved') ? events : notCounted(to);
}

const inThePast = invalid('to', 'date-in-the-past', 'to must be a day that is not over; what was missed stays missed.');

const notCounted = (to: LocalDate): Refusal =>
  invalid(
    'to',
    'day-not-counted',
    `The clock cannot be due on ${to}: that day is over, closed or does not count for it; name a working day.`,
  );

/** Who may not move this clock, or why nobody may. */
function refusedFor(clock: ClockState, subject: Subject, { actor }: DecisionContext): Refusal | undefined {
  if (clock.kind === 'STATUTORY')
    return conflict(
      'statutory-not-movable',
      'A statutory date moves only with its anchor; correct that where it is wrong.',
    );
  if (clock.kind === 'CONTRACT')
    return conflict(
      'contract-by-two',
      'A date of the contract is moved by two people: send request-extension or request-waiver, and have another decide.',
    );
  if (clock.status === 'EXPIRED')
    return conflict('deadline-missed', 'This date was missed, and a missed date does not move.');
  if (clock.kind === 'PROGRAMME')
    return actor.type === 'PROGRAMME_MANAGER'
      ? undefined
      : conflict('clock-of-programme', 'A date of the programme is moved by the programme manager; ask them.');
  const task = subject.workflow.tasks[taskOfClock(clock.clockId) ?? ''];
  return task && owns(actor, task, standInOf(subject.facts))
    ? undefined
    : conflict('clock-of-another', 'A personal date is moved by whoever owns the task.');
}

/** The same id in another role is another person; a coach's work is always a coach's, and while one is away that of whoever stands in. */
function owns(
  { type, id }: DecisionContext['actor'],
  { assigneeId, role }: TaskState,
  standIn: StandIn | undefined,
): boolean {
  if (assigneeId === undefined) return type === role;
  const isTheirs = assigneeId === id || (assigneeId === standIn?.coachId && id === standIn.standInId);
  return isTheirs && (role === 'COACH') === (type === 'COACH');
}
