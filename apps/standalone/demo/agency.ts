import { addDays } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { type Chance } from './chance.js';

/** A programme of the demo: who brings how many people in, and how long ago. */
export interface DemoProgramme {
  readonly code: string;
  readonly employer: string;
  readonly template: 'IND-6' | 'COL-12';
  readonly daysAgo: number;
  readonly people: number;
}

export const PROGRAMMES: readonly DemoProgramme[] = [
  { code: 'NOORDERLICHT-SP', employer: 'Noorderlicht Logistiek BV', template: 'COL-12', daysAgo: 530, people: 220 },
  { code: 'NOORDERLICHT-IND', employer: 'Noorderlicht Logistiek BV', template: 'IND-6', daysAgo: 430, people: 130 },
  { code: 'WATERLAND-2', employer: 'Waterland Verzekeringen NV', template: 'IND-6', daysAgo: 300, people: 150 },
  { code: 'HEIDEVELD-1', employer: 'Heideveld Zorggroep', template: 'IND-6', daysAgo: 110, people: 100 },
];

export const COACHES = [
  'coach-1',
  'coach-2',
  'coach-3',
  'coach-4',
  'coach-5',
  'coach-6',
  'coach-7',
  'coach-8',
  'coach-9',
] as const;

const FIRST_NAMES = [
  'Anouk',
  'Bram',
  'Ayşe',
  'Daan',
  'Fatima',
  'Gijs',
  'Inge',
  'Joris',
  'Karin',
  'Latifa',
  'Mehmet',
  'Noor',
  'Ömer',
  'Petra',
  'Ruud',
  'Saskia',
  'Thijs',
  'Wei',
] as const;
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
] as const;
const FUNCTIONS = [
  'Chauffeur',
  'Monteur',
  'Klantadviseur',
  'Projectleider',
  'Secretaresse',
  'HR-adviseur',
  'Planner',
] as const;

/** A person as the employer's export has them: invented names and mail addresses that lead nowhere. */
export function exportOf({ code, people }: DemoProgramme, startsOn: LocalDate, chance: Chance): string {
  const header =
    'external_id,first_name,last_name,email,language,function,level,hours_per_week,gross_monthly,employed_since,birth_year,site,notified_on,redundant_on,contract_ends_on,wave';
  const rows = Array.from({ length: people }, (_, index) =>
    [
      `${code}-${1000 + index}`,
      chance.of(FIRST_NAMES),
      chance.of(LAST_NAMES),
      `${code.toLowerCase()}.${1000 + index}@voorbeeld.example`,
      chance.happens(0.85) ? 'nl' : 'en',
      chance.of(FUNCTIONS),
      chance.of(['A2', 'B1', 'B2', 'C1'] as const),
      chance.of([16, 24, 28, 32, 36, 40] as const),
      chance.whole(2200, 5200),
      `${chance.whole(2005, 2022)}-0${chance.whole(1, 9)}-01`,
      chance.whole(1962, 1985),
      chance.of(['Utrecht', 'Rotterdam', 'Groningen', 'Eindhoven'] as const),
      startsOn,
      addDays(startsOn, 7),
      addDays(startsOn, chance.whole(90, 200)),
      1 + Math.floor((index / people) * 3),
    ].join(','),
  );
  return [header, ...rows].join('\n');
}
