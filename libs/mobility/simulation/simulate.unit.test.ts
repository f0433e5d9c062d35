import { addDays } from '@overstap/calendar';
import { isRefusal } from '@overstap/kernel';
import { describe, expect, it } from '@jest/globals';
import { EVENT_CATALOGUE } from '../event-catalogue.js';
import { requireShape, worldOf } from '../testing/trajectory-life.js';
import { Chance } from './chance.js';
import { Coaches } from './coaches.js';
import { liveThrough } from './day.js';
import { type Forecast } from './forecast.js';
import { SimulatedLife } from './life.js';
import { simulate, type SimulationTerms } from './simulate.js';
import { daysClosed } from './what-if.js';

const MONDAY = '2027-01-04';

async function forecast(terms: Partial<SimulationTerms> = {}): Promise<Forecast> {
  const { template } = worldOf('IND-6');
  const base = {
    template,
    catalogue: EVENT_CATALOGUE,
    people: 24,
    start: MONDAY,
    days: 84,
    hazards: 'oval',
    seed: 1,
  } as const;
  const answer = await simulate({ ...base, ...terms });
  if (isRefusal(answer)) throw new Error(answer.message);
  return answer;
}

const sum = ({ deadlines }: Forecast, field: 'missed' | 'atRisk'): number =>
  deadlines.reduce((total, each) => total + each[field], 0);
const deadline = ({ deadlines }: Forecast, code: string) => deadlines.find((each) => each.code === code);
const dueOf = ({ weeks }: Forecast, role: string, monday: string): number =>
  weeks.find(({ week }) => week === monday)?.roles.find((each) => each.role === role)?.due ?? 0;

describe('a simulation', () => {
  it('answers the same for the same seed, and other people for another', async () => {
    const of = (seed: number) => forecast({ people: 12, days: 56, seed });
    const [one, again, other] = [await of(1), await of(1), await of(2)];
    expect(again).toEqual(one);
    expect(other.weeks).not.toEqual(one.weeks);
  });

  it('accounts for everybody, every reminder and every deadline that was set', async () => {
    const { cohort, weeks, deadlines, reminders, observations } = await forecast({ people: 12, days: 300 });
    const { started, landed, closedWithoutLanding, neverStarted, running, referred } = cohort;
    expect(landed + closedWithoutLanding + neverStarted + running).toBe(referred);
    expect(observations).toHaveLength(started);
    expect(observations.filter(({ cause }) => cause === 'landed')).toHaveLength(landed);
    for (const { armed, inTime, close, missed, running: open } of deadlines)
      expect(inTime + close + missed + open).toBe(armed);
    expect(weeks).toHaveLength(43);
    for (const { role, total } of reminders)
      expect(
        weeks.reduce((all, { roles }) => all + (roles.find((each) => each.role === role)?.reminders ?? 0), 0),
      ).toBe(total);
    expect(landed).toBeGreaterThan(0);
  });

  it('keeps to the cap on nudges: nobody hears more than two in a week', async () => {
    const { reminders } = await forecast({ people: 12, days: 180 });
    const participants = reminders.find(({ role }) => role === 'PARTICIPANT');
    expect(participants?.total).toBeGreaterThan(0);
    expect(participants?.most).toBeLessThanOrEqual(2);
  });

  it.each([1, 2])('has the more deadlines at risk the fewer coaches there are, seed %i', async (seed) => {
    const of = (coaches: number) => forecast({ people: 40, days: 56, coaches, seed });
    const [two, one] = [await of(2), await of(1)];
    expect(sum(one, 'missed')).toBeGreaterThan(sum(two, 'missed'));
    expect(sum(one, 'atRisk')).toBeGreaterThan(sum(two, 'atRisk'));
    expect(deadline(one, 'S5_INTAKE')?.missed).toBeGreaterThanOrEqual(deadline(two, 'S5_INTAKE')?.missed ?? Infinity);
  });

  it('differs in nothing when there is more room than anybody needs', async () => {
    const [enough, more] = [await forecast({ coaches: 2 }), await forecast({ coaches: 9 })];
    expect(more.deadlines).toEqual(enough.deadlines);
    expect(more.observations).toEqual(enough.observations);
  });

  it('moves what is counted in working days past a closing week, and nothing that is counted in calendar days', async () => {
    const week = (number: number) => addDays(MONDAY, 7 * number);
    const closed = daysClosed(week(1), addDays(week(1), 4));
    const [open, shut] = [await forecast(), await forecast({ closed })];
    // The coach is proposed within five working days of the invitation, on the second Monday.
    expect(dueOf(open, 'PLANNER', week(1))).toBeGreaterThanOrEqual(23);
    expect(dueOf(shut, 'PLANNER', week(1))).toBeLessThan(10);
    expect(dueOf(shut, 'PLANNER', week(2))).toBeGreaterThanOrEqual(23);
    // First contact within two calendar days.
    expect(dueOf(open, 'PLANNER', MONDAY)).toBeGreaterThanOrEqual(23);
    expect(dueOf(shut, 'PLANNER', MONDAY)).toBe(dueOf(open, 'PLANNER', MONDAY));
  });

  it('misses more intakes when they are promised sooner', async () => {
    const within = (value: number) => forecast({ days: 42, intakeWithin: { value, unit: 'calendarDays' } });
    const [eight, fourteen] = [await within(8), await within(14)];
    expect(deadline(eight, 'S5_INTAKE')?.missed).toBeGreaterThan(deadline(fourteen, 'S5_INTAKE')?.missed ?? Infinity);
    expect(deadline(eight, 'FIRST_CONTACT')).toEqual(deadline(fourteen, 'FIRST_CONTACT'));
  });

  it('refuses another promise for the intake where the template has none', async () => {
    const { template } = worldOf('IND-6');
    const tasks = template.trajectory.tasks.filter(({ code }) => code !== 'S5_INTAKE');
    const without = { ...template, trajectory: { ...template.trajectory, tasks } };
    await expect(forecast({ template: without, intakeWithin: { value: 8, unit: 'calendarDays' } })).rejects.toThrow(
      /IND-6/,
    );
  });

  it('is told of every week, and waits for what is done with it', async () => {
    const sundays: string[] = [];
    await simulate(
      {
        template: worldOf('IND-6').template,
        catalogue: EVENT_CATALOGUE,
        people: 1,
        start: MONDAY,
        days: 21,
        hazards: 'flat',
        seed: 1,
      },
      async (day) => {
        await Promise.resolve();
        sundays.push(day);
      },
    );
    expect(sundays).toEqual(['2027-01-10', '2027-01-17', '2027-01-24']);
  });
});

