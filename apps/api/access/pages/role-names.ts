import { type ACCOUNT_ROLES, type AccountLanguage } from '@overstap/access';

type RoleNames = Readonly<Record<(typeof ACCOUNT_ROLES)[number], string>>;

/** What somebody is called in each role. */
export const ROLE_NAMES: Readonly<Record<AccountLanguage, RoleNames>> = {
  nl: {
    PARTICIPANT: 'Deelnemer',
    COACH: 'Coach',
    TEAM_LEAD: 'Teamleider',
    PROGRAMME_MANAGER: 'Programmamanager',
    PLANNER: 'Planner',
    BACK_OFFICE: 'Administratie',
    QUALITY_OFFICER: 'Privacy- en kwaliteitsfunctionaris',
    TRAINER: 'Trainer',
    EMPLOYER_HR: 'Personeelszaken van de werkgever',
    EMPLOYER_CASE_MANAGER: 'Casemanager van de werkgever',
    LINE_MANAGER: 'Leidinggevende',
    WORKS_COUNCIL: 'Ondernemingsraad',
    COMMITTEE_MEMBER: 'Commissielid',
    PHYSICIAN: 'Bedrijfsarts',
    LABOUR_EXPERT: 'Arbeidsdeskundige',
    ADMIN: 'Beheerder',
  },
  en: {
    PARTICIPANT: 'Participant',
    COACH: 'Coach',
    TEAM_LEAD: 'Team lead',
    PROGRAMME_MANAGER: 'Programme manager',
    PLANNER: 'Planner',
    BACK_OFFICE: 'Back office',
    QUALITY_OFFICER: 'Privacy and quality officer',
    TRAINER: 'Trainer',
    EMPLOYER_HR: 'Personnel department of the employer',
    EMPLOYER_CASE_MANAGER: 'Case manager of the employer',
    LINE_MANAGER: 'Line manager',
    WORKS_COUNCIL: 'Works council',
    COMMITTEE_MEMBER: 'Committee member',
    PHYSICIAN: 'Company doctor',
    LABOUR_EXPERT: 'Labour expert',
    ADMIN: 'Administrator',
  },
};
