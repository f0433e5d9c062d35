import {
  type Command,
  type CommandsOf,
  type Decider,
  type DecisionContext,
  isRefusal,
  type Refusal,
} from '@overstap/kernel';
import { type ClockCommand, decideOnClock, isClockCommand } from '../workflow/clock-moving.js';
import { untilNow, withConsequences } from '../workflow/settling.js';
import { lastingUndo } from '../workflow/task-undoing.js';
import { type TRAJECTORY_DECISIONS } from './commands.js';
import { decideFact, isFactCommand } from './decide-fact.js';
import { decideLifecycle } from './decide-lifecycle.js';
import { decideMigration } from './migration/decide-migration.js';
import { decidePhase, isPhaseCommand, lastingDecision } from './decide-phase.js';
import { decideTask, isTaskCommand } from './decide-task.js';
import { requireStatus } from './guards.js';
import { type FactBodies, type FactName } from './facts.js';
import { evolveTrajectory, type TrajectoryEvent, type TrajectoryState, UNKNOWN_TRAJECTORY } from './state.js';
import { runOf } from './run.js';
import { type TrajectoryWorld } from './world.js';

export type TrajectoryDecision = CommandsOf<typeof TRAJECTORY_DECISIONS>;
export type FactCommand = { [Name in FactName]: Command<Name, InstanceType<FactBodies[Name]>> }[FactName];
export type TrajectoryCommand = TrajectoryDecision | FactCommand;

/** A trajectory decides a fact and, in the same append, all that follows from it. */
export const trajectory: Decider<TrajectoryState, TrajectoryCommand, TrajectoryEvent, TrajectoryWorld> = {
  initialState: UNKNOWN_TRAJECTORY,
  evolve: evolveTrajectory,
  decide(command, state, world, context) {
    if (command.type === 'MigrateTrajectory') return decideMigration(command.data, state, world, context);
    if (isClockCommand(command)) {
      const refused = requireStatus(state, 'any');
      return refused ?? decideOnClock<TrajectoryState, TrajectoryEvent>(command, state, runOf(world, context), context);
    }
    const decided = decideFirst(command, state, world, context);
    if (isRefusal(decided)) return decided;
    if (command.type === 'FallDue')
      return untilNow<TrajectoryState, TrajectoryEvent>(state, runOf(world, context), context);
    const settles = decided.length > 0 || command.type === 'RecomputeClocks';
    if (!settles) return decided;
    const settled = withConsequences<TrajectoryState, TrajectoryEvent>(decided, state, runOf(world, context), context);
    if (isPhaseCommand(command)) return lastingDecision(command, settled, state);
    return command.type === 'UndoTask' ? lastingUndo(command.data.taskId, settled) : settled;
  },
};

function decideFirst(
  command: Exclude<TrajectoryCommand, ClockCommand | { type: 'MigrateTrajectory' }>,
  state: TrajectoryState,
  world: TrajectoryWorld,
  context: DecisionContext,
): readonly TrajectoryEvent[] | Refusal {
  if (isFactCommand(command)) return decideFact(command, state, world, context);
  if (isPhaseCommand(command)) return decidePhase(command, state, world, context);
  if (isTaskCommand(command)) return decideTask(command, state, context);
  return decideLifecycle(command, state, world, context);
}
