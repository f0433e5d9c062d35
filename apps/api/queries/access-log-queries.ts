import { accessEntries, looksAt } from '@overstap/access-log';
import { addDays, instantAt, localDateOf } from '@overstap/calendar';
import { DateField, IdField, WholeField } from '@overstap/kernel';
import { HOME_ZONE } from '@overstap/mobility';
import { coaches, summaries } from '@overstap/projections';
import { OTHER_READS } from '../access-log/other-reads.js';
import { inWords } from '../access-log/words.js';
import { openerIn } from './opening.js';
import { PAGE, pageBody, Paged, paging, reading } from './pages.js';
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

/** More than anybody has. */
const MOST_TRAJECTORIES = 500;

/** Who read what; `recorded` are the queries whose reads are entered. */
export const accessLogQueries = (recorded: readonly QueryDefinition[]): readonly QueryDefinition[] => [
  query({
    name: 'my_access_log',
    path: '/my/access-log',
    parameters: MineParameters,
    roles: ['PARTICIPANT'],
    shows: ['P1'],
    summary: 'Who looked at what about me: per day and reader, in words, the newest day first',
    responseSchema: PAGE,
    answer: async (question: Question<MineParameters>) => {
      const { program, context, parameters } = question;
      const participant = context.actor.id;
      const trajectories = await trajectoriesOf(question, participant);
      const { days, cursor } = parameters;
      const options = {
        zone: HOME_ZONE,
        ...(days ? { days } : {}),
        ...(cursor === undefined ? {} : { after: cursor }),
      };
      const [page, staff] = await reading(question, async (client) => [
        await looksAt(client, { participant, trajectories: trajectories.map(({ trajectory }) => trajectory) }, options),
        await coaches(client, openerIn(program), localDateOf(HOME_ZONE, program.clock.now())),
      ]);
      const names = new Map(staff.map(({ coach, name }) => [coach, name]));
      const rows = inWords(page.rows, {
        participant,
        coaches: trajectories.flatMap(({ coach }) => coach ?? []),
        nameOf: (coach) => names.get(coach) ?? null,
        namesOf: (route) => recorded.find(({ name }) => name === route)?.recorded?.names ?? OTHER_READS[route],
      });
      return pageBody({ ...page, rows });
    },
  }),
  query({
    name: 'access_log',
    path: '/access-log',
    parameters: AccessLogParameters,
    roles: ['QUALITY_OFFICER'],
    shows: ['P1'],
    summary: 'Who read what of whom, the newest first; ids and codes alone',
    responseSchema: PAGE,
    answer: async (question: Question<AccessLogParameters>) => {
      const { role, ref, route, participant, trajectory, from, to } = question.parameters;
      const about =
        participant === undefined
          ? trajectory === undefined
            ? {}
            : { trajectories: [trajectory] }
          : {
              participants: [participant],
              trajectories: (await trajectoriesOf(question, participant)).map((each) => each.trajectory),
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

/** Of one person those within the reach of who asks. */
async function trajectoriesOf(question: Question<object>, participant: string) {
  const today = localDateOf(HOME_ZONE, question.program.clock.now());
  const options = { today, limit: MOST_TRAJECTORIES };
  return (await reading(question, (client) => summaries(client, question.scope, { participant }, options))).rows;
}
