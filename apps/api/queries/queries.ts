import { CodeField, DateField, IdField, WholeField } from '@overstap/kernel';
import { CLOCK_KINDS, type ClockKind, TRAJECTORY_STATUSES, type TrajectoryStatus } from '@overstap/mobility';
import {
  type ClockOnDay,
  cohorts,
  coaches,
  deadlines,
  employers,
  funnelOf,
  programmeOf,
  programmes,
  reportCsv,
  summaries,
  summaryOf,
  taskCardOf,
} from '@overstap/projections';
import { outcomeReportOf } from '../../program/outcome-report.js';
import { camelCased } from '../http/camel-case.js';
import { either, itemsOf, pageOf } from '../http/shapes.js';
import { RIGHTS_QUERIES } from './rights-queries.js';
import { WEBHOOK_QUERIES } from '../webhooks/webhook-queries.js';
import { accessLogQueries } from './access-log-queries.js';
import { CONTACT_QUERIES } from './contact-queries.js';
import { COACH_QUERIES } from './coach-queries.js';
import { COACH } from './coach-shapes.js';
import { EMPLOYER_QUERIES } from './employer-queries.js';
import { GLASS_QUERIES } from './glass-queries.js';
import { MESSAGE_QUERIES } from './message-queries.js';
import { NAMED_QUERIES } from './named-queries.js';
import { openerIn } from './opening.js';
import { OWN_QUERIES } from './own-queries.js';
import { pageBody, Paged, paging, reading, STAFF, todayOf } from './pages.js';
import { PLAN_QUERIES } from './plan-queries.js';
import { COHORT, EMPLOYER, FUNNEL_COUNT, PROGRAMME, REPORT } from './programme-shapes.js';
import { withNames } from './person-names.js';
import { query, type QueryDefinition, type Question } from './query.js';
import { QUEUE_QUERIES } from './queue-queries.js';
import { TIMELINE_QUERIES } from './timeline-queries.js';
import { CLOCK, TASK_CARD, TRAJECTORY } from './trajectory-shapes.js';

class Nothing {}
class OfId {
  @IdField() readonly id!: string;
}
class ReportParameters extends OfId {
  @DateField({ description: 'A date after the clock is answered as of the clock' }) readonly asOf!: string;
  @CodeField(['json', 'csv'], { optional: true }) readonly format?: 'json' | 'csv';
}
class FunnelParameters extends OfId {
  @DateField() readonly from!: string;
  @DateField() readonly to!: string;
}
class TrajectoryParameters extends Paged {
  @IdField({ optional: true }) readonly programme?: string;
  @IdField({ optional: true }) readonly participant?: string;
  @IdField({ optional: true }) readonly coach?: string;
  @IdField({ optional: true }) readonly cohort?: string;
  @WholeField({ optional: true }) readonly wave?: number;
  @CodeField(TRAJECTORY_STATUSES, { optional: true }) readonly status?: TrajectoryStatus;
}
class DeadlineParameters extends Paged {
  @IdField({ optional: true }) readonly programme?: string;
  @CodeField(CLOCK_KINDS, { optional: true }) readonly kind?: ClockKind;
  @DateField({ optional: true, description: 'Due on or before this day' }) readonly dueBy?: string;
}

