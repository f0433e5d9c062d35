import { accessEntries, type AccessEntry, WAYS_IN } from '@overstap/access-log';
import { addDays, instantAt } from '@overstap/calendar';
import { DateField, IdField, WholeField } from '@overstap/kernel';
import { HOME_ZONE } from '@overstap/mobility';
import { SHOWN_CLASSES } from '@overstap/policy';
import { looksInWords, trajectoriesOf } from '../access-log/looks.js';
import { OTHER_READS } from '../access-log/other-reads.js';
import { type DayOfReader, type Words } from '../access-log/words.js';
import {
  date,
  instant,
  list,
  named,
  names,
  objectOf,
  oneOf,
  orNull,
  pageOf,
  role,
  text,
  whole,
} from '../http/shapes.js';
import { pageBody, Paged, paging, reading } from './pages.js';
import { query, type QueryDefinition, type Question } from './query.js';

class MineParameters extends Paged {
  @WholeField({ optional: true, min: 1, max: 366, description: 'Days on a page; 31 unless told' })
  readonly days?: number;
}

class AccessLogParameters extends Paged {
  @IdField({ optional: true, description: 'Whose role it was' }) readonly role?: string;
  @IdField({ optional: true, description: 'Who it was in that role' }) readonly ref?: string;
  @IdField({ optional: true, description: 'What was read, by its name in the API' }) readonly route?: string;
  @IdField({ optional: true, description: 'Whom it was about, all their trajectories included' })
  readonly participant?: string;
  @IdField({ optional: true }) readonly trajectory?: string;
  @DateField({ optional: true, description: 'First day' }) readonly from?: string;
  @DateField({ optional: true, description: 'Last day' }) readonly to?: string;
}

const SHOWN = list(oneOf(SHOWN_CLASSES));
const VIA = oneOf(WAYS_IN);
const LOOK = named(
  'DayOfReader',
  objectOf<DayOfReader>({
    day: date,
    role,
    name: orNull(text),
    via: VIA,
    said: names,
    seen: list(objectOf<DayOfReader['seen'][number]>({ route: text, names, shown: SHOWN, times: whole })),
  }),
);
const ENTRY = named(
  'AccessEntry',
  objectOf<AccessEntry>({
    role,
    ref: text,
    account: orNull(text),
    via: VIA,
    route: text,
    shown: SHOWN,
    participants: list(text),
    trajectories: list(text),
    at: instant,
  }),
);

/** Who read what; `recorded` are the queries whose reads are entered. */
export const accessLogQueries = (recorded: readonly QueryDefinition[]): readonly QueryDefinition[] => [
  query({
    name: 'my_access_log',
    path: '/my/access-log',
    parameters: MineParameters,
    roles: ['PARTICIPANT'],
    shows: ['P1'],
    summary: 'Who looked at what about me: per day and reader, in words, the newest day first',
    responseSchema: pageOf(LOOK),
    answer: async (question: Question<MineParameters>) => {
      const { program, context, scope, parameters } = question;
      const { days, cursor } = parameters;
      const page = { ...(days ? { days } : {}), ...(cursor === undefined ? {} : { after: cursor }) };
      return pageBody(
        await reading(question, (client) =>
          looksInWords(client, program, scope, context.actor.id, namesOfReads(recorded), page),
        ),
      );
    },
  }),
  query({
    name: 'access_log',
    path: '/access-log',
    parameters: AccessLogParameters,
    roles: ['QUALITY_OFFICER'],
    shows: ['P1'],
    summary: 'Who read what of whom, the newest first; ids and codes alone',
    responseSchema: pageOf(ENTRY),
    answer: async (question: Question<AccessLogParameters>) => {
      const { role, ref, route, participant, trajectory, from, to } = question.parameters;
      const about =
        participant === undefined
          ? trajectory === undefined
            ? {}
            : { trajectories: [trajectory] }
          : {
              participants: [participant],
              trajectories: (
                await reading(question, (client) =>
                  trajectoriesOf(client, question.program, question.scope, participant),
                )
              ).map((each) => each.trajectory),
            };
      const filter = {
        ...about,
        ...(role === undefined ? {} : { role }),
        ...(ref === undefined ? {} : { ref }),
        ...(route === undefined ? {} : { route }),
        ...(from === undefined ? {} : { from: instantAt(HOME_ZONE, from, '00:00') }),
        ...(to === undefined ? {} : { before: instantAt(HOME_ZONE, addDays(to, 1), '00:00') }),
      };
      return pageBody(await reading(question, (client) => accessEntries(client, filter, paging(question.parameters))));
    },
  }),
];

/** What the person is told was looked at, by the route’s name. */
export const namesOfReads =
  (queries: readonly QueryDefinition[]) =>
  (route: string): Words | undefined =>
    queries.find(({ name }) => name === route)?.recorded?.names ?? OTHER_READS[route];
