import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { livedThrough, steps, template } from '../testing/random-life.js';
import { type TrajectoryLife } from '../testing/trajectory-life.js';
import { trajectory } from './decider.js';
import { type TrajectoryState, UNKNOWN_TRAJECTORY } from './state.js';

/** FAST_CHECK_SEED repeats a run; a failure prints its seed. */
const SEED = Number(process.env['FAST_CHECK_SEED'] ?? 20261124);
const RUNS = { numRuns: 60, seed: SEED };

const forAnyLife = (law: (life: TrajectoryLife) => void): void => {
  fc.assert(
    fc.property(template, steps(), fc.boolean(), (code, all, started) => law(livedThrough(code, all, started))),
    RUNS,
  );
};

const replayed = (life: TrajectoryLife, copy: (event: object) => object = (event) => event): TrajectoryState =>
  life.events.reduce<TrajectoryState>(
    (state, event) => trajectory.evolve(state, copy(event) as never),
    UNKNOWN_TRAJECTORY,
  );

describe('whatever happens on a trajectory', () => {
  it('every command is carried out or refused, and its consequences settle: asking again yields nothing', () => {
    forAnyLife((life) => {
      expect(life.send({ type: 'RecomputeClocks', data: {} })).toEqual([]);
    });
  });

  it('replay equals live, also from what was stored as JSON', () => {
    forAnyLife((life) => {
      expect(replayed(life)).toEqual(life.state);
      expect(replayed(life, (event) => JSON.parse(JSON.stringify(event)) as object)).toEqual(life.state);
    });
  });
});
