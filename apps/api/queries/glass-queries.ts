import { glasses, hasOpenGlass, type TimelineName } from '@overstap/projections';
import { ofItems, ofTrajectory } from '../access-log/recording.js';
import { camelCased } from '../http/camel-case.js';
import { itemsOf, pageOf } from '../http/shapes.js';
import { openerIn } from './opening.js';
import { reading } from './pages.js';
import { GLASS } from './people-shapes.js';
import { query, type QueryAnswer, type QueryDefinition, type Question } from './query.js';
import { timelinePage, TimelineParameters } from './timeline-queries.js';
import { TIMELINE_ENTRY } from './trajectory-shapes.js';

class Nothing {}

/** Without a broken glass of one's own that is still open there is nothing there. */
async function throughGlass(
  question: Question<TimelineParameters>,
  table: TimelineName,
): Promise<QueryAnswer | undefined> {
  const { program, context, parameters } = question;
  const may = await reading(question, (client) => hasOpenGlass(client, context, parameters.id, program.clock.now()));
  return may ? timelinePage(question, table) : undefined;
}

const file = {
  parameters: TimelineParameters,
  of: 'trajectory',
  ground: 'broken-glass',
  responseSchema: pageOf(TIMELINE_ENTRY),
} as const;

export const GLASS_QUERIES: readonly QueryDefinition[] = [
  query({
    ...file,
    name: 'coaching_file',
    path: '/trajectories/{id}/coaching-file',
    roles: ['TEAM_LEAD', 'QUALITY_OFFICER'],
    shows: ['P1', 'P3'],
    recorded: ofTrajectory(
      'wat je coach over de coaching vastlegde, na het breken van het glas',
      'what your coach recorded of coaching, by breaking the glass',
    ),
    summary: 'What a coach recorded of coaching, while a glass that whoever asks broke is open',
    answer: (question: Question<TimelineParameters>) => throughGlass(question, 'coaching_file'),
  }),
  query({
    ...file,
    name: 'health_file',
    path: '/trajectories/{id}/health-file',
    roles: ['QUALITY_OFFICER'],
    shows: ['P1', 'P4'],
    recorded: ofTrajectory(
      'wat over je gezondheid is vastgelegd, na het breken van het glas',
      'what was recorded of your health, by breaking the glass',
    ),
    summary: 'What was recorded of health, while a glass that whoever asks broke is open',
    answer: (question: Question<TimelineParameters>) => throughGlass(question, 'health_file'),
  }),
  query({
    name: 'broken_glasses',
    path: '/broken-glasses',
    parameters: Nothing,
    roles: ['QUALITY_OFFICER'],
    shows: ['P1', 'P3'],
    ground: 'broken-glass',
    recorded: ofItems('wie waarom het glas brak', 'who broke the glass, and why'),
    summary: 'Who broke a glass where, when and why, and what was found of it; those to be reviewed first',
    responseSchema: itemsOf(GLASS),
    answer: async (question: Question<Nothing>) => ({
      body: {
        items: camelCased(
          await reading(question, (client) => glasses(client, question.scope, openerIn(question.program))),
        ),
      },
    }),
  }),
];
