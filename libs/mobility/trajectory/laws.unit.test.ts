import { describe, expect, it } from '@jest/globals';
import { dueOf, ledgerAt } from '@overstap/calendar';
import fc from 'fast-check';
import { begun, livedThrough, type Step, steps, take, template } from '../testing/random-life.js';
import { requireShape, type TrajectoryLife } from '../testing/trajectory-life.js';
import { trajectory } from './decider.js';
import { taskOfClock } from '../workflow/clock-commands.js';
import { gapsOfBox, gapsOfTasks } from '../workflow/phase-time.js';
import { isOpenClock } from '../workflow/state.js';
import { pausesOf } from './pauses.js';
import { type TrajectoryState, UNKNOWN_TRAJECTORY } from './state.js';

/** FAST_CHECK_SEED repeats a run; a failure prints its seed. */
const SEED = Number(process.env['FAST_CHECK_SEED'] ?? 20261124);
const RUNS = { numRuns: 40, seed: SEED };

/** The same seed makes the same lives for every law, so each is lived once. */
const lived = new Map<string, TrajectoryLife>();

function lifeOf(code: 'IND-6' | 'COL-12', all: readonly Step[], started: boolean): TrajectoryLife {
  const key = JSON.stringify([code, all, started]);
  const life = lived.get(key) ?? livedThrough(code, all, started);
  lived.set(key, life);
  return life;
}

const forAnyLife = (law: (life: TrajectoryLife) => void): void =>
  fc.assert(
    fc.property(template, steps(), fc.boolean(), (code, all, started) => law(lifeOf(code, all, started))),
    RUNS,
  );

const replayed = (life: TrajectoryLife, copy: (event: object) => object = (event) => event): TrajectoryState =>
  life.events.reduce<TrajectoryState>(
    (state, event) => trajectory.evolve(state, copy(event) as never),
    UNKNOWN_TRAJECTORY,
  );

describe('whatever happens on a trajectory', () => {
  it('every command is carried out or refused, and its consequences settle: asking again yields nothing', () => {
    fc.assert(
      fc.property(template, steps(), fc.boolean(), (code, all, started) => {
        const life = begun(code, started);
        life.checksShapes = false;
        for (const step of all) {
          take(life, step);
          life.send({ type: 'FallDue', data: {} });
          expect(life.send({ type: 'RecomputeClocks', data: {} })).toEqual([]);
        }
      }),
      RUNS,
    );
  });

  it('replay equals live, also from what was stored as JSON', () => {
    forAnyLife((life) => {
      expect(replayed(life)).toEqual(life.state);
      expect(replayed(life, (event) => JSON.parse(JSON.stringify(event)) as object)).toEqual(life.state);
    });
  });

  it('every event keeps the rules of its payload', () => {
    forAnyLife((life) => life.events.forEach(requireShape));
  });

  it('no event has happened after it was recorded', () => {
    forAnyLife((life) => {
      expect(life.events.filter(({ occurredAt, recordedAt }) => occurredAt > recordedAt)).toEqual([]);
    });
  });

  it('every rung fires at most once per generation of its clock, and generations only grow', () => {
    forAnyLife((life) => {
      const fired = life.of('RungFired').map(({ data }) => `${data.clockId} ${data.generation} ${data.rung}`);
      expect(fired).toHaveLength(new Set(fired).size);
      const generations = new Map<string, number>();
      for (const { data } of [...life.of('ClockArmed'), ...life.of('ClockRearmed')].toSorted(byPlace(life))) {
        expect(data.generation).toBe((generations.get(data.clockId) ?? 0) + 1);
        generations.set(data.clockId, data.generation);
      }
    });
  });

  it('no rung but a statutory one fires in a pause that is known', () => {
    forAnyLife((life) => {
      let state = UNKNOWN_TRAJECTORY;
      for (const event of life.events) {
        if (event.type === 'RungFired' && state.workflow.clocks[event.data.clockId]?.kind !== 'STATUTORY')
          expect(
            pausesOf(state.facts).filter(
              ({ from, to }) => from <= event.occurredAt && event.occurredAt < (to ?? event.recordedAt),
            ),
          ).toEqual([]);
        state = trajectory.evolve(state, event);
      }
    });
  });

  it('what is consumed of an open clock and what remains make its budget, and its date is the calendar’s', () => {
    forAnyLife((life) => {
      const { calendar } = life.world;
      const all = pausesOf(life.state.facts);
      const { clocks, phases, tasks } = life.state.workflow;
      for (const { clockId, code, kind, armedOn, budget, status, dueOn, times } of Object.values(clocks)) {
        if (status !== 'RUNNING' || budget.value <= 0 || times === 'PHASE_ENTRY') continue;
        const { phaseId } = tasks[taskOfClock(clockId) ?? ''] ?? {};
        const gaps = times === 'PHASE' ? gapsOfBox(phases[code]) : gapsOfTasks(phases[phaseId ?? '']);
        const pauses =
          kind === 'STATUTORY' || kind === 'CONTRACT'
            ? []
            : [...all, ...gaps].toSorted((a, b) => (a.from < b.from ? -1 : 1));
        const terms = { calendar, armedOn, budget, pauses, cutOff: '17:00' };
        const ledger = ledgerAt(terms, life.now);
        expect(ledger.consumed + ledger.remaining).toBe(ledger.budget);
        if (kind !== 'STATUTORY') expect(dueOf(terms)?.dueOn).toBe(dueOn);
        if ((dueOn ?? '') < life.today) expect(ledger.remaining).toBe(0);
      }
    });
  });

  it('the order of two facts of the same day that have nothing to do with each other changes no date', () => {
    const unrelated: readonly (readonly [Step, Step])[] = [
      [
        { kind: 'plan', n: 0 },
        { kind: 'ready', n: 0 },
      ],
      [
        { kind: 'contact', n: 0 },
        { kind: 'settle', n: 1 },
      ],
      [
        { kind: 'session', n: 3 },
        { kind: 'settle', n: 0 },
      ],
      [
        { kind: 'ready', n: 0 },
        { kind: 'interest', n: 0 },
      ],
      [
        { kind: 'placement', n: 4 },
        { kind: 'settle', n: 8 },
      ],
      [
        { kind: 'pause', n: 8 },
        { kind: 'plan', n: 0 },
      ],
    ];
    // They choose by the place in a list, which the order does change.
    const BY_PLACE = ['takeBack', 'complete', 'cancel', 'move', 'moveBack'];
    const dates = (life: TrajectoryLife): object =>
      Object.fromEntries(
        Object.values(life.state.workflow.clocks)
          .filter(isOpenClock)
          // A task by hand is named by a number that the order changes.
          .map(({ clockId, dueOn }, place) => [/^task\.id-/.test(clockId) ? `by hand ${place}` : clockId, dueOn]),
      );
    fc.assert(
      fc.property(template, steps(8), fc.constantFrom(...unrelated), fc.boolean(), (code, all, [one, two], started) => {
        const [first, second] = [begun(code, started), begun(code, started)];
        for (const [life, order] of [
          [first, [one, two]],
          [second, [two, one]],
        ] as const) {
          life.checksShapes = false;
          for (const step of [...order, ...all.filter(({ kind }) => !BY_PLACE.includes(kind))]) take(life, step);
        }
        expect(dates(first)).toEqual(dates(second));
      }),
      RUNS,
    );
  });
});

const byPlace = (life: TrajectoryLife) => {
  const places = new Map<unknown, number>(life.events.map((event, index) => [event, index]));
  return (a: unknown, b: unknown): number => (places.get(a) ?? 0) - (places.get(b) ?? 0);
};
