import {
  assertNever,
  type CommandsOf,
  type Decider,
  type DecisionContext,
  isRefusal,
  notFound,
  type Refusal,
} from '@overstap/kernel';
import { type ClockCommand, decideOnClock, isClockCommand } from '../workflow/clock-moving.js';
import { type Run, untilNow, withConsequences } from '../workflow/settling.js';
import { decideOnTask, isTaskCommand } from '../workflow/task-decisions.js';
import { lastingUndo } from '../workflow/task-undoing.js';
import { type PROGRAMME_DECISIONS } from './commands.js';
import { decideProgrammeFact, isProgrammeFact, type ProgrammeFactCommand } from './decide-fact.js';
import { createProgramme, openPrepared, openProgramme } from './opening.js';
import { decidePlanner } from './planners.js';
import {
  evolveProgramme,
  type ProgrammeEvent,
  type ProgrammeState,
  statusOfProgramme,
  UNKNOWN_PROGRAMME,
} from './state.js';
import { programmeSubject } from './subject.js';
import { upgradeTemplate } from './upgrade.js';
import { type ProgrammeWorld, rulesOfProgramme } from './world.js';

export type ProgrammeDecision = CommandsOf<typeof PROGRAMME_DECISIONS>;
export type ProgrammeCommand = ProgrammeDecision | ProgrammeFactCommand;

/** A programme decides a fact and, in the same append, what follows from it on its own timeline. */
export const programme: Decider<ProgrammeState, ProgrammeCommand, ProgrammeEvent, ProgrammeWorld> = {
  initialState: UNKNOWN_PROGRAMME,
  evolve: evolveProgramme,
  decide(command, state, world, context) {
    if (isClockCommand(command))
      return statusOfProgramme(state) === 'UNKNOWN'
        ? UNKNOWN
        : decideOnClock<ProgrammeState, ProgrammeEvent>(command, state, runOf(world), context);
    const decided = decideFirst(command, state, world, context);
    if (isRefusal(decided)) return decided;
    if (command.type === 'FallDue') return untilNow<ProgrammeState, ProgrammeEvent>(state, runOf(world), context);
    const settles = decided.length > 0 || command.type === 'RecomputeClocks';
    if (!settles) return decided;
    const settled = withConsequences<ProgrammeState, ProgrammeEvent>(decided, state, runOf(world), context);
    return command.type === 'UndoTask' ? lastingUndo(command.data.taskId, settled) : settled;
  },
};

const UNKNOWN = notFound('programme-unknown', 'There is no such programme; open it first.');

function decideFirst(
  command: Exclude<ProgrammeCommand, ClockCommand>,
  state: ProgrammeState,
  world: ProgrammeWorld,
  context: DecisionContext,
): readonly ProgrammeEvent[] | Refusal {
  if (command.type === 'CreateProgramme') return createProgramme(command.data, state, world, context.now);
  if (command.type === 'OpenProgramme') return openProgramme(command.data, state, world, context);
  if (statusOfProgramme(state) === 'UNKNOWN') return UNKNOWN;
  if (isTaskCommand(command)) return decideOnTask(command, state.workflow, context);
  if (isProgrammeFact(command)) return decideProgrammeFact(command, state, context);
  switch (command.type) {
    case 'OpenPreparedProgramme':
      return openPrepared(command.data, state, context);
    case 'UpgradeProgrammeTemplate':
      return upgradeTemplate(command.data, state, world, context);
    case 'AssignPlanner':
    case 'UnassignPlanner':
      return decidePlanner(command, state, context);
    case 'FallDue':
    case 'RecomputeClocks':
      return [];
    default:
      return assertNever(command);
  }
}

const runOf = (world: ProgrammeWorld): Run<ProgrammeState, ProgrammeEvent> => ({
  evolve: evolveProgramme,
  rules: () => rulesOfProgramme(world),
  subject: (state) => programmeSubject(state, world),
});
