import { addDays, calendarNamed, localDateOf, offset } from '@overstap/calendar';
import { isRefusal, type LocalDate } from '@overstap/kernel';
import { HOME_ZONE } from '@overstap/mobility';
import { readingOf } from '@overstap/policy';
import {
  queue,
  QUEUE_NAMES,
  QUEUE_TABS,
  queueCounts,
  type QueueName,
  type QueueQuestion,
  QUEUES,
} from '@overstap/projections';
import { viewsOf } from '../../program/queue-views.js';
import { codesNamed, type TitledTask, titledTasks } from '../../program/task-titles.js';
import { ABOUT_NOBODY, type Recorded } from '../access-log/recording.js';
import { itemsOf, named, object, pageOf, whole } from '../http/shapes.js';
import { pageBody, paging, reading } from './pages.js';
import { withNamesBy } from './person-names.js';
import { query, type QueryDefinition, type Question } from './query.js';
import { QueueParameters } from './queue-parameters.js';
import { QUEUED_TASK, QUEUE_VIEW } from './task-shapes.js';

/** The fifth working day from a day on: until then a statutory task comes early in a queue. */
function soonAfter(today: LocalDate): LocalDate {
  const calendar = calendarNamed('nl');
  return isRefusal(calendar) ? addDays(today, 7) : offset(calendar, today, { value: 5, unit: 'workingDays' });
}

/** The parameters as a question of today, by whoever asks; undefined when they have no such view. */
async function asked(question: Question<QueueParameters>, name: QueueName): Promise<QueueQuestion | undefined> {
  const { program, context, parameters } = question;
  const { limit: _limit, cursor: _cursor, view: id, search, ...given } = parameters;
  const views = id === undefined ? [] : await reading(question, (client) => viewsOf(client, context.actor, name));
  const view = views.find((each) => each.id === id);
  if (id !== undefined && !view) return undefined;
  const { mine, ...filter } = { ...view?.filter, ...given };
  const today = localDateOf(HOME_ZONE, program.clock.now());
  return {
    scope: question.scope,
    today,
    soon: soonAfter(today),
    ...filter,
    ...(mine ? { assignee: context.actor.id } : {}),
    ...(search === undefined
      ? {}
      : { search: { text: search, named: await codesNamed(program, context.tenant, search) } }),
    ...paging(parameters),
  };
}

const WORK_OF: Readonly<Record<QueueName, string>> = {
  coach: 'Coaches’ open work',
  team: 'The open work of a team: of all its coaches, and what is asked of its lead; of every team for who leads none',
  planner: 'Planners’ open work',
  'programme-manager': 'Programme managers’ open work, and what was escalated to them',
  'quality-officer': 'The quality officer’s open work, and what was escalated to them',
};

class Nothing {}

const COUNTED: Recorded = { names: { nl: 'aantallen', en: 'numbers' }, about: ABOUT_NOBODY };
const trajectoriesIn = (body: unknown): readonly string[] => [
  ...new Set(
    (body as { readonly items: readonly Pick<TitledTask, 'trajectory'>[] }).items.flatMap(
      ({ trajectory }) => trajectory ?? [],
    ),
  ),
];

/** The coaches' table has titles that were given by hand. */
const SHOWN = { coach_queue: ['P1', 'P2'], planner_queue: ['P1'] } as const;

const COUNTS = named('QueueCounts', object(Object.fromEntries(QUEUE_TABS.map((tab) => [tab, whole]))));

const queriesOf = (name: QueueName): readonly QueryDefinition[] => {
  const operation = `${name.replace('-', '_')}_queue`;
  const roles = QUEUES[name].readers;
  return [
    query({
      name: operation,
      path: `/queues/${name}`,
      parameters: QueueParameters,
      roles,
      shows: [...SHOWN[QUEUES[name].model], 'P5'],
      ...(roles.some((role) => readingOf(role, 'P5') === 'on-request') ? { ground: 'on-request' } : {}),
      recorded: {
        names: { nl: 'werk waar jouw traject bij zit', en: 'a list of work in which your trajectory is' },
        about: (body) => ({ trajectories: trajectoriesIn(body) }),
      },
      summary: `${WORK_OF[name]}, in the order in which to do it, with whom it is about`,
      responseSchema: pageOf(QUEUED_TASK),
      answer: async (question: Question<QueueParameters>) => {
        const wanted = await asked(question, name);
        if (!wanted) return undefined;
        const page = await reading(question, async (client) => {
          const found = await queue(client, name, wanted);
          return { ...found, rows: await withNamesBy(client, question, found.rows) };
        });
        return pageBody({ ...page, rows: await titledTasks(question.program, question.context.tenant, page.rows) });
      },
    }),
    query({
      name: `${operation}_counts`,
      path: `/queues/${name}/counts`,
      parameters: QueueParameters,
      roles,
      shows: SHOWN[QUEUES[name].model],
      recorded: COUNTED,
      summary: `${WORK_OF[name]}: how many there are in each tab under a filter`,
      responseSchema: COUNTS,
      answer: async (question: Question<QueueParameters>) => {
        const wanted = await asked(question, name);
        if (!wanted) return undefined;
        return { body: await reading(question, (client) => queueCounts(client, name, wanted)) };
      },
    }),
    query({
      name: `${operation}_views`,
      path: `/queues/${name}/views`,
      parameters: Nothing,
      roles,
      shows: SHOWN[QUEUES[name].model],
      recorded: COUNTED,
      summary: 'The views of this queue that whoever asks has saved',
      responseSchema: itemsOf(QUEUE_VIEW),
      answer: async (question: Question<Nothing>) => ({
        body: { items: await reading(question, (client) => viewsOf(client, question.context.actor, name)) },
      }),
    }),
  ];
};

export const QUEUE_QUERIES: readonly QueryDefinition[] = QUEUE_NAMES.flatMap(queriesOf);
