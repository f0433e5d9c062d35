import { Body, Controller, HttpCode, Inject, Param, Post, Req, type Type } from '@nestjs/common';
import { type PayloadClass, validate } from '@overstap/kernel';
import { QUEUE_NAMES, type QueueName, QUEUES } from '@overstap/projections';
import { type FastifyRequest } from 'fastify';
import { type Program, PROGRAM } from '../../program/index.js';
import { MOST_VIEWS, type QueueView, removeView, saveView } from '../../program/queue-views.js';
import { invalidProblem, notFoundProblem, problem } from '../http/problem.js';
import { type RouteRules } from '../access/route-rules.js';
import { contextOf } from '../http/request-context.js';
import { inBulk, type BulkAnswer } from './bulk.js';
import { BulkOnTasks, problemsOfBulk } from './bulk-body.js';
import { SaveQueueView } from './view-body.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A queue is worked on by those who read it; each task by whom its command is for. */
export const QUEUE_RULES: RouteRules = Object.fromEntries(
  QUEUE_NAMES.flatMap((name) =>
    ['bulk', 'views', 'views/{id}/remove'].map((path) => [`POST /queues/${name}/${path}`, QUEUES[name].readers]),
  ),
);

/** What is done to a queue as a whole; the queues themselves are queries. */
export function queueController(name: QueueName): Type {
  @Controller(`queues/${name}`)
  class QueueController {
    constructor(@Inject(PROGRAM) private readonly program: Program) {}

    @Post('bulk')
    @HttpCode(200)
    async bulk(@Body() body: unknown, @Req() request: FastifyRequest): Promise<BulkAnswer> {
      const wanted = read(BulkOnTasks, body);
      const problems = problemsOfBulk(wanted);
      if (problems.length > 0) throw invalidProblem(problems);
      return inBulk(this.program, contextOf(request), name, wanted);
    }

    @Post('views')
    @HttpCode(200)
    async save(@Body() body: unknown, @Req() request: FastifyRequest): Promise<QueueView> {
      const { name: title, filter } = read(SaveQueueView, body);
      const { tenant, actor } = contextOf(request);
      const view = { id: this.program.ids.next(), name: title, filter };
      const id = await this.program.database.readAs(tenant, (client) => saveView(client, actor, name, view));
      if (id === undefined)
        throw problem(
          409,
          'too-many-views',
          `There are ${MOST_VIEWS} views, as many as there may be. Remove one first.`,
        );
      return { id, name: title, filter };
    }

    @Post('views/:id/remove')
    @HttpCode(200)
    async remove(@Param('id') id: string, @Req() request: FastifyRequest): Promise<{ removed: string }> {
      const { tenant, actor } = contextOf(request);
      if (!UUID.test(id)) throw notFoundProblem();
      if (!(await this.program.database.readAs(tenant, (client) => removeView(client, actor, name, id))))
        throw notFoundProblem();
      return { removed: id };
    }
  }
  return QueueController;
}

function read<T extends object>(shape: PayloadClass<T>, body: unknown): T {
  const checked = validate(shape, body);
  if ('problems' in checked) throw invalidProblem(checked.problems);
  return checked.value;
}