const OTHERS: readonly QueryDefinition[] = [
  query({
    name: 'programmes',
    path: '/programmes',
    parameters: Paged,
    roles: [...STAFF, 'BACK_OFFICE', 'QUALITY_OFFICER'],
    shows: ['P0'],
    summary: 'The programmes of the agency',
    responseSchema: pageOf(PROGRAMME),
    answer: async (question: Question<Paged>) =>
      pageBody(
        await reading(question, (client) => programmes(client, question.scope, {}, paging(question.parameters))),
      ),
  }),
  query({
    name: 'programme',
    path: '/programmes/{id}',
    parameters: OfId,
    roles: [...STAFF, 'BACK_OFFICE', 'QUALITY_OFFICER'],
    shows: ['P0'],
    of: 'programme',
    summary: 'A programme: employer, template, terms, dates',
    responseSchema: PROGRAMME,
    answer: async (question: Question<OfId>) => {
      const body = await reading(question, (client) => programmeOf(client, question.parameters.id));
      return body && { body: camelCased(body), revision: body.revision };
    },
  }),
  query({
    name: 'report',
    path: '/programmes/{id}/report',
    parameters: ReportParameters,
    roles: STAFF,
    shows: ['P6'],
    of: 'programme',
    summary: 'The outcome figures of a programme as of a day, each with numerator, denominator, censored and unknown',
    responseSchema: REPORT,
    alsoAs: 'text/csv',
    answer: async (question: Question<ReportParameters>) => {
      const { id, asOf, format } = question.parameters;
      const report = await outcomeReportOf(question.program, question.context.tenant, id, asOf);
      if (!report) return undefined;
      return format === 'csv' ? { body: reportCsv(report), contentType: 'text/csv; charset=utf-8' } : { body: report };
    },
  }),
  query({
    name: 'funnel',
    path: '/programmes/{id}/funnel',
    parameters: FunnelParameters,
    roles: STAFF,
    shows: ['P6'],
    of: 'programme',
    summary: 'Entries per day and stage',
    responseSchema: itemsOf(FUNNEL_COUNT),
    answer: async (question: Question<FunnelParameters>) => {
      const { id, from, to } = question.parameters;
      const known = await reading(question, (client) => programmeOf(client, id));
      return known && { body: { items: await reading(question, (client) => funnelOf(client, id, { from, to })) } };
    },
  }),
  query({
    name: 'cohorts',
    path: '/programmes/{id}/cohorts',
    parameters: OfId,
    roles: STAFF,
    shows: ['P0'],
    of: 'programme',
    summary: 'The cohorts of a programme, with their imports and waves',
    responseSchema: itemsOf(COHORT),
    answer: async (question: Question<OfId>) => {
      const { id } = question.parameters;
      const known = await reading(question, (client) => programmeOf(client, id));
      return known && { body: { items: camelCased(await reading(question, (client) => cohorts(client, id))) } };
    },
  }),
  query({
    name: 'employers',
    path: '/employers',
    parameters: Nothing,
    roles: STAFF,
    shows: ['P0'],
    summary: 'The employers of the agency',
    responseSchema: itemsOf(EMPLOYER),
    answer: async (question: Question<Nothing>) => ({
      body: { items: camelCased(await reading(question, employers)) },
    }),
  }),
  query({
    name: 'coaches',
    path: '/coaches',
    parameters: Nothing,
    roles: STAFF,
    shows: ['P0'],
    summary: 'The coaches of the agency, with how many people each has',
    responseSchema: itemsOf(COACH),
    answer: async (question: Question<Nothing>) => ({
      body: {
        items: camelCased(
          await reading(question, (client) => coaches(client, openerIn(question.program), todayOf(question.program))),
        ),
      },
    }),
  }),
  query({
    name: 'trajectories',
    path: '/trajectories',
    parameters: TrajectoryParameters,
    roles: [...STAFF, 'BACK_OFFICE', 'QUALITY_OFFICER'],
    shows: ['P1', 'P5'],
    ground: 'on-request',
    summary: 'Trajectories by programme, cohort, coach or state, with whom they are of',
    responseSchema: pageOf(TRAJECTORY),
    answer: async (question: Question<TrajectoryParameters>) => {
      const { limit: _limit, cursor: _cursor, ...filter } = question.parameters;
      const options = { today: todayOf(question.program), ...paging(question.parameters) };
      const page = await reading(question, (client) => summaries(client, question.scope, filter, options));
      return pageBody({ ...page, rows: await withNames(question, page.rows) });
    },
  }),
  query({
    name: 'trajectory',
    path: '/trajectories/{id}',
    parameters: OfId,
    roles: [...STAFF, 'BACK_OFFICE', 'QUALITY_OFFICER'],
    shows: ['P1', 'P5'],
    ground: 'on-request',
    of: 'trajectory',
    ofTask: true,
    summary: 'Where a trajectory stands; to whoever has a task of one that another coaches, what the task needs',
    responseSchema: either(TRAJECTORY, TASK_CARD),
    answer: async (question: Question<OfId>) => {
      const { id } = question.parameters;
      const known = await reading(question, (client) =>
        summaryOf(client, question.scope, id, todayOf(question.program)),
      );
      const [body] = known
        ? await withNames(question, [known])
        : [await reading(question, (client) => taskCardOf(client, question.context.actor, id))];
      return body && { body: camelCased(body), revision: body.revision };
    },
  }),
  ...CONTACT_QUERIES,
  ...TIMELINE_QUERIES,
  ...OWN_QUERIES,
  ...NAMED_QUERIES,
  ...PLAN_QUERIES,
  ...EMPLOYER_QUERIES,
  ...GLASS_QUERIES,
  ...QUEUE_QUERIES,
  query({
    name: 'deadlines',
    path: '/deadlines',
    parameters: DeadlineParameters,
    roles: STAFF,
    shows: ['P1', 'P5'],
    summary: 'Every clock, the earliest due first, with whom it is of',
    responseSchema: pageOf(CLOCK),
    answer: async (question: Question<DeadlineParameters>) => {
      const { limit: _limit, cursor: _cursor, ...filter } = question.parameters;
      const options = { today: todayOf(question.program), ...paging(question.parameters) };
      const page = await reading(question, (client) => deadlines(client, question.scope, filter, options));
      const aboutOf = ({ aggregate, aggregate_id }: ClockOnDay) =>
        aggregate === 'trajectory' ? { trajectory: aggregate_id } : {};
      return pageBody({ ...page, rows: await withNames(question, page.rows, aboutOf) });
    },
  }),
  ...COACH_QUERIES,
  ...MESSAGE_QUERIES,
  ...WEBHOOK_QUERIES,
  ...RIGHTS_QUERIES,
];

export const QUERIES: readonly QueryDefinition[] = [...OTHERS, ...accessLogQueries(OTHERS)];
