import { IdField, TextField, WholeField } from '@overstap/kernel';
import { HAND_OVER_NAMES, handOverOf, type TrajectoryState, waitingIn } from '@overstap/mobility';
import { teams } from '@overstap/projections';
import { caseloadOf, coachProposals, rebalancingPreview } from '../../program/caseloads.js';
import { homeCalendar } from '../../program/home-calendar.js';
import { problem } from '../http/problem.js';
import { itemsOf } from '../http/shapes.js';
import { CASELOAD, HAND_OVER_LINE, MATCHING, REBALANCING, TEAM, WAITING } from './coach-shapes.js';
import { reading, STAFF } from './pages.js';
import { withNames } from './person-names.js';
import { query, type QueryDefinition, type Question } from './query.js';

class Nothing {}
class OfId {
  @IdField() readonly id!: string;
}
class MatchingParameters extends OfId {
  @TextField({ optional: true, max: 100 }) readonly specialism?: string;
  @TextField({ optional: true, max: 100 }) readonly region?: string;
  @IdField({ optional: true, description: 'That of the invitation without it' }) readonly language?: string;
  @WholeField({ optional: true, min: 1, max: 6, description: 'Complexity of the career question' })
  readonly level?: number;
}

export const COACH_QUERIES: readonly QueryDefinition[] = [
  query({
    name: 'caseload',
    path: '/coaches/{id}/caseload',
    parameters: OfId,
    roles: STAFF,
    shows: ['P1', 'P5'],
    of: 'coach',
    summary:
      'What a coach has on their hands and of whom, weighted, against their limit; weighed with the career question for the coach alone',
    responseSchema: CASELOAD,
    answer: async (question: Question<OfId>) => {
      const { program, context, parameters } = question;
      const found = await caseloadOf(program, context.tenant, parameters.id, context.actor);
      return found && { body: { ...found, trajectories: await withNames(question, found.trajectories) } };
    },
  }),
  query({
    name: 'teams',
    path: '/teams',
    parameters: Nothing,
    roles: [...STAFF, 'ADMIN'],
    shows: ['P0'],
    summary: 'The teams of the agency: who is in them, and how many accounts lead them',
    responseSchema: itemsOf(TEAM),
    answer: async (question: Question<Nothing>) => {
      const { program, context } = question;
      const known = await reading(question, teams);
      const leads = (await program.access.accounts.activeIn(context.tenant, 'TEAM_LEAD')).flatMap(
        ({ grants }) => grants,
      );
      const ledBy = (id: string) => leads.filter(({ role, ref }) => role === 'TEAM_LEAD' && ref === id).length;
      return { body: { items: known.map((each) => ({ ...each, leads: ledBy(each.team) })) } };
    },
  }),
  query({
    name: 'coach_proposals',
    path: '/trajectories/{id}/coach-proposals',
    parameters: MatchingParameters,
    roles: ['PLANNER', 'TEAM_LEAD'],
    shows: ['P1'],
    of: 'trajectory',
    summary: 'Coaches for a trajectory, the best first, each with the reasons; and why the others are passed over',
    responseSchema: MATCHING,
    answer: async ({ program, context, parameters }: Question<MatchingParameters>) => {
      const { id, ...asked } = parameters;
      const body = await coachProposals(program, context.tenant, id, asked);
      return body && { body };
    },
  }),
  query({
    name: 'hand_over',
    path: '/trajectories/{id}/hand-over',
    parameters: OfId,
    roles: ['COACH', 'TEAM_LEAD'],
    shows: ['P1'],
    of: 'trajectory',
    summary: 'What is to be seen to before another coach takes a trajectory over',
    responseSchema: itemsOf(HAND_OVER_LINE),
    answer: async ({ program, context, parameters: { id } }: Question<OfId>) => {
      const { state, revision } = await program.aggregates.current(context.tenant, 'trajectory', id);
      const items = handOverOf(state as TrajectoryState, program.clock.now());
      if (items)
        return { body: { items: items.map((item) => ({ ...item, names: HAND_OVER_NAMES[item.code] })) }, revision };
      if (revision < 0) return undefined;
      throw problem(
        409,
        'coach-missing',
        'The trajectory has no coach yet, so there is nothing to hand over; match one first.',
      );
    },
  }),
  query({
    name: 'waiting',
    path: '/trajectories/{id}/waiting',
    parameters: OfId,
    roles: [...STAFF, 'PARTICIPANT'],
    shows: ['P1'],
    of: 'trajectory',
    summary: 'Since when an answer of the coach is waited for, and for staff one of the participant, in working days',
    responseSchema: WAITING,
    answer: async ({ program, context, parameters: { id } }: Question<OfId>) => {
      const { state, revision } = await program.aggregates.current(context.tenant, 'trajectory', id);
      if (revision < 0) return undefined;
      const calendar = await homeCalendar(program, context.tenant);
      const { onCoach, onParticipant } = waitingIn(state as TrajectoryState, calendar, program.clock.now());
      return { body: context.actor.type === 'PARTICIPANT' ? { onCoach } : { onCoach, onParticipant } };
    },
  }),
  query({
    name: 'rebalancing',
    path: '/coaches-rebalancing',
    parameters: Nothing,
    roles: ['PLANNER', 'TEAM_LEAD'],
    shows: ['P1'],
    summary: 'What would move to whom so that no coach is above their limit; a preview that changes nothing',
    responseSchema: REBALANCING,
    answer: async ({ program, context }: Question<Nothing>) => ({
      body: await rebalancingPreview(program, context.tenant, context.actor),
    }),
  }),
];
