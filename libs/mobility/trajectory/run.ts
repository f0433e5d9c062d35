import { type DecisionContext } from '@overstap/kernel';
import { type Run } from '../workflow/settling.js';
import { type WorkflowRules } from '../workflow/subject.js';
import { windowsClosed } from './benefit-windows.js';
import { startOf } from './start.js';
import { evolveTrajectory, type TrajectoryEvent, type TrajectoryState } from './state.js';
import { trajectorySubject } from './subject.js';
import { surveysExpired } from './surveys-expired.js';
import { rulesOf, type TrajectoryWorld } from './world.js';

/** A trajectory as the engine runs it; `because` is told where another template moves its clocks. */
export const runOf = (
  world: TrajectoryWorld,
  { now }: DecisionContext,
  because?: WorkflowRules['because'],
): Run<TrajectoryState, TrajectoryEvent> => ({
  evolve: evolveTrajectory,
  rules: (state) => ({ ...rulesOf(world, state), ...(because ? { because } : {}) }),
  subject: trajectorySubject,
  before: (state) => startOf(state, world, now),
  fell: (fallen, state) => [
    ...windowsClosed(fallen, state, rulesOf(world, state), world.parameters),
    ...surveysExpired(fallen, state),
  ],
});
