import { describe, expect, test } from '@jest/globals';
import { type Look } from '@overstap/access-log';
import { inWords } from './words.js';

const look = (more: Partial<Look>): Look => ({
  ...{
    day: '2026-09-01',
    role: 'COACH',
    ref: 'eva',
    via: 'account',
    route: 'timeline',
    shown: ['P1', 'P2', 'P3'],
    times: 2,
  },
  ...more,
});
const said = (looks: readonly Look[]) =>
  inWords(looks, {
    participant: 'p-1',
    coaches: ['eva'],
    nameOf: (coach) => ({ eva: 'Eva Visser', noor: 'Noor Bakker' })[coach] ?? null,
    namesOf: (route) => (route === 'timeline' ? { nl: 'je tijdlijn', en: 'your timeline' } : undefined),
  });

describe('who looked, in words', () => {
  test('names the coach and what was seen, in both languages', () => {
    expect(said([look({})])[0]).toMatchObject({
      name: 'Eva Visser',
      said: {
        nl: 'Je coach (Eva Visser) bekeek je tijdlijn (zoeken en plannen, coaching).',
        en: 'Your coach (Eva Visser) looked at your timeline (search and plans, coaching).',
      },
    });
    expect(said([look({ ref: 'noor' })])[0]?.said.en).toMatch(/^A coach \(Noor Bakker\) looked/);
  });

  test('takes together what one reader saw on one day, and keeps readers and days apart', () => {
    const days = said([
      look({}),
      look({ route: 'gone', shown: ['P1'] }),
      look({ ref: 'noor' }),
      look({ day: '2026-08-31' }),
    ]);
    expect(days.map(({ day, seen }) => [day, seen.length])).toEqual([
      ['2026-09-01', 2],
      ['2026-09-01', 1],
      ['2026-08-31', 1],
    ]);
    expect(days[0]?.said.en).toMatch(/your timeline \(search and plans, coaching\) and gone\.$/);
  });

  test('says once what goes by the same words, whichever lists it were', () => {
    const [day] = inWords([look({ route: 'coach_queue' }), look({ route: 'team_queue' })], {
      ...{ participant: 'p-1', coaches: [], nameOf: () => null },
      namesOf: () => ({ nl: 'werk', en: 'a list of work' }),
    });
    expect([day?.said.en, day?.seen.length]).toEqual([
      'A coach looked at a list of work (search and plans, coaching).',
      2,
    ]);
  });

  test('tells of others the role alone, of oneself “You”, and of the operator no role that they took', () => {
    const [hr, you, other, operator] = said([
      look({ role: 'EMPLOYER_HR', ref: 'acme' }),
      look({ role: 'PARTICIPANT', ref: 'p-1' }),
      look({ role: 'PARTICIPANT', ref: 'p-2' }),
      look({ via: 'operator' }),
    ]);
    expect(hr?.said.en).toMatch(/^Your employer’s personnel department looked/);
    expect(you?.said.nl).toMatch(/^Jij bekeek/);
    expect(other?.said.nl).toMatch(/^Iemand van het bureau bekeek/);
    expect(operator).toMatchObject({ name: null, said: { en: expect.stringMatching(/^Whoever keeps the system/) } });
    expect(JSON.stringify([hr, operator])).not.toMatch(/acme|Eva/);
  });
});
