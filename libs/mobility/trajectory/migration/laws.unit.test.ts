import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '@overstap/kernel';
import fc from 'fast-check';
import { type TemplateDefinition } from '../../programme-template/definition.js';
import { datesOf, migrate, nextVersion } from '../../testing/migrating.js';
import { livedThrough, steps, template } from '../../testing/random-life.js';
import { requireShape, type TrajectoryLife, worldOf } from '../../testing/trajectory-life.js';
import { trajectory } from '../decider.js';
import { UNKNOWN_TRAJECTORY } from '../state.js';

/** FAST_CHECK_SEED repeats a run; a failure prints its seed. */
const RUNS = { numRuns: 25, seed: Number(process.env['FAST_CHECK_SEED'] ?? 20261128) };
/** What becomes of the phases that only one of the two templates has. */
const TO_OTHER = {
  'IND-6': { phases: { intake: 'external' } },
  'COL-12': { phases: { interest: null, internal: null, external: 'intake', termination: null } },
};
const otherOf = (code: 'IND-6' | 'COL-12') => (code === 'IND-6' ? 'COL-12' : 'IND-6');

const forAnyLife = (law: (life: TrajectoryLife, code: 'IND-6' | 'COL-12', budget: number) => void): void =>
  fc.assert(
    fc.property(template, steps(), fc.boolean(), fc.integer({ min: 1, max: 400 }), (code, all, started, budget) =>
      law(livedThrough(code, all, started), code, budget),
    ),
    RUNS,
  );

/** A version in which every date is another. */
const otherDates = (from: TemplateDefinition, value: number): TemplateDefinition =>
  nextVersion(from, ({ phases, deadlines, tasks }) => {
    const offset = { value, unit: 'calendarDays' } as const;
    return {
      phases: phases.map((phase) => (phase.to ? { ...phase, to: { ...phase.to, offset } } : phase)),
      deadlines: deadlines.map((deadline) => ({ ...deadline, due: { ...deadline.due, offset } })),
      tasks: tasks.map((task) => (task.due ? { ...task, due: { ...task.due, offset } } : task)),
    };
  });

const bound = ({ state }: TrajectoryLife) =>
  Object.values(state.workflow.clocks).filter(
    ({ kind, status }) => status !== 'STOPPED' && (kind === 'STATUTORY' || kind === 'CONTRACT'),
  );
const doneTasks = ({ state }: TrajectoryLife) =>
  Object.values(state.workflow.tasks).filter(({ status, byFact }) => status === 'DONE' && !byFact);

describe('whatever happened before a migration', () => {
  it('an identical version changes no date, and is harmless twice', () => {
    forAnyLife((life, code) => {
      life.send({ type: 'FallDue', data: {} });
      const before = datesOf(life);
      const v2 = nextVersion(worldOf(code).template);
      const decided = migrate(life, v2);
      if (isRefusal(decided)) return expect(['CLOSED', 'DECLINED', 'EXPIRED']).toContain(life.status);
      expect(decided.map(({ type }) => type)).toEqual(['TrajectoryMigrated']);
      expect(migrate(life, v2)).toEqual([]);
      expect(datesOf(life)).toEqual(before);
    });
  });

  it('no statutory or contract clock moves, and done work stays done', () => {
    forAnyLife((life, code, budget) => {
      life.send({ type: 'FallDue', data: {} });
      const [clocks, tasks] = [bound(life), doneTasks(life)];
      const decided = migrate(life, otherDates(worldOf(code).template, budget));
      if (isRefusal(decided)) return expect(['CLOSED', 'DECLINED', 'EXPIRED']).toContain(life.status);
      for (const clock of clocks) expect(life.clock(clock.clockId)).toEqual(clock);
      for (const task of tasks) expect(life.task(task.taskId)).toEqual(task);
    });
  });

  it('what follows settles, keeps its shapes, and replays, also from JSON and under another template', () => {
    forAnyLife((life, code) => {
      const { template: other } = worldOf(otherOf(code));
      const decided = migrate(life, other, TO_OTHER[code]);
      if (isRefusal(decided)) return expect(['CLOSED', 'DECLINED', 'EXPIRED']).toContain(life.status);
      decided.forEach(requireShape);
      expect(life.send({ type: 'RecomputeClocks', data: {} })).toEqual([]);
      const replayed = life.events.reduce(
        (state, event) => trajectory.evolve(state, JSON.parse(JSON.stringify(event)) as never),
        UNKNOWN_TRAJECTORY,
      );
      expect(replayed).toEqual(life.state);
    });
  });
});
