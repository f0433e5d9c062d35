import { IdField } from '@overstap/kernel';
import { ROLES } from '@overstap/mobility';
import {
  type AssignedTask,
  coachNames,
  type OwnTask,
  type OwnTrajectory,
  ownTasks,
  ownTrajectories,
  type Page,
  tasksOfOwner,
  timelineOf,
} from '@overstap/projections';
import { namesIn } from '../../program/template-names.js';
import { titledTasks } from '../../program/task-titles.js';
import { ofItems, ofTrajectory } from '../access-log/recording.js';
import { camelCased } from '../http/camel-case.js';
import { either, itemsOf, pageOf } from '../http/shapes.js';
import { openerIn } from './opening.js';
import { pageBody, Paged, paging, reading, todayOf } from './pages.js';
import { query, type QueryDefinition, type Question } from './query.js';
import { ASSIGNED_TASK, OWN_TASK } from './task-shapes.js';
import { TimelineParameters } from './timeline-queries.js';
import { OWN_TIMELINE_ENTRY, OWN_TRAJECTORY } from './trajectory-shapes.js';

class Nothing {}
class OfId {
  @IdField() readonly id!: string;
}

/** With the names of the phase, in both languages, and of the coach. */
async function worded(question: Question<object>, rows: readonly OwnTrajectory[]): Promise<readonly object[]> {
  const { program, context } = question;
  const ids = rows.flatMap(({ coach }) => coach ?? []);
  const names = await reading(question, (client) => coachNames(client, openerIn(program), ids));
  return Promise.all(
    rows.map(
      async ({ phase, coach, template, template_version: version, programme_name_nl, programme_name_en, ...row }) => {
        const known = template !== null && version !== null;
        const phases = known ? await namesIn(program, context.tenant, { template, version }) : new Map<string, never>();
        return {
          ...row,
          programme_names: { nl: programme_name_nl, en: programme_name_en },
          phase: phase === null ? null : { id: phase, names: phases.get(phase) ?? null },
          coach: coach === null ? null : { id: coach, name: names.get(coach) ?? null },
        };
      },
    ),
  );
}

/** Who can own tasks; SYSTEM is nobody who asks. */
const TASK_OWNERS = ROLES.filter((role) => role !== 'SYSTEM');

/** What the person themselves reads: always of their own trajectories alone. What is asked of anybody is theirs to read too. */
export const OWN_QUERIES: readonly QueryDefinition[] = [
  query({
    name: 'my_trajectories',
    path: '/my/trajectories',
    parameters: Nothing,
    roles: ['PARTICIPANT'],
    shows: ['P1'],
    summary: 'Where one’s own trajectories stand',
    responseSchema: itemsOf(OWN_TRAJECTORY),
    answer: async (question: Question<Nothing>) => {
      const rows = await reading(question, (client) => ownTrajectories(client, question.scope));
      return { body: { items: camelCased(await worded(question, rows)) } };
    },
  }),
  query({
    name: 'my_trajectory',
    path: '/my/trajectories/{id}',
    parameters: OfId,
    roles: ['PARTICIPANT'],
    shows: ['P1'],
    of: 'trajectory',
    summary: 'Where one of one’s own trajectories stands',
    responseSchema: OWN_TRAJECTORY,
    answer: async (question: Question<OfId>) => {
      const rows = await reading(question, (client) => ownTrajectories(client, question.scope, question.parameters.id));
      const [body] = await worded(question, rows);
      return body && { body: camelCased(body), ...(rows[0] ? { revision: rows[0].revision } : {}) };
    },
  }),
  query({
    name: 'my_timeline',
    path: '/my/trajectories/{id}/timeline',
    parameters: TimelineParameters,
    roles: ['PARTICIPANT'],
    shows: ['P1', 'P2', 'P3', 'P4'],
    of: 'trajectory',
    recorded: ofTrajectory('je eigen tijdlijn', 'your own timeline'),
    summary: 'What happened on one’s own trajectory: shared notes alone, and who it was by role, of a coach by name',
    responseSchema: pageOf(OWN_TIMELINE_ENTRY),
    answer: async (question: Question<TimelineParameters>) => {
      const { program, parameters, scope } = question;
      const [known] = await reading(question, (client) => ownTrajectories(client, scope, parameters.id));
      if (!known) return undefined;
      const { rows, next } = await reading(question, (client) =>
        timelineOf(client, openerIn(program), 'participant_timeline', parameters.id, paging(parameters)),
      );
      const ids = [...new Set(rows.flatMap(({ actor }) => actor.id ?? []))];
      const names = await reading(question, (client) => coachNames(client, openerIn(program), ids));
      const by = ({ type, id }: (typeof rows)[number]['actor']) =>
        id === undefined ? { type } : { type, name: names.get(id) ?? null };
      return pageBody({ rows: rows.map((row) => ({ ...row, actor: by(row.actor) })), next });
    },
  }),
  query({
    name: 'my_tasks',
    path: '/my/tasks',
    parameters: Paged,
    roles: TASK_OWNERS,
    shows: ['P1', 'P2'],
    ground: 'addressed',
    recorded: ofItems('taken', 'tasks'),
    summary:
      'One’s own tasks, whatever one’s role: what is open, the earliest due first, and what was done in the last fortnight',
    responseSchema: pageOf(either(OWN_TASK, ASSIGNED_TASK)),
    answer: async (question: Question<Paged>) => {
      const { program, context, parameters, scope } = question;
      const options = { today: todayOf(program), ...paging(parameters) };
      const { type } = context.actor;
      const page = await reading(question, (client): Promise<Page<OwnTask | AssignedTask>> =>
        type === 'PARTICIPANT' ? ownTasks(client, scope, options) : tasksOfOwner(client, scope, type, options),
      );
      return pageBody({ ...page, rows: await titledTasks(program, context.tenant, page.rows) });
    },
  }),
];
