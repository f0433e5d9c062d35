import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AgencyOfTwo, type Items, OFFICER, type Person, refusalOf } from './agency-of-two.js';

interface Named {
  readonly trajectory: string | null;
  readonly stream: string;
  readonly name: { readonly firstName: string; readonly lastName: string } | null;
}
type Contact = Readonly<Record<string, string | null>>;

describe('who somebody is', () => {
  let agency: AgencyOfTwo;
  let [first, second] = [{} as Person, {} as Person];

  const contactOf = ({ trajectory }: Person, headers: Record<string, string> = {}) =>
    agency.read<Contact>(`/trajectories/${trajectory}/contact`, headers);
  const namesIn = async (path: string, headers: Record<string, string>, of: Person) =>
    (await agency.read<Items<Named>>(path, headers)).items
      .filter(({ trajectory, stream }) => trajectory === of.trajectory || stream === `participant-${of.id}`)
      .map(({ name }) => name);
  const COACH = { 'overstap-actor': 'COACH:eva' };

  beforeAll(async () => {
    agency = await AgencyOfTwo.start('identity');
    [first, second] = agency.people;
  });
  afterAll(() => agency?.program.stop());

  test('is told to their coach, with how to reach them, and the person reads that it was', async () => {
    const contact = await agency.bodyOf<Contact>(agency.coach.ask(`/trajectories/${first.trajectory}/contact`));
    expect(contact).toMatchObject({ trajectory: first.trajectory, email: expect.stringContaining('@') });
    expect(Object.keys(contact)).not.toContain('birthYear');
    const { items } = await agency.bodyOf<Items<{ said: object }>>(first.browser.ask('/my/access-log'));
    expect(items.map(({ said }) => said)).toEqual([
      {
        nl: 'Je coach (Eva Visser) bekeek hoe je heet en te bereiken bent (personalia).',
        en: 'Your coach (Eva Visser) looked at your name and how to reach you (personal details).',
      },
    ]);
    const others = await agency.bodyOf(second.browser.ask('/my/access-log'));
    expect(others).toMatchObject({ items: [] });
  });

  test('stands beside their work and their trajectory, as it was last corrected', async () => {
    const { lastName, phone } = await contactOf(first);
    await agency.bodyOf(
      first.browser.send(`/participants/${first.id}/change-participant-details`, { firstName: 'Zwaantje' }),
    );
    const name = { firstName: 'Zwaantje', lastName };
    for (const [path, headers] of [
      ['/queues/coach?limit=500', COACH],
      ['/queues/team?limit=500', { 'overstap-actor': 'TEAM_LEAD:north' }],
      ['/trajectories', { 'overstap-actor': 'BACK_OFFICE:b-1' }],
    ] as const) {
      const found = await namesIn(path, headers, first);
      expect([path, found.length > 0, new Set(found.map((each) => JSON.stringify(each)))]).toEqual([
        path,
        true,
        new Set([JSON.stringify(name)]),
      ]);
    }
    expect(await agency.read<object>(`/trajectories/${first.trajectory}`)).toMatchObject({ name });
    expect(await contactOf(first)).toMatchObject({ ...name, phone });
  });

  test('is not there for a coach who has another, nor told to whoever it is no business of', async () => {
    const asked = (actor: string) =>
      refusalOf(
        agency.program.fetch(`/trajectories/${first.trajectory}/contact`, { headers: { 'overstap-actor': actor } }),
      );
    expect(await asked('COACH:other')).toEqual([404, 'not-found']);
    for (const actor of ['ADMIN:a', 'TRAINER:t', 'EMPLOYER_HR:voorbeeld-bv', `PARTICIPANT:${first.id}`])
      expect([actor, ...(await asked(actor))]).toEqual([actor, 403, 'role-not-allowed']);
  });

  test('is the quality officer’s to know of who asked for one of their rights, and of nobody else', async () => {
    const contact = () =>
      refusalOf(agency.program.fetch(`/trajectories/${first.trajectory}/contact`, { headers: OFFICER }));
    expect(await contact()).toEqual([404, 'not-found']);
    expect(await namesIn('/trajectories', OFFICER, first)).toEqual([null]);
    const request = { requestId: 'r-1', kind: 'RECTIFY', wrong: 'Mijn adres' };
    await agency.bodyOf(first.browser.send(`/participants/${first.id}/receive-subject-request`, request));
    const { firstName = '', lastName = '' } = await contactOf(first, OFFICER);
    expect(firstName).toBe('Zwaantje');
    expect(await namesIn('/trajectories', OFFICER, first)).toEqual([{ firstName, lastName }]);
    expect(await namesIn('/queues/quality-officer', OFFICER, first)).toEqual([{ firstName, lastName }]);
    expect(await namesIn('/trajectories', OFFICER, second)).toEqual([null]);
  });

  test('is told on the command line too', () => {
    const { stdout } = agency.cli('trajectory', 'contact', first.trajectory, '--as', 'COACH:eva');
    expect(stdout).toMatch(/^first name +Zwaantje$/m);
    expect(agency.cli('queue', 'coach', '--as', 'COACH:eva').stdout).toContain('Zwaantje');
  });

  test('is nobody’s to know any more once they are erased', async () => {
    await agency.tell(`/participants/${first.id}/erase`, { reason: 'op verzoek' }, OFFICER);
    for (const headers of [COACH, OFFICER]) {
      const { trajectory, ...rest } = await contactOf(first, headers);
      expect([trajectory, new Set(Object.values(rest))]).toEqual([first.trajectory, new Set([null])]);
      for (const path of ['/trajectories', '/queues/coach?limit=500&tab=completed', '/queues/quality-officer']) {
        if (path.includes('coach') === (headers === COACH))
          expect((await namesIn(path, headers, first)).filter((name) => name !== null)).toEqual([]);
      }
    }
    expect(await namesIn('/trajectories', COACH, first)).toEqual([null]);
  });
});
