import { type Look } from '@overstap/access-log';
import { type Role } from '@overstap/kernel';
import { type ShownClass } from '@overstap/policy';
import { type Recorded } from './recording.js';

export type Words = Recorded['names'];

/** Who somebody is in the words of the person whom they looked at. */
const READERS: Readonly<Partial<Record<Role, Words>>> = {
  COACH: { nl: 'Een coach', en: 'A coach' },
  TEAM_LEAD: { nl: 'De teamleider van je coach', en: 'The lead of your coach’s team' },
  PROGRAMME_MANAGER: { nl: 'De programmamanager', en: 'The programme manager' },
  PLANNER: { nl: 'De planning', en: 'The planning desk' },
  BACK_OFFICE: { nl: 'De administratie', en: 'The back office' },
  QUALITY_OFFICER: { nl: 'De privacy- en kwaliteitsfunctionaris', en: 'The privacy and quality officer' },
  TRAINER: { nl: 'Een trainer', en: 'A trainer' },
  EMPLOYER_HR: { nl: 'Personeelszaken van je werkgever', en: 'Your employer’s personnel department' },
  EMPLOYER_CASE_MANAGER: { nl: 'De casemanager van je werkgever', en: 'Your employer’s case manager' },
  LINE_MANAGER: { nl: 'Je leidinggevende', en: 'Your line manager' },
  WORKS_COUNCIL: { nl: 'De ondernemingsraad', en: 'The works council' },
  COMMITTEE_MEMBER: { nl: 'Een lid van de commissie', en: 'A member of the committee' },
  PHYSICIAN: { nl: 'De bedrijfsarts', en: 'The company doctor' },
  LABOUR_EXPERT: { nl: 'De arbeidsdeskundige', en: 'The labour expert' },
};
const SOMEBODY: Words = { nl: 'Iemand van het bureau', en: 'Somebody of the agency' };
const OPERATOR: Words = { nl: 'De beheerder van het systeem', en: 'Whoever keeps the system running' };
const YOU: Words = { nl: 'Jij', en: 'You' };

const CLASSES: Readonly<Partial<Record<ShownClass, Words>>> = {
  P2: { nl: 'zoeken en plannen', en: 'search and plans' },
  P3: { nl: 'coaching', en: 'coaching' },
  P4: { nl: 'gezondheid', en: 'health' },
  P5: { nl: 'personalia', en: 'personal details' },
};

/** The person whose log it is, and who coaches them. */
export interface Reading {
  readonly participant: string;
  readonly coaches: readonly string[];
  /** Of coaches, by id; null when it cannot be read any more. */
  readonly nameOf: (coach: string) => string | null;
  /** Of a route; undefined for one that is no more. */
  readonly namesOf: (route: string) => Words | undefined;
}

/** Everything that one reader saw of a person on one day. */
export interface DayOfReader {
  readonly day: string;
  readonly role: Role;
  /** A coach's alone; of others it is not told who it was. */
  readonly name: string | null;
  readonly via: Look['via'];
  readonly said: Words;
  readonly seen: readonly {
    readonly route: string;
    readonly names: Words;
    readonly shown: readonly ShownClass[];
    readonly times: number;
  }[];
}

/** Looks in the order given, those of one reader and day together. */
export function inWords(looks: readonly Look[], reading: Reading): readonly DayOfReader[] {
  const groups = new Map<string, Look[]>();
  for (const look of looks) {
    const key = JSON.stringify([look.day, look.role, look.ref, look.via]);
    groups.set(key, [...(groups.get(key) ?? []), look]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { day, role, ref, via } = first;
    const name = role === 'COACH' && via !== 'operator' ? reading.nameOf(ref) : null;
    const seen = group.map(({ route, shown, times }) => ({ route, shown, times, names: wordsOf(route, reading) }));
    const said = (language: keyof Words): string =>
      sentence(
        language,
        readerIn(language, first, name, reading),
        // Two lists may go by the same words, and are one thing to whoever reads this.
        [...new Set(seen.map((each) => thingIn(language, each)))],
      );
    return [{ day, role, name, via, said: { nl: said('nl'), en: said('en') }, seen }];
  });
}

const wordsOf = (route: string, { namesOf }: Reading): Words => namesOf(route) ?? { nl: route, en: route };

function readerIn(language: keyof Words, { role, ref, via }: Look, name: string | null, reading: Reading): string {
  if (via === 'operator') return OPERATOR[language];
  if (role === 'PARTICIPANT' && ref === reading.participant) return YOU[language];
  const own = { nl: 'Je coach', en: 'Your coach' };
  const words = role === 'COACH' && reading.coaches.includes(ref) ? own : (READERS[role] ?? SOMEBODY);
  return name === null ? words[language] : `${words[language]} (${name})`;
}

function thingIn(
  language: keyof Words,
  { names, shown }: Pick<DayOfReader['seen'][number], 'names' | 'shown'>,
): string {
  const classes = shown.flatMap((each) => CLASSES[each]?.[language] ?? []);
  return classes.length === 0 ? names[language] : `${names[language]} (${classes.join(', ')})`;
}

const sentence = (language: keyof Words, reader: string, things: readonly string[]): string =>
  language === 'nl' ? `${reader} bekeek ${listed(things, 'en')}.` : `${reader} looked at ${listed(things, 'and')}.`;

const listed = (things: readonly string[], and: string): string =>
  things.length < 2 ? things.join('') : `${things.slice(0, -1).join(', ')} ${and} ${things.at(-1)}`;
