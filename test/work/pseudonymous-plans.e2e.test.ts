import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

const HEADER =
  'external_id,first_name,last_name,email,phone,language,function,level,hours_per_week,gross_monthly,employed_since,birth_year,site,notified_on,redundant_on,contract_ends_on,wave';
const rowOf = (nth: number): string =>
  `90000${nth},Voornaam${nth},Achternaam${nth},nr${nth}@voorbeeld.example,06-1234567${nth},nl,Monteur,B1,32,2600,2001-02-03,1970,Ede,2026-09-01,2026-09-01,2027-01-01,1`;
const OCCUPATION = 'Zandkasteelbouwer';
const COACH = { 'overstap-actor': 'COACH:coach-7' };

type Plans = {
  readonly items: readonly {
    readonly pseudonym: string;
    readonly facts: readonly Readonly<Record<string, unknown>>[];
  }[];
  readonly next: string | null;
  readonly suppressed: object | null;
};

describe('search and plans for whoever steers the programme', () => {
  let program: RunningProgram;
  let people: readonly { readonly trajectory: string; readonly participant: string }[];
  let position = '';
  const plans = (query: string) =>
    program.get<Plans>(`/programmes/REORG/pseudonymous-plans?${query}`, { 'overstap-position': position });
  const record = async (trajectory: string, command: string, body: object): Promise<void> => {
    const told = await program.post<{ position: string }>(`/trajectories/${trajectory}/${command}`, body, COACH);
    position = told.position;
  };
  const plan = async (trajectory: string, nth: number): Promise<void> => {
    await record(trajectory, 'set-goal', {
      goalId: `goal-${nth}`,
      kind: 'APPLICATIONS',
      target: nth,
      due: '2026-12-24',
    });
    const application = { applicationId: `application-${nth}`, occupation: OCCUPATION, sector: OCCUPATION };
    await record(trajectory, 'submit-application', { ...application, channel: 'NETWORK', on: '2026-09-03' });
  };

  beforeAll(async () => {
    program = await RunningProgram.start(join(await temporaryDirectory('plans'), 'data'), {
      OVERSTAP_CLOCK: '2026-09-01T09:00:00+02:00',
    });
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    const opening = { employer: 'Voorbeeld BV', startsOn: '2026-09-01', code: 'REORG', template: 'IND-6' };
    await program.post('/programmes/open-programme', opening);
    const file = [HEADER, ...[1, 2, 3, 4, 5].map(rowOf)].join('\n');
    await program.upload('/programmes/REORG/imports', Buffer.from(file));
    await program.post('/programmes/REORG/waves/1/release', {});
    await program.post('/clock', { now: '2026-09-03T10:00:00+02:00' });
    await program.registerCoach('coach-7');
    people = (await program.get<{ items: typeof people }>('/trajectories?programme=REORG')).items;
    expect(people.length).toBe(5);
    for (const { trajectory } of people) {
      await program.post(`/trajectories/${trajectory}/match-coach`, { coachId: 'coach-7' });
      await record(trajectory, 'hold-intake', { on: '2026-09-03', minutes: 60, mode: 'ONSITE' });
    }
    for (const [nth, { trajectory }] of people.slice(0, 4).entries()) await plan(trajectory, nth + 1);
  });
  afterAll(() => program?.stop());

  test('are withheld, and said to be, while they are of fewer than five people', async () => {
    expect(await plans('section=GOALS')).toEqual({
      items: [],
      next: null,
      suppressed: { reason: 'TOO_FEW', fewest: 5 },
    });
    expect(await plans('section=TRAINING')).toEqual({ items: [], next: null, suppressed: null });
  });

  test('are of people whom nothing in them names: no id, no day, no word that somebody wrote', async () => {
    await plan(people[4]?.trajectory ?? '', 5);
    const [goals, search] = [await plans('section=GOALS'), await plans('section=SEARCH')];
    expect(
      goals.items.map(({ facts }) => facts).toSorted((a, b) => Number(a[0]?.['target']) - Number(b[0]?.['target'])),
    ).toEqual([1, 2, 3, 4, 5].map((target) => [{ type: 'GoalSet', kind: 'APPLICATIONS', target }]));
    expect(search.items.map(({ facts }) => facts)).toEqual(
      [1, 2, 3, 4, 5].map(() => [{ type: 'ApplicationSubmitted', channel: 'NETWORK' }]),
    );
    const text = JSON.stringify([goals, search]);
    expect(text).not.toMatch(/Voornaam|Achternaam|goal-|application-|2026|coach-7/);
    for (const known of [OCCUPATION, ...people.flatMap(({ trajectory, participant }) => [trajectory, participant])])
      expect(text).not.toContain(known);
    const pseudonyms = [...goals.items, ...search.items].map(({ pseudonym }) => pseudonym);
    expect(new Set(pseudonyms).size).toBe(10);
  });

  test('come in pages, in which everybody is once and keeps their pseudonym', async () => {
    const whole = (await plans('section=GOALS')).items;
    const pieces: Plans['items'][number][] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: Plans = await plans(`section=GOALS&limit=2${next === '' ? '' : `&cursor=${next}`}`);
      pieces.push(...page.items);
      next = page.next;
    }
    expect(pieces).toEqual(whole);
  });

  test('are for the programme manager alone, and each of those people finds in their log that they were read', async () => {
    const url = '/programmes/REORG/pseudonymous-plans?section=GOALS';
    for (const who of ['COACH:coach-7', 'PLANNER:p', 'BACK_OFFICE:b', 'ADMIN:a'])
      expect((await program.fetch(url, { headers: { 'overstap-actor': who } })).status).toBe(403);
    const self = { 'overstap-actor': `PARTICIPANT:${people[0]?.participant}` };
    const log = JSON.stringify(await program.get('/my/access-log', self));
    expect(log).toContain('your plan and search under a pseudonym, without your name');
  });

  test('have nothing any more of whoever was erased, and then hide the others', async () => {
    await program.post(`/participants/${people[0]?.participant}/erase`, { reason: 'op verzoek' });
    // What is written after it is read after it.
    await record(people[1]?.trajectory ?? '', 'achieve-goal', { goalId: 'goal-2' });
    expect(await plans('section=GOALS')).toMatchObject({ items: [], suppressed: { reason: 'TOO_FEW' } });
  });
});
