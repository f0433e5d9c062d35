import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { trajectory } from '../../trajectory/decider.js';
import { type TrajectoryState, UNKNOWN_TRAJECTORY } from '../../trajectory/state.js';
import { type TrajectoryLife } from '../trajectory-life.js';
import { expectSame } from './expect-same.js';
import { doings, firstDay } from './model-commands.js';
import { modelLife } from './model-template.js';
import { ReferenceModel } from './reference-model.js';

/** MODEL_HISTORIES=500 is a quick look; FAST_CHECK_SEED repeats a run, and a failure prints its seed and its path. */
const HISTORIES = Number(process.env['MODEL_HISTORIES'] ?? 10_000);
const SEED = Number(process.env['FAST_CHECK_SEED'] ?? 20261128);

const replayed = ({ events }: TrajectoryLife): TrajectoryState =>
  events.reduce<TrajectoryState>((state, event) => trajectory.evolve(state, event), UNKNOWN_TRAJECTORY);

describe('clocks and tasks', () => {
  it(`are as a small model says in ${HISTORIES} random histories, and replay equals live after each`, () => {
    fc.assert(
      fc.property(fc.commands([...doings], { maxCommands: 25 }), (commands) => {
        const life = modelLife();
        fc.modelRun(() => ({ model: new ReferenceModel(firstDay, firstDay), real: life }), commands);
        expectSame(replayed(life), life.state);
      }),
      { numRuns: HISTORIES, seed: SEED },
    );
  }, 600_000);
});
