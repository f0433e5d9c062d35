import { addDays, localDateOf } from '@overstap/calendar';
import { IdField, WholeField } from '@overstap/kernel';
import {
  type ConsentGiven,
  factsOf,
  HOME_ZONE,
  isRestricted,
  type ParticipantState,
  requestsOf,
  type TrajectoryState,
} from '@overstap/mobility';
import { trajectoriesOfPerson } from '@overstap/processes';
import { type RetentionEnd, retentionEnds } from '@overstap/projections';
import { type Program } from '../../program/index.js';
import { itemsOf, pageOf } from '../http/shapes.js';
import { pageBody, Paged, paging, reading } from './pages.js';
import { CONSENT, RETENTION_END, RIGHTS, SUBJECT_REQUEST } from './people-shapes.js';
import { query, type QueryDefinition, type Question } from './query.js';

class Nothing {}
class OfId {
  @IdField() readonly id!: string;
}
class PreviewParameters extends Paged {
  @WholeField({ optional: true, max: 3660, description: 'How many days ahead; 30 unless told' }) readonly days?: number;
}

const PREVIEW_DAYS = 30;
const PREVIEW_ROWS = 100;

/** What a person may ask for, and what is about to go. */
export const RIGHTS_QUERIES: readonly QueryDefinition[] = [
  query({
    name: 'my_consents',
    path: '/my/consents',
    parameters: Nothing,
    roles: ['PARTICIPANT'],
    shows: ['P1', 'P2', 'P3'],
    recorded: {
      names: { nl: 'je toestemmingen', en: 'your consents' },
      about: (body) => ({
        trajectories: [
          ...new Set(
            (body as { readonly items: readonly { readonly trajectory: string }[] }).items.map(
              (each) => each.trajectory,
            ),
          ),
        ],
      }),
    },
    summary: 'What I consented to, for whom and until when, and whether that is in force',
    responseSchema: itemsOf(CONSENT),
    answer: async ({ program, context }: Question<Nothing>) => ({
      body: { items: await consentsOf(program, context.tenant, context.actor.id) },
    }),
  }),
  query({
    name: 'retention_preview',
    path: '/retention/preview',
    parameters: PreviewParameters,
    roles: ['QUALITY_OFFICER'],
    shows: ['P1'],
    summary: 'Which categories of whose data will be destroyed in the days to come, and which a legal hold keeps',
    responseSchema: pageOf(RETENTION_END),
    answer: async (question: Question<PreviewParameters>) => {
      const { program, context, parameters } = question;
      const through = addDays(localDateOf(HOME_ZONE, program.clock.now()), parameters.days ?? PREVIEW_DAYS);
      const { limit = PREVIEW_ROWS, after: from } = paging(parameters);
      const stateOf = async (participant: string): Promise<ParticipantState> =>
        (await program.aggregates.current(context.tenant, 'participant', participant)).state as ParticipantState;
      const rows: (RetentionEnd & { readonly held: boolean })[] = [];
      // What went already is passed over, page by page: an empty page would read as if nothing went.
      let next = from;
      do {
        const after = next === undefined ? {} : { after: next };
        const page = await reading(question, (client) =>
          retentionEnds(client, through, { limit: limit - rows.length, ...after }),
        );
        for (const end of page.rows) {
          const { held, erased } = await stateOf(end.participant);
          const isHeld = held.has(end.class) || (end.class === 'identity' && held.size > 0);
          if (!erased.has(end.class)) rows.push({ ...end, held: isHeld });
        }
        next = page.next;
      } while (next !== undefined && rows.length < limit);
      return pageBody({ rows, next });
    },
  }),
  query({
    name: 'rights',
    path: '/participants/{id}/rights',
    parameters: OfId,
    roles: ['PARTICIPANT', 'QUALITY_OFFICER'],
    shows: ['P1', 'P5'],
    ground: 'on-request',
    of: 'participant',
    summary:
      'What a person asked for with its answer, consents, whether the employer hears of them, and what the law forbids to destroy',
    responseSchema: RIGHTS,
    answer: async ({ program, context, parameters: { id } }: Question<OfId>) => {
      const { tenant } = context;
      const { state, revision } = await program.aggregates.current(tenant, 'participant', id);
      if (revision < 0) return undefined;
      const person = state as ParticipantState;
      const consents = (await consentsOf(program, tenant, id)).map(
        ({ purpose: _purpose, recipient: _recipient, categories: _categories, ...consent }) => consent,
      );
      const requests = requestsOf(person);
      const { held, erased } = person;
      return {
        body: { requests, consents, restricted: isRestricted(person), held: [...held], destroyed: [...erased] },
        revision,
      };
    },
  }),
  query({
    name: 'corrections_asked',
    path: '/participants/{id}/corrections-asked',
    parameters: OfId,
    roles: ['COACH', 'QUALITY_OFFICER'],
    shows: ['P1', 'P5'],
    ground: 'on-request',
    of: 'participant',
    summary: 'What a person says is wrong in what is recorded of them, and is not answered yet',
    responseSchema: itemsOf(SUBJECT_REQUEST),
    answer: async ({ program, context: { tenant }, parameters: { id } }: Question<OfId>) => {
      const { state, revision } = await program.aggregates.current(tenant, 'participant', id);
      if (revision < 0) return undefined;
      const items = requestsOf(state as ParticipantState).filter(
        ({ kind, answeredOn }) => kind === 'RECTIFY' && answeredOn === undefined,
      );
      return { body: { items }, revision };
    },
  }),
];

/** Every consent on any of the person's trajectories, the newest last. */
async function consentsOf(program: Program, tenant: string, participant: string) {
  const today = localDateOf(HOME_ZONE, program.clock.now());
  const consents = [];
  for (const { trajectory } of await trajectoriesOfPerson(program, tenant, participant)) {
    const { state } = await program.aggregates.current(tenant, 'trajectory', trajectory);
    const { facts } = state as TrajectoryState;
    const withdrawn = new Map(factsOf(facts, 'ConsentWithdrawn').map(({ data, on }) => [data['consentId'], on]));
    for (const { data, on: givenOn } of factsOf(facts, 'ConsentGiven')) {
      const given = data as unknown as ConsentGiven;
      const withdrawnOn = withdrawn.get(given.consentId) ?? null;
      const inForce = withdrawnOn === null && today <= given.until;
      consents.push({ trajectory, ...given, givenOn, withdrawnOn, inForce });
    }
  }
  return consents;
}
