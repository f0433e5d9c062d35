import { IdField } from '@overstap/kernel';
import { employerPeople, type EmployersProgramme, employersProgrammes, programmesOfCases } from '@overstap/projections';
import { ABOUT_NOBODY, ofItems, type Recorded } from '../access-log/recording.js';
import { camelCased } from '../http/camel-case.js';
import { either, itemsOf, pageOf } from '../http/shapes.js';
import { openerIn } from './opening.js';
import { pageBody, Paged, paging, reading } from './pages.js';
import { EMPLOYERS_PERSON } from './people-shapes.js';
import { COUNCILS_PROGRAMME, EMPLOYERS_PROGRAMME } from './programme-shapes.js';
import { query, type QueryDefinition, type Question } from './query.js';

class Nothing {}
class OfId {
  @IdField() readonly id!: string;
}
class PeopleParameters extends Paged {
  @IdField() readonly id!: string;
}

/** A works council is told a headcount from so many people on. */
const FEWEST = 5;
const TOO_FEW = { reason: 'TOO_FEW', fewest: FEWEST } as const;

const HEADCOUNTS: Recorded = { names: { nl: 'aantallen', en: 'numbers' }, about: ABOUT_NOBODY };

/** An employer's programmes as far as whoever asks may know of them: a case manager of those of their cases, and there of their cases alone. */
async function programmesOf(question: Question<object>, programme?: string): Promise<readonly EmployersProgramme[]> {
  const { type, id } = question.context.actor;
  return reading(question, (client) =>
    type === 'EMPLOYER_CASE_MANAGER'
      ? programmesOfCases(client, question.scope, programme)
      : employersProgrammes(client, id, programme),
  );
}

/** What is hidden is said to be hidden, and why. */
function forCouncil({ referred, invited, ...programme }: EmployersProgramme): object {
  const shown = referred >= FEWEST && invited >= FEWEST && (referred === invited || referred - invited >= FEWEST);
  return {
    ...programme,
    referred: referred >= FEWEST ? referred : null,
    invited: shown ? invited : null,
    suppressed: [...(referred >= FEWEST ? [] : ['referred']), ...(shown ? [] : ['invited'])].map((figure) => ({
      figure,
      ...TOO_FEW,
    })),
  };
}

/** What is at the employer's: no live figures, no free filter, nobody by name beyond the profile (docs/privacy.md). */
export const EMPLOYER_QUERIES: readonly QueryDefinition[] = [
  query({
    name: 'employer_programmes',
    path: '/employer/programmes',
    parameters: Nothing,
    roles: ['EMPLOYER_HR', 'EMPLOYER_CASE_MANAGER', 'WORKS_COUNCIL'],
    shows: ['P0', 'P6'],
    ground: 'by-profile',
    recorded: HEADCOUNTS,
    summary:
      'One’s own employer’s programmes with their headcounts; too small a one is suppressed for the works council',
    responseSchema: itemsOf(either(EMPLOYERS_PROGRAMME, COUNCILS_PROGRAMME)),
    answer: async (question: Question<Nothing>) => {
      const programmes = await programmesOf(question);
      const isCouncil = question.context.actor.type === 'WORKS_COUNCIL';
      return { body: { items: camelCased(isCouncil ? programmes.map(forCouncil) : programmes) } };
    },
  }),
  query({
    name: 'employer_programme',
    path: '/employer/programmes/{id}',
    parameters: OfId,
    roles: ['EMPLOYER_HR', 'EMPLOYER_CASE_MANAGER'],
    shows: ['P0', 'P6'],
    ground: 'by-profile',
    of: 'programme',
    recorded: HEADCOUNTS,
    summary: 'A programme of one’s own employer with its headcounts',
    responseSchema: EMPLOYERS_PROGRAMME,
    answer: async (question: Question<OfId>) => {
      const [body] = await programmesOf(question, question.parameters.id);
      return body && { body: camelCased(body) };
    },
  }),
  query({
    name: 'employer_people',
    path: '/employer/programmes/{id}/people',
    parameters: PeopleParameters,
    roles: ['EMPLOYER_HR', 'EMPLOYER_CASE_MANAGER'],
    shows: ['P1', 'P4', 'P5'],
    ground: 'by-profile',
    of: 'programme',
    recorded: ofItems('wat je werkgever over jou mag weten', 'what your employer may know of you'),
    summary:
      'What the programme’s disclosure profile tells an employer of each person, a case manager of their cases; of nobody under AGGREGATE_ONLY',
    responseSchema: pageOf(EMPLOYERS_PERSON),
    answer: async (question: Question<PeopleParameters>) => {
      const { program, parameters } = question;
      const [programme] = await programmesOf(question, parameters.id);
      if (!programme) return undefined;
      return pageBody(
        await reading(question, (client) =>
          employerPeople(client, openerIn(program), question.scope, programme.programme, paging(parameters)),
        ),
      );
    },
  }),
];