describe('the lives of a simulation', () => {
  it.each(['IND-6', 'COL-12'] as const)('are told in events that keep their shape: %s', (code) => {
    const seen = new Set<string>();
    const world = worldOf(code);
    const around = { world, coaches: new Coaches(1), hazards: 'oval' as const };
    const lives = Array.from({ length: 6 }, (_, index) => {
      const hears = (event: { readonly type: string; readonly data: object }) => {
        requireShape(event);
        seen.add(event.type);
      };
      return new SimulatedLife(`t-${index}`, MONDAY, 'UNDER_40', new Chance(5).of(`t-${index}`), { ...around, hears });
    });
    for (let day = MONDAY; day < '2027-12-31'; day = addDays(day, 1)) for (const life of lives) liveThrough(life, day);
    expect([...seen]).toEqual(
      expect.arrayContaining(['IntakeHeld', 'PlacementStarted', 'AftercareContactMade', 'RungFired', 'TaskEscalated']),
    );
    expect(lives.flatMap(({ refused }) => refused).filter((refusal) => !refusal.endsWith('plan-missing'))).toEqual([]);
  });

  it('go through the rounds of a phase that repeats, each by what is done in it', () => {
    const { template, ...others } = worldOf('IND-6');
    const to = { anchor: 'phase.lettingGo', offset: { value: 3, unit: 'calendarWeeks' as const } };
    const phases = template.trajectory.phases.map((phase) =>
      phase.id === 'lettingGo' ? { ...phase, to, repeats: { max: 3 } } : phase,
    );
    const world = { ...others, template: { ...template, trajectory: { ...template.trajectory, phases } } };
    const around = { world, coaches: new Coaches(1), hazards: 'flat' as const };
    const rounds: (number | undefined)[][] = [];
    const lives = Array.from({ length: 4 }, (_, index) => {
      const hears = ({ type, data }: { readonly type: string; readonly data: object }) => {
        if (type !== 'PhaseEntered' || !('phaseId' in data) || data.phaseId !== 'lettingGo') return;
        rounds[index] = [...(rounds[index] ?? []), 'round' in data ? (data.round as number) : undefined];
      };
      return new SimulatedLife(`t-${index}`, MONDAY, 'UNDER_40', new Chance(5).of(`t-${index}`), { ...around, hears });
    });
    for (let day = MONDAY; day < '2027-07-01'; day = addDays(day, 1)) for (const life of lives) liveThrough(life, day);
    expect(rounds).toContainEqual([undefined, 2, 3]);
    expect(lives.every(({ state }) => (state.workflow.phases['lettingGo']?.round ?? 1) <= 3)).toBe(true);
  });
});
