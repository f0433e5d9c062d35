import { localDateOf } from '@overstap/calendar';
import { type Command, type CommandsOf, type Decider, type DecisionContext, isRefusal, type Refusal } from '@overstap/kernel';
import { consequences } from '../workflow/consequences.js';
import { due } from '../workflow/due.js';
import { type Consequence } from '../workflow/subject.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { type TRAJECTORY_DECISIONS } from './commands.js';
import { decideFact, isFactCommand } from './decide-fact.js';
import { decideLifecycle } from './decide-lifecycle.js';
import { decideTask, isTaskCommand } from './decide-task.js';
import { type FactBodies, type FactName } from './facts.js';
import { evolveTrajectory, type TrajectoryEvent, type TrajectoryState, UNKNOWN_TRAJECTORY } from './state.js';
import { startOf } from './start.js';
import { trajectorySubject } from './subject.js';
import { rulesOf, type TrajectoryWorld } from './world.js';

export type TrajectoryDecision = CommandsOf<typeof TRAJECTORY_DECISIONS>;
export type FactCommand = { [Name in FactName]: Command<Name, InstanceType<FactBodies[Name]>> }[FactName];
export type TrajectoryCommand = TrajectoryDecision | FactCommand;

/** A trajectory decides a fact and, in the same append, all that follows from it. */
export const trajectory: Decider<TrajectoryState, TrajectoryCommand, TrajectoryEvent, TrajectoryWorld> = {
  initialState: UNKNOWN_TRAJECTORY,
  evolve: evolveTrajectory,
  decide(command, state, world, context) {
    const decided = decideFirst(command, state, world, context);
    return isRefusal(decided) ? decided : settle(command, decided, state, world, context);
  },
};

function decideFirst(
  command: TrajectoryCommand,
  state: TrajectoryState,
  world: TrajectoryWorld,
  context: DecisionContext,
): readonly TrajectoryEvent[] | Refusal {
  if (isFactCommand(command)) return decideFact(command, state, world, context);
  if (isTaskCommand(command)) return decideTask(command, state, context);
  return decideLifecycle(command, state, world, context);
}

function settle(
  command: TrajectoryCommand,
  decided: readonly TrajectoryEvent[],
  state: TrajectoryState,
  world: TrajectoryWorld,
  context: DecisionContext,
): readonly TrajectoryEvent[] {
  const present = { now: context.now, today: localDateOf(HOME_ZONE, context.now) };
  const events: TrajectoryEvent[] = [...decided];
  const fold = (more: readonly TrajectoryEvent[] = []): TrajectoryState =>
    [...events, ...more].reduce(
      (folded, event, index) =>
        // The id only has to be unlike any other: a fact decided in this command can be corrected only by a later one.
        evolveTrajectory(folded, { ...event, id: `decided-${index}`, recordedAt: context.now, actor: context.actor }),
      state,
    );
  const follow = (): void => {
    const started = startOf(fold(), world, context.now);
    if (started) events.push(started);
    const current = fold();
    if (current.facts.length === 0) return;
    const rules = rulesOf(world, current);
    const follows = consequences(rules, trajectorySubject(current), present, (more: readonly Consequence[]) =>
      trajectorySubject(fold(more)),
    );
    events.push(...follows);
  };
  if (command.type !== 'FallDue') {
    if (events.length > 0 || command.type === 'RecomputeClocks') follow();
    return events;
  }
  for (;;) {
    const current = fold();
    const fallen = due(rulesOf(world, current), trajectorySubject(current), present);
    if (fallen.length === 0) return events;
    events.push(...fallen);
    follow();
  }
}
