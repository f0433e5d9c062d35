import { describe, expect, test } from '@jest/globals';
import { addDays, calendarNamed } from '@overstap/calendar';
import { isRefusal, type LocalDate } from '@overstap/kernel';
import { COMMANDS, EMPTY_WORKFLOW, EVENT_CATALOGUE, type TaskState, type TrajectoryState } from '@overstap/mobility';
import { shippedTemplate } from '../../../libs/mobility/testing/template-files.js';
import { type DemoProgramme, exportOf, PROGRAMMES } from './agency.js';
import { arrive } from './arrival.js';
import { Chance } from './chance.js';
import { bodyOf } from './counter.js';
import { actsFor } from './duties.js';
import { type Act, TrajectoryLife } from './life.js';
import { passPhases } from './phases.js';
import { lookInside, settle } from './redeployment.js';
import { searchOn } from './search.js';

const calendar = calendarNamed('nl');
if (isRefusal(calendar)) throw new Error(calendar.message);

const STARTS = '2025-05-05';
const chance = new Chance(7);

function livesOf(programme: DemoProgramme, people: number): TrajectoryLife[] {
  const cohort = { daysAgo: 0, people };
  return exportOf(programme, cohort, STARTS, 1, chance.split()).people.map((person, nth) => {
    const id = { trajectory: `t-${nth}`, participant: `p-${nth}` };
    return new TrajectoryLife(
      id,
      person,
      programme,
      chance.split(),
      calendar as Exclude<typeof calendar, { kind: string }>,
    );
  });
}

function storyOf(life: TrajectoryLife): Act[] {
  const acts: Act[] = [];
  for (let day: LocalDate = STARTS; day < '2028-01-01'; day = addDays(day, 1)) acts.push(...life.actsOf(day));
  return acts;
}

function requireValid(acts: readonly Act[]): void {
  for (const { type, data, on } of acts) {
    const definition = COMMANDS.find(({ aggregate, name }) => aggregate === 'trajectory' && name === type);
    if (!definition) throw new Error(`There is no command ${type}`);
    const body = typeof data === 'function' ? data(inPhases()) : data;
    if (body) bodyOf(definition, body, on);
  }
}

const inPhases = (...ids: readonly string[]): TrajectoryState => ({
  facts: [],
  workflow: {
    ...EMPTY_WORKFLOW,
    phases: Object.fromEntries(ids.map((id) => [id, { status: 'OPEN', enteredOn: STARTS }])),
    clocks: Object.fromEntries(
      ids.map((id) => [`phase.${id}`, { clockId: `phase.${id}`, dueOn: '2025-06-02' } as never]),
    ),
  },
});

const types = (acts: readonly Act[]): ReadonlySet<string> => new Set(acts.map(({ type }) => type));

describe('whatever chance brings to a person of the demo', () => {
  const [collective, individual] = [PROGRAMMES[0]!, PROGRAMMES[1]!];

  test('is told in commands that are valid, rare turns too', () => {
    const told = [collective, individual].flatMap((programme) =>
      livesOf(programme, 160).flatMap((life) => {
        arrive(life);
        lookInside(life);
        settle(life, '2025-08-04');
        const state = inPhases('external', 'lettingGo', 'selfAnalysis', 'environment', 'search');
        passPhases(life, state, STARTS);
        for (let day = 0; day < 300; day += 1) searchOn(life, state, addDays(STARTS, day));
        return storyOf(life);
      }),
    );
    requireValid(told);
    for (const type of ['DeclineParticipation', 'RecordIntakeNoShow', 'DisputeSuitability', 'RevokeSettlement'])
      expect(types(told)).toContain(type);
    for (const type of [
      'RecordExitWithoutWork',
      'PauseTrajectory',
      'EndPlacement',
      'ReopenTrajectory',
      'CorrectPlacement',
    ])
      expect(types(told)).toContain(type);
    const outcomes = told.flatMap(({ type, data }) =>
      type === 'RecordPlacement' ? [(data as { outcomeType: string }).outcomeType] : [],
    );
    for (const outcome of ['INTERNAL_REDEPLOYED', 'EMPLOYED_PERMANENT', 'SELF_EMPLOYED', 'STUDY', 'SUBSIDISED_WORK'])
      expect(outcomes).toContain(outcome);
  });

  test('is never told before it happened', () => {
    for (const life of livesOf(individual, 100)) {
      arrive(life);
      for (let day: LocalDate = STARTS; day < '2027-01-01'; day = addDays(day, 1))
        for (const act of life.actsOf(day)) expect(act.on <= day).toBe(true);
    }
  });
});

describe('every task of the templates that the demo plays', () => {
  test.each(['IND-6', 'COL-12'] as const)('of %s is done by valid commands', (code) => {
    const { trajectory, programme } = shippedTemplate(code, EVENT_CATALOGUE);
    const codes = [...trajectory.tasks, ...programme.tasks].map((task) => task.code);
    expect(codes.length).toBeGreaterThan(40);
    for (const life of livesOf(PROGRAMMES[0]!, 40)) {
      life.placement = 'placement-1';
      for (const name of codes) {
        const task = { taskId: name, code: name, role: 'COACH' } as TaskState;
        requireValid(actsFor(task, '2025-09-01', life));
      }
    }
  });
});

test('the same seed tells the same story', () => {
  const tell = (seed: number) => {
    const person = exportOf(PROGRAMMES[1]!, { daysAgo: 0, people: 1 }, STARTS, 1, new Chance(seed));
    return JSON.stringify(person);
  };
  expect(tell(3)).toBe(tell(3));
  expect(tell(3)).not.toBe(tell(4));
});
