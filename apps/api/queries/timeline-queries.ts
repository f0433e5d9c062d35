import { IdField } from '@overstap/kernel';
import { noShowsIn, type TrajectoryState } from '@overstap/mobility';
import { healthMayBeRead, summaryOf, type TimelineName, timelineOf } from '@overstap/projections';
import { ofTrajectory } from '../access-log/recording.js';
import { pageOf } from '../http/shapes.js';
import { openerIn } from './opening.js';
import { pageBody, Paged, paging, reading, todayOf } from './pages.js';
import { NO_SHOWS, TIMELINE_ENTRY } from './trajectory-shapes.js';
import { query, type QueryAnswer, type QueryDefinition, type Question } from './query.js';

class OfId {
  @IdField() readonly id!: string;
}

export class TimelineParameters extends Paged {
  @IdField() readonly id!: string;
}

/** A page of an audience's timeline; undefined for a trajectory that is not within reach. */
export async function timelinePage(
  question: Question<TimelineParameters>,
  table: TimelineName,
): Promise<QueryAnswer | undefined> {
  const { program, parameters, scope } = question;
  const known = await reading(question, (client) => summaryOf(client, scope, parameters.id, todayOf(program)));
  if (!known) return undefined;
  const page = await reading(question, (client) =>
    timelineOf(client, openerIn(program), table, parameters.id, paging(parameters)),
  );
  return pageBody(page);
}

const timeline = { parameters: TimelineParameters, of: 'trajectory', responseSchema: pageOf(TIMELINE_ENTRY) } as const;

export const TIMELINE_QUERIES: readonly QueryDefinition[] = [
  query({
    ...timeline,
    name: 'timeline',
    path: '/trajectories/{id}/timeline',
    roles: ['COACH'],
    shows: ['P1', 'P2', 'P3'],
    recorded: ofTrajectory('de tijdlijn van je traject', 'the timeline of your trajectory'),
    summary: 'Everything that happened on a trajectory but health, corrections struck through',
    answer: (question: Question<TimelineParameters>) => timelinePage(question, 'trajectory_timeline'),
  }),
  query({
    ...timeline,
    name: 'team_timeline',
    path: '/trajectories/{id}/team-timeline',
    roles: ['TEAM_LEAD'],
    shows: ['P1', 'P2'],
    recorded: ofTrajectory(
      'wat er in je traject gebeurde, zonder coaching en gezondheid',
      'what happened on your trajectory, without coaching and health',
    ),
    summary: 'What happened on a trajectory of the team, without coaching and health',
    answer: (question: Question<TimelineParameters>) => timelinePage(question, 'team_timeline'),
  }),
  query({
    ...timeline,
    name: 'process_timeline',
    path: '/trajectories/{id}/process-timeline',
    roles: ['PROGRAMME_MANAGER', 'PLANNER', 'BACK_OFFICE', 'QUALITY_OFFICER'],
    shows: ['P1'],
    summary: 'What happened on a trajectory as far as it is a process fact',
    answer: (question: Question<TimelineParameters>) => timelinePage(question, 'process_timeline'),
  }),
  query({
    name: 'no_shows',
    path: '/trajectories/{id}/no-shows',
    parameters: OfId,
    roles: ['COACH', 'PARTICIPANT'],
    shows: ['P2'],
    of: 'trajectory',
    recorded: ofTrajectory('hoe vaak je niet kwam', 'how often you did not come'),
    summary: 'How often the participant did not come to an intake or a session, and how often without a reason',
    responseSchema: NO_SHOWS,
    answer: async ({ program, context, parameters: { id } }: Question<OfId>) => {
      const { state, revision } = await program.aggregates.current(context.tenant, 'trajectory', id);
      return revision < 0 ? undefined : { body: noShowsIn(state as TrajectoryState) };
    },
  }),
  query({
    ...timeline,
    name: 'health',
    path: '/trajectories/{id}/health',
    roles: ['COACH'],
    shows: ['P1', 'P4'],
    recorded: ofTrajectory('wat over je gezondheid is vastgelegd', 'what was recorded of your health'),
    summary: 'Health of a trajectory of the second track, for its coach',
    answer: async (question: Question<TimelineParameters>) => {
      const may = await reading(question, (client) => healthMayBeRead(client, question.parameters.id));
      return may ? timelinePage(question, 'health_file') : undefined;
    },
  }),
];
