import { addDays } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { type Chance } from './chance.js';

/** People who come in together: one import, on one day, in two waves a week apart. */
export interface DemoCohort {
  readonly daysAgo: number;
  readonly people: number;
}

/** A programme of the demo: who brings how many people in, and how long ago. The first cohort opens it. */
export interface DemoProgramme {
  readonly code: string;
  readonly names: { readonly nl: string; readonly en: string };
  readonly employer: string;
  readonly template: 'IND-6' | 'COL-12' | 'SP2-12';
  readonly manager: string;
  /** Whose programme it is to plan; every planner's without. */
  readonly planner?: (typeof PLANNERS)[number];
  readonly cohorts: readonly [DemoCohort, ...DemoCohort[]];
}

const [NOORDERLICHT, WATERLAND, HEIDEVELD] = [
  'Noorderlicht Logistiek BV',
  'Waterland Verzekeringen NV',
  'Heideveld Zorggroep',
] as const;

export const PROGRAMMES: readonly DemoProgramme[] = [
  {
    code: 'NOORDERLICHT-SP',
    names: { nl: 'Sociaal plan distributiecentra', en: 'Social plan distribution centres' },
    employer: NOORDERLICHT,
    template: 'COL-12',
    manager: 'manager-1',
    cohorts: [
      { daysAgo: 547, people: 130 },
      { daysAgo: 290, people: 90 },
    ],
  },
  {
    code: 'NOORDERLICHT-IND',
    names: { nl: 'Individuele trajecten Noorderlicht', en: 'Individual trajectories Noorderlicht' },
    employer: NOORDERLICHT,
    template: 'IND-6',
    manager: 'manager-1',
    planner: 'planner-1',
    cohorts: [{ daysAgo: 430, people: 110 }],
  },
  {
    code: 'WATERLAND-2',
    names: { nl: 'Klantenservice Waterland', en: 'Waterland customer service' },
    employer: WATERLAND,
    template: 'IND-6',
    manager: 'manager-2',
    planner: 'planner-2',
    cohorts: [{ daysAgo: 310, people: 150 }],
  },
  {
    code: 'HEIDEVELD-1',
    names: { nl: 'Ondersteunende diensten Heideveld', en: 'Heideveld support services' },
    employer: HEIDEVELD,
    template: 'IND-6',
    manager: 'manager-2',
    cohorts: [
      { daysAgo: 130, people: 80 },
      { daysAgo: 18, people: 40 },
    ],
  },
];

export const PLANNERS = ['planner-1', 'planner-2'] as const;

type Coach = readonly [id: string, name: string];

/** Invented, as everybody here. */
export const COACHES: readonly [Coach, ...Coach[]] = [
  ['coach-1', 'Marijke Postma'],
  ['coach-2', 'Hans Wiersma'],
  ['coach-3', 'Soraya Benali'],
  ['coach-4', 'Erik Huisman'],
  ['coach-5', 'Nienke de Boer'],
  ['coach-6', 'Rachid Amrani'],
  ['coach-7', 'Trudy Kuipers'],
  ['coach-8', 'Joost van Dam'],
  ['coach-9', 'Elif Demir'],
];

/** Who is in which; each has a lead of its own. */
export const TEAMS = [
  { teamId: 'team-north', name: 'Noord', coaches: ['coach-1', 'coach-2', 'coach-3', 'coach-4', 'coach-5'] },
  { teamId: 'team-south', name: 'Zuid', coaches: ['coach-6', 'coach-7', 'coach-8', 'coach-9'] },
] as const;

const FIRST_NAMES =
  'Anouk Bram Ayşe Daan Fatima Gijs Inge Joris Karin Latifa Mehmet Noor Ömer Petra Ruud Saskia Thijs Wei'.split(' ');
const LAST_NAMES = [
  'de Graaf',
  'Jansen',
  'Yılmaz',
  'van den Berg',
  'Meijer',
  'Kok',
  'Öztürk',
  'Smit',
  'van Leeuwen',
  'Dekker',
  'El Amrani',
  "d'Ancona",
  'de Wit',
  'Visser',
];
const FUNCTIONS = ['Chauffeur', 'Monteur', 'Klantadviseur', 'Projectleider', 'Secretaresse', 'HR-adviseur', 'Planner'];

/** What the story of a person depends on, as the employer's export has it. */
export interface Person {
  readonly externalId: string;
  readonly birthYear: number;
  readonly hoursPerWeek: number;
  readonly grossMonthly: number;
  readonly function: string;
  readonly wave: number;
  readonly notifiedOn: LocalDate;
  readonly redundantOn: LocalDate;
  readonly contractEndsOn: LocalDate;
}

/** The days on which a cohort's waves are released, the first with its import. */
export const WAVES = [
  { wave: 1, share: 0.7, afterDays: 0 },
  { wave: 2, share: 0.3, afterDays: 7 },
] as const;

/** The people of a cohort, and the employer's export of them: invented names and mail addresses that lead nowhere. */
export function exportOf(
  { code }: DemoProgramme,
  { people }: DemoCohort,
  startsOn: LocalDate,
  firstNumber: number,
  chance: Chance,
): { readonly people: readonly Person[]; readonly csv: string } {
  const one = (values: readonly string[]): string => values[chance.whole(0, values.length - 1)] ?? '';
  const all = Array.from({ length: people }, (_, index): Person => {
    const { wave, afterDays } = index < people * WAVES[0].share ? WAVES[0] : WAVES[1];
    const notifiedOn = addDays(startsOn, afterDays);
    const redundantOn = addDays(notifiedOn, 7);
    const birthYear = Number(startsOn.slice(0, 4)) - chance.whole(28, 64);
    return {
      externalId: `${code}-${firstNumber + index}`,
      birthYear,
      hoursPerWeek: chance.of([16, 24, 28, 32, 32, 36, 36, 40, 40]),
      grossMonthly: chance.whole(2300, 5600),
      function: one(FUNCTIONS),
      wave,
      notifiedOn,
      redundantOn,
      contractEndsOn: addDays(redundantOn, chance.whole(90, 200)),
    };
  });
  const header =
    'external_id,first_name,last_name,email,language,function,level,hours_per_week,gross_monthly,employed_since,birth_year,site,notified_on,redundant_on,contract_ends_on,wave';
  const rows = all.map((person) =>
    [
      person.externalId,
      one(FIRST_NAMES),
      one(LAST_NAMES),
      `${person.externalId.toLowerCase()}@voorbeeld.example`,
      chance.happens(0.88) ? 'nl' : 'en',
      person.function,
      chance.of(['A2', 'B1', 'B2', 'C1']),
      person.hoursPerWeek,
      person.grossMonthly,
      `${chance.whole(Math.max(1990, person.birthYear + 20), 2022)}-0${chance.whole(1, 9)}-01`,
      person.birthYear,
      chance.of(['Utrecht', 'Rotterdam', 'Groningen', 'Eindhoven']),
      person.notifiedOn,
      person.redundantOn,
      person.contractEndsOn,
      person.wave,
    ].join(','),
  );
  return { people: all, csv: [header, ...rows].join('\n') };
}
