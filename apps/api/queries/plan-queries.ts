import { CodeField, IdField } from '@overstap/kernel';
import {
  FEWEST_IN_PLANS,
  peopleInPlans,
  PLAN_SECTIONS,
  type PlanSection,
  plansOf,
  programmeOf,
} from '@overstap/projections';
import { ABOUT_NOBODY } from '../access-log/recording.js';
import { always, list, object, orNull, text, whole } from '../http/shapes.js';
import { openerIn } from './opening.js';
import { PSEUDONYMOUS_PLAN } from './people-shapes.js';
import { pageBody, Paged, reading } from './pages.js';
import { query, type QueryDefinition, type Question } from './query.js';

class PlanParameters extends Paged {
  @IdField() readonly id!: string;
  @CodeField(PLAN_SECTIONS, { description: 'Each has pseudonyms of its own' }) readonly section!: PlanSection;
}

/** Long enough that no two people of a programme share one. */
const PSEUDONYM_LENGTH = 16;
const TOO_FEW = { reason: 'TOO_FEW', fewest: FEWEST_IN_PLANS } as const;

const PLANS = object({
  items: list(PSEUDONYMOUS_PLAN),
  next: orNull(text),
  suppressed: orNull(object({ reason: always(TOO_FEW.reason), fewest: whole })),
});

/** Of each of these the pseudonym that they have in the section: the same for as long as they are there, and another in every other section. */
async function underPseudonyms(
  { program, context }: Question<PlanParameters>,
  section: PlanSection,
  trajectories: readonly string[],
): Promise<readonly (readonly [string, string])[]> {
  const named = await Promise.all(
    trajectories.map(async (trajectory) => {
      const hash = await program.access.hashes.of(context.tenant, `plan.${section}`, trajectory);
      return [hash.toString('hex').slice(0, PSEUDONYM_LENGTH), trajectory] as const;
    }),
  );
  return named.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** What whoever steers a programme reads of search and plans: of people, and never of whom. */
export const PLAN_QUERIES: readonly QueryDefinition[] = [
  query({
    name: 'pseudonymous_plans',
    path: '/programmes/{id}/pseudonymous-plans',
    parameters: PlanParameters,
    roles: ['PROGRAMME_MANAGER'],
    shows: ['P2'],
    ground: 'pseudonymous',
    of: 'programme',
    recorded: {
      names: {
        nl: 'je plan en zoektocht onder een schuilnaam, zonder je naam',
        en: 'your plan and search under a pseudonym, without your name',
      },
      about: ABOUT_NOBODY,
    },
    summary:
      'Goals, profiles, search, offers, training and placements of a programme’s people under pseudonyms, from five people on; no words, ids or days',
    responseSchema: PLANS,
    answer: async (question: Question<PlanParameters>) => {
      const { program, parameters, scope } = question;
      const { id, section, limit = 100, cursor = '' } = parameters;
      if (!(await reading(question, (client) => programmeOf(client, id)))) return undefined;
      const people = await reading(question, (client) => peopleInPlans(client, scope, id, section));
      if (people.length < FEWEST_IN_PLANS)
        return { body: { items: [], next: null, suppressed: people.length === 0 ? null : TOO_FEW } };
      const following = (await underPseudonyms(question, section, people)).filter(([pseudonym]) => pseudonym > cursor);
      const page = following.slice(0, limit);
      const trajectories = page.map(([, trajectory]) => trajectory);
      const plans = await reading(question, (client) => plansOf(client, openerIn(program), section, trajectories));
      const rows = page.map(([pseudonym, trajectory]) => ({ pseudonym, facts: plans.get(trajectory) ?? [] }));
      const next = following.length > limit ? page.at(-1)?.[0] : undefined;
      const { body } = pageBody({ rows, next });
      return { body: { ...body, suppressed: null }, about: { trajectories } };
    },
  }),
];
