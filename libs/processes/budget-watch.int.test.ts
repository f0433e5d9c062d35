import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type RecordedEvent } from '@overstap/kernel';
import { factsOf, newestFact, type ProgrammeState, type TrajectoryState } from '@overstap/mobility';
import { budgetWatch } from './budget-watch.js';
import { AgencyWorld, cohortFile, TENANT } from './testing/agency-world.js';

const EUROS = 100;
const AGREED = { goal: 'work', method: 'talks', reporting: 'monthly', durationDays: 180, hours: 20 };

describe('R20: the use of a budget', () => {
  let world: AgencyWorld;
  let programme: string;
  let people: readonly string[];
  let programmes = 0;
  beforeAll(async () => {
    world = await AgencyWorld.open();
  });
  afterAll(() => world?.close());
  beforeEach(async () => {
    programme = `B-${(programmes += 1)}`;
    await world.openProgramme(programme);
    await world.import(programme, await cohortFile(2));
    people = (await world.happened('ParticipantReferred'))
      .filter((event) => event.programme === programme)
      .map(({ trajectory }) => trajectory ?? '');
    for (const id of people) await tell(id, 'HoldIntake', { on: '2026-09-01', minutes: 60, mode: 'ONSITE' });
  });

  const tell = (id: string | undefined, type: string, data: object) => world.tell('trajectory', id ?? '', type, data);
  const extend = async (id: string | undefined) => {
    await tell(id, 'RequestExtension', { days: 30, reason: 'ill', costCents: 500 * EUROS });
    await world.tell('trajectory', id ?? '', 'DecideExtension', { granted: true }, { type: 'TEAM_LEAD', id: 'lead-1' });
  };
  const agree = (id: string | undefined, euros: number) =>
    tell(id, 'AgreeAssignment', {
      ...AGREED,
      feeCents: euros * EUROS,
      codeOfConduct: 'NOLOC',
      signedBy: ['EMPLOYER_HR'],
      on: '2026-09-01',
    });
  const book = (hours: number, billable = true) =>
    tell(people[0], 'BookHours', { minutes: hours * 60, activity: 'PREPARATION', billable });
  const budget = (euros: number, hoursCap?: number) =>
    world.tell('programme', programme, 'SetBudget', {
      totalCents: euros * EUROS,
      ...(hoursCap === undefined ? {} : { hoursCap }),
    });
  /** The shares that the programme has heard of, once everything is told. */
  const heard = async (): Promise<unknown[]> => {
    const runner = await world.runner(budgetWatch(world));
    await runner.drain();
    await runner.stop();
    const { state } = await world.aggregates.current(TENANT, 'programme', programme);
    return factsOf((state as ProgrammeState).facts, 'BudgetThresholdReached').map(({ data }) => data['pct']);
  };
  const newest = async (type: string): Promise<string> => {
    const { state } = await world.aggregates.current(TENANT, 'trajectory', people[0] ?? '');
    return newestFact((state as TrajectoryState).facts, type)?.id ?? '';
  };

  test('is what was agreed for each person and what longer trajectories cost; each share is told once', async () => {
    await budget(10_000);
    await agree(people[0], 4_000);
    expect(await heard()).toEqual([]);
    await agree(people[1], 3_500);
    expect(await heard()).toEqual([50]);
    await extend(people[0]);
    expect(await heard()).toEqual([50, 80]);
    expect(await heard()).toEqual([50, 80]);
  });

  test('is not used twice by what is agreed anew, nor by what was taken back', async () => {
    await budget(10_000);
    await agree(people[0], 4_000);
    await agree(people[0], 4_500);
    expect(await heard()).toEqual([]);
    await agree(people[1], 3_000);
    expect(await heard()).toEqual([50]);
    await tell(people[0], 'VoidFact', { eventId: await newest('AssignmentAgreed'), reason: 'another person' });
    await extend(people[1]);
    expect(await heard()).toEqual([50]);
  });

  test('is the time that was booked, where hours are capped and the time is billed, as it is now known', async () => {
    await budget(10_000, 10);
    await book(4);
    await book(4, false);
    expect(await heard()).toEqual([]);
    await tell(people[0], 'CorrectFact', {
      eventId: await newest('HoursBooked'),
      changes: { billable: true },
      reason: 'r',
    });
    expect(await heard()).toEqual([50, 80]);
  });

  test('is measured anew against another budget, and told of after a crash', async () => {
    await agree(people[0], 4_500);
    await budget(5_000);
    const [set] = (await world.happened('BudgetSet')).slice(-1) as readonly RecordedEvent[];
    const dying = world.hearing(() => {
      throw new Error('the process is gone');
    });
    await heard();
    await expect(budgetWatch({ ...world, database: world.database, commands: dying }).react(set!)).rejects.toThrow(
      'gone',
    );
    expect(await heard()).toEqual([50, 80]);
    await budget(5_500);
    expect(await heard()).toEqual([50, 80, 50, 80]);
  });
});
