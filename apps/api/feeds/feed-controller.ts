import { createHash } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res, type Type } from '@nestjs/common';
import { addDays, localDateOf } from '@overstap/calendar';
import { CodeField, type PayloadClass, type Role, validate } from '@overstap/kernel';
import { HOME_ZONE } from '@overstap/mobility';
import { appointmentsOf, dueTasksOf } from '@overstap/projections';
import {
  addFeed,
  calendarText,
  feedOf,
  type FeedOwner,
  LANGUAGES,
  MOST_FEEDS,
  newFeedSecret,
  revokeFeed,
} from '@overstap/reminders';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { DEFAULT_TENANT, type Program, PROGRAM } from '../../program/index.js';
import { namesOfTasks } from '../../program/task-titles.js';
import { record } from '../access-log/recording.js';
import { originOf } from '../http/origin.js';
import { invalidProblem, notFoundProblem, problem } from '../http/problem.js';
import { type RouteRules } from '../access/route-rules.js';
import { contextOf } from '../http/request-context.js';
import { feedOwnerIn } from './feed-owner.js';

type Language = keyof typeof LANGUAGES;
const LANGUAGE_CODES = Object.keys(LANGUAGES) as Language[];

export class AddFeed {
  @CodeField(LANGUAGE_CODES, { optional: true, description: 'Of the titles; nl unless told' })
  readonly language?: Language;
}

/** What lies further back than this is no longer in a calendar. */
const BACK_DAYS = 30;
const SECRET = /^([\w-]{43})\.ics$/;

/** Whom the routes are for; a feed itself is for whoever has its address, which is a secret. */
export const FEED_RULES = {
  'POST /calendar-feeds': 'signed-in',
  'POST /calendar-feeds/{id}/revoke': 'signed-in',
  'GET /feeds/{file}': 'everybody',
} as const satisfies RouteRules;

/** A private address per person at which a calendar program finds what is due; whoever has the address needs nothing else. */
export function feedController(): Type {
  @Controller()
  class FeedController {
    constructor(@Inject(PROGRAM) private readonly program: Program) {}

    /** The only answer that shows the address. */
    @Post('calendar-feeds')
    @HttpCode(200)
    async add(@Body() body: unknown, @Req() request: FastifyRequest) {
      const context = contextOf(request);
      const { tenant } = context;
      const { language = 'nl' } = read(AddFeed, body ?? {});
      const { database, ids, clock } = this.program;
      const id = ids.next();
      const secret = newFeedSecret();
      const owner = feedOwnerIn(context);
      const feed = { id, language, secret, created_at: clock.now() };
      if (!(await database.readAs(tenant, (client) => addFeed(client, tenant, owner, feed))))
        throw problem(
          409,
          'too-many-feeds',
          `You have ${MOST_FEEDS} calendar feeds, which is as many as there may be. Revoke one first.`,
        );
      return { id, language, url: `${originOf(this.program.settings)}/feeds/${secret}.ics` };
    }

    @Post('calendar-feeds/:id/revoke')
    @HttpCode(200)
    async revoke(@Param('id') id: string, @Req() request: FastifyRequest): Promise<{ revoked: string }> {
      const context = contextOf(request);
      if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw notFoundProblem();
      const owner = feedOwnerIn(context);
      if (!(await this.program.database.readAs(context.tenant, (client) => revokeFeed(client, owner, id))))
        throw notFoundProblem();
      return { revoked: id };
    }

    @Get('feeds/:file')
    async feed(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
      const [, secret] = SECRET.exec(file) ?? [];
      const text = secret === undefined ? undefined : await this.textOf(secret);
      if (text === undefined) throw notFoundProblem();
      const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
      void reply.headers({ etag, 'cache-control': 'private, no-cache', 'referrer-policy': 'no-referrer' });
      if (request.headers['if-none-match'] === etag) return void reply.status(304).send();
      return reply.header('content-type', 'text/calendar; charset=utf-8').send(text);
    }

    /** A feed ends with what it was made by: an account that may come in and has this role, a key that is good. The operator's goes on. */
    private async isStillTheirs(tenant: string, { role, ref, account }: FeedOwner): Promise<boolean> {
      return account === null || this.program.access.isHeldBy(tenant, account, { role: role as Role, ref });
    }

    private async textOf(secret: string): Promise<string | undefined> {
      const { database, clock } = this.program;
      const tenant = DEFAULT_TENANT;
      const feed = await database.readAs(tenant, (client) => feedOf(client, secret));
      if (!feed || !(await this.isStillTheirs(tenant, feed))) return undefined;
      const { language, ref, account } = feed;
      const role = feed.role as Role;
      const question = { role, ref, since: addDays(localDateOf(HOME_ZONE, clock.now()), -BACK_DAYS) };
      const { tasks, talks } = await database.readAs(tenant, async (client) => ({
        tasks: await dueTasksOf(client, question),
        talks: await appointmentsOf(client, question),
      }));
      const trajectories = [...new Set(tasks.flatMap(({ trajectory }) => trajectory ?? []))];
      const read = { route: 'calendar_feed', shows: ['P1'], about: { trajectories } } as const;
      await record(this.program, tenant, { role, ref, account, via: 'calendar-feed' }, read);
      const nameOf = await namesOfTasks(this.program, tenant, tasks);
      return calendarText(
        language,
        originOf(this.program.settings),
        tasks.map((task) => {
          const name = nameOf(task)?.[language];
          return { id: task.id, dueOn: task.due_on, since: task.created_at, ...(name === undefined ? {} : { name }) };
        }),
        talks.map(({ id, kind, starts_at: startsAt, minutes, planned_at: plannedAt }) => ({
          ...{ id, kind, startsAt, minutes, since: plannedAt },
        })),
      );
    }
  }
  return FeedController;
}

function read<T extends object>(shape: PayloadClass<T>, body: unknown): T {
  const checked = validate(shape, body);
  if ('problems' in checked) throw invalidProblem(checked.problems);
  return checked.value;
}
