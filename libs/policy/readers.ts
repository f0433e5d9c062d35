import { type PrivacyClass, type Role } from '@overstap/kernel';

/**
 * How a role reads a class: `always` within its reach; `own` what is about oneself, or of what one has to do oneself; `broken-glass` after giving a reason, for a time, under
 * review; `pseudonymous` under a pseudonym that does not lead to the name; `by-profile` as far as the programme's disclosure profile goes, from tables of their own;
 * `on-request` of whom has asked for one of their rights, and of nobody else.
 */
export type Reading = 'always' | 'own' | 'broken-glass' | 'pseudonymous' | 'by-profile' | 'on-request';

/** The classes of docs/privacy.md, and the published figures of a cohort (P6). */
export type ShownClass = PrivacyClass | 'P6';

const EVERYBODY: Readonly<Record<Role, Reading>> = {
  PARTICIPANT: 'always',
  COACH: 'always',
  TEAM_LEAD: 'always',
  PROGRAMME_MANAGER: 'always',
  PLANNER: 'always',
  BACK_OFFICE: 'always',
  QUALITY_OFFICER: 'always',
  TRAINER: 'always',
  EMPLOYER_HR: 'always',
  EMPLOYER_CASE_MANAGER: 'always',
  LINE_MANAGER: 'always',
  WORKS_COUNCIL: 'always',
  COMMITTEE_MEMBER: 'always',
  PHYSICIAN: 'always',
  LABOUR_EXPERT: 'always',
  ADMIN: 'always',
  SERVICE: 'always',
  SYSTEM: 'always',
};

/** Who may read what of a person; a role that is not named may not (privacy.md, "Who sees what"). */
const READERS: Readonly<Record<ShownClass, Readonly<Partial<Record<Role, Reading>>>>> = {
  P0: EVERYBODY,
  P1: {
    PARTICIPANT: 'own',
    COACH: 'always',
    TEAM_LEAD: 'always',
    PROGRAMME_MANAGER: 'always',
    PLANNER: 'always',
    BACK_OFFICE: 'always',
    QUALITY_OFFICER: 'always',
    TRAINER: 'own',
    EMPLOYER_HR: 'by-profile',
    EMPLOYER_CASE_MANAGER: 'by-profile',
  },
  P2: { PARTICIPANT: 'own', COACH: 'always', TEAM_LEAD: 'always', PROGRAMME_MANAGER: 'pseudonymous' },
  P3: { PARTICIPANT: 'own', COACH: 'always', TEAM_LEAD: 'broken-glass', QUALITY_OFFICER: 'broken-glass' },
  P4: {
    PARTICIPANT: 'own',
    COACH: 'always',
    QUALITY_OFFICER: 'broken-glass',
    EMPLOYER_HR: 'by-profile',
    EMPLOYER_CASE_MANAGER: 'by-profile',
  },
  P5: {
    PARTICIPANT: 'own',
    COACH: 'always',
    TEAM_LEAD: 'always',
    PROGRAMME_MANAGER: 'always',
    PLANNER: 'always',
    BACK_OFFICE: 'always',
    QUALITY_OFFICER: 'on-request',
    TRAINER: 'own',
    EMPLOYER_HR: 'by-profile',
    EMPLOYER_CASE_MANAGER: 'by-profile',
  },
  P6: EVERYBODY,
};

export const SHOWN_CLASSES = Object.keys(READERS) as readonly ShownClass[];

/** How a role reads a class; undefined: never. */
export const readingOf = (role: Role, shown: ShownClass): Reading | undefined => READERS[shown][role];

/**
 * On what an answer rests, where it is not simply what its readers always may: a glass that was broken, a pseudonym, a table by disclosure profile, that the
 * person asked for one of their rights, or that it was `addressed` to whoever asks, as messages and tasks are.
 */
export type Ground = 'broken-glass' | 'pseudonymous' | 'by-profile' | 'on-request' | 'addressed';

export function mayBeShown(role: Role, shown: ShownClass, ground?: Ground): boolean {
  if (ground === 'addressed') return true;
  const reading = readingOf(role, shown);
  return reading === 'always' || reading === 'own' || (reading !== undefined && reading === ground);
}
