import { casePackOf, type TrajectoryState } from '@overstap/mobility';
import { agreedWith, disputesBefore, guestsOf } from '@overstap/projections';
import { ofItems } from '../access-log/recording.js';
import { pageOf } from '../http/shapes.js';
import { openerIn } from './opening.js';
import { pageBody, Paged, paging, reading } from './pages.js';
import { CASE_PACK, THREE_WAY_RESULT, WORKSHOP_GUEST } from './people-shapes.js';
import { query, type QueryDefinition, type Question } from './query.js';

/** What somebody reads because they were named in it: a trainer, a line manager, a member of a committee. Nothing else of the person is theirs. */
export const NAMED_QUERIES: readonly QueryDefinition[] = [
  query({
    name: 'my_workshops',
    path: '/my/workshops',
    parameters: Paged,
    roles: ['TRAINER'],
    shows: ['P1', 'P5'],
    summary: 'Who enrolled in and who came to the workshops that one gives, by name',
    responseSchema: pageOf(WORKSHOP_GUEST),
    answer: async (question: Question<Paged>) => {
      const { program, context, parameters } = question;
      return pageBody(
        await reading(question, (client) => guestsOf(client, openerIn(program), context.actor.id, paging(parameters))),
      );
    },
  }),
  query({
    name: 'my_three_way_meetings',
    path: '/my/three-way-meetings',
    parameters: Paged,
    roles: ['LINE_MANAGER'],
    shows: ['P1', 'P2'],
    ground: 'addressed',
    recorded: ofItems('wat in het driegesprek is afgesproken', 'what was agreed in the three-way meeting'),
    summary: 'What was agreed in the three-way meetings in which one sat for the employer',
    responseSchema: pageOf(THREE_WAY_RESULT),
    answer: async (question: Question<Paged>) => {
      const { program, context, parameters } = question;
      return pageBody(
        await reading(question, (client) =>
          agreedWith(client, openerIn(program), context.actor.id, paging(parameters)),
        ),
      );
    },
  }),
  query({
    name: 'my_disputes',
    path: '/my/disputes',
    parameters: Paged,
    roles: ['COMMITTEE_MEMBER'],
    shows: ['P1', 'P2'],
    ground: 'addressed',
    recorded: ofItems('de feiten van een geschil over een aanbod', 'the facts of a dispute about an offer'),
    summary: 'The case packs of the disputes that one decides: offer, answers, dispute and decision, by facts alone',
    responseSchema: pageOf(CASE_PACK),
    answer: async (question: Question<Paged>) => {
      const { program, context, parameters } = question;
      const page = await reading(question, (client) => disputesBefore(client, context.actor.id, paging(parameters)));
      const packs = page.rows.map(async ({ trajectory, offerId }) => {
        const { state } = await program.aggregates.current(context.tenant, 'trajectory', trajectory);
        return { trajectory, ...casePackOf(state as TrajectoryState, offerId) };
      });
      return pageBody({ ...page, rows: await Promise.all(packs) });
    },
  }),
];
