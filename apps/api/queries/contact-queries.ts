import { IdField } from '@overstap/kernel';
import { identityScopeOf } from '@overstap/policy';
import { contactOf } from '@overstap/projections';
import { ofTrajectory } from '../access-log/recording.js';
import { openerIn } from './opening.js';
import { reading, STAFF } from './pages.js';
import { CONTACT } from './people-shapes.js';
import { query, type QueryDefinition, type Question } from './query.js';

class OfId {
  @IdField() readonly id!: string;
}

export const CONTACT_QUERIES: readonly QueryDefinition[] = [
  query({
    name: 'contact',
    path: '/trajectories/{id}/contact',
    parameters: OfId,
    roles: [...STAFF, 'BACK_OFFICE', 'QUALITY_OFFICER'],
    shows: ['P5'],
    ground: 'on-request',
    of: 'trajectory',
    recorded: {
      ...ofTrajectory('hoe je heet en te bereiken bent', 'your name and how to reach you'),
      always: true,
    },
    summary:
      'Who the person of a trajectory is and how to reach them; for the quality officer of whom has asked for one of their rights',
    responseSchema: CONTACT,
    answer: async (question: Question<OfId>) => {
      const { program, context, parameters } = question;
      const scope = identityScopeOf(context.actor);
      const body =
        scope && (await reading(question, (client) => contactOf(client, openerIn(program), scope, parameters.id)));
      return body && { body };
    },
  }),
];
