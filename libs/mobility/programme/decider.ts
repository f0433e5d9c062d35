import { localDateOf } from '@overstap/calendar';
import {
  assertNever,
  type CommandsOf,
  type Decider,
  type DecisionContext,
  isRefusal,
  notFound,
  type Refusal,
} from '@overstap/kernel';
import { consequences } from '../workflow/consequences.js';
import { due } from '../workflow/due.js';
import { type Present, type Subject } from '../workflow/subject.js';
import { decideOnTask, isTaskCommand } from '../workflow/task-decisions.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { type PROGRAMME_DECISIONS } from './commands.js';
import { decideProgrammeFact, isProgrammeFact, type ProgrammeFactCommand } from './decide-fact.js';
import { createProgramme, openPrepared, openProgramme } from './opening.js';
import {
  evolveProgramme,
  type ProgrammeEvent,
  type ProgrammeState,
  statusOfProgramme,
  UNKNOWN_PROGRAMME,
} from './state.js';
import { programmeSubject } from './subject.js';
import { type ProgrammeWorld, rulesOfProgramme } from './world.js';

export type ProgrammeDecision = CommandsOf<typeof PROGRAMME_DECISIONS>;
export type ProgrammeCommand = ProgrammeDecision | ProgrammeFactCommand;

/** A programme decides a fact and, in the same append, what follows from it on its own timeline. */
export const programme: Decider<ProgrammeState, ProgrammeCommand, ProgrammeEvent, ProgrammeWorld> = {
  initialState: UNKNOWN_PROGRAMME,
  evolve: evolveProgramme,
  decide(command, state, world, context) {
    const decided = decideFirst(command, state, world, context);
    if (isRefusal(decided)) return decided;
    if (command.type === 'FallDue') return untilNow(state, world, context);
    const settles = decided.length > 0 || command.type === 'RecomputeClocks';
    return settles ? [...decided, ...follow(decided, state, world, context)] : decided;
  },
};

function decideFirst(
  command: ProgrammeCommand,
  state: ProgrammeState,
  world: ProgrammeWorld,
  context: DecisionContext,
): readonly ProgrammeEvent[] | Refusal {
  if (command.type === 'CreateProgramme') return createProgramme(command.data, state, world, context.now);
  if (command.type === 'OpenProgramme') return openProgramme(command.data, state, world, context);
  if (statusOfProgramme(state) === 'UNKNOWN')
    return notFound('programme-unknown', 'There is no such programme; open it first.');
  if (isTaskCommand(command)) return decideOnTask(command, state.workflow, context);
  if (isProgrammeFact(command)) return decideProgrammeFact(command, state, context);
  switch (command.type) {
    case 'OpenPreparedProgramme':
      return openPrepared(command.data, state, context);
    case 'FallDue':
    case 'RecomputeClocks':
      return [];
    default:
      return assertNever(command);
  }
}

const presentOf = ({ now }: DecisionContext): Present => ({ now, today: localDateOf(HOME_ZONE, now) });

const foldOnto =
  (state: ProgrammeState, { now, actor }: DecisionContext) =>
  (events: readonly ProgrammeEvent[]): ProgrammeState =>
    // Nothing refers to these facts by id before they are stored.
    events.reduce(
      (folded, event, index) => evolveProgramme(folded, { ...event, id: `decided-${index}`, recordedAt: now, actor }),
      state,
    );

/** What follows from the state after these events. */
function follow(
  events: readonly ProgrammeEvent[],
  state: ProgrammeState,
  world: ProgrammeWorld,
  context: DecisionContext,
): readonly ProgrammeEvent[] {
  const fold = foldOnto(state, context);
  const subjectAfter = (more: readonly ProgrammeEvent[]): Subject =>
    programmeSubject(fold([...events, ...more]), world);
  return consequences(rulesOfProgramme(world), subjectAfter([]), presentOf(context), subjectAfter);
}

/** Everything that has fallen due by now, moment by moment, each with what follows from it. */
function untilNow(state: ProgrammeState, world: ProgrammeWorld, context: DecisionContext): readonly ProgrammeEvent[] {
  const fold = foldOnto(state, context);
  const events: ProgrammeEvent[] = [];
  for (;;) {
    const fallen = due(rulesOfProgramme(world), programmeSubject(fold(events), world), presentOf(context));
    if (fallen.length === 0) return events;
    events.push(...fallen);
    events.push(...follow(events, state, world, context));
  }
}
