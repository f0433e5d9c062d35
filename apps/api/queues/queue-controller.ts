import { Body, Controller, HttpCode, Inject, Param, Post, Req, type Type } from '@nestjs/common';
import { type PayloadClass, validate } from '@overstap/kernel';
import { QUEUE_NAMES, type QueueName } from '@overstap/projections';
import { type FastifyRequest } from 'fastify';
import { type Program, PROGRAM } from '../../program/index.js';
import { MOST_VIEWS, type QueueView, removeView, saveView } from '../../program/queue-views.js';
import { invalidProblem, notFoundProblem, problem } from '../http/problem.js';
import { contextOf } from '../http/request-context.js';
import { inBulk, type BulkAnswer } from './bulk.js';
import { BulkOnTasks, problemsOfBulk } from './bulk-body.js';
import { SaveQueueView } from './view-body.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What is done to a queue as a whole; the queues themselves are queries. */
export function queueController(): Type {
  @Controller('queues')
  class QueueController {
    constructor(@Inject(PROGRAM) private readonly program: Program) {}

    @Post(':queue/bulk')
    @HttpCode(200)
    async bulk(
      @Param('queue') queue: string,
      @Body() body: unknown,
      @Req() request: FastifyRequest,
    ): Promise<BulkAnswer> {
      const name = queueNamed(queue);
      const wanted = read(BulkOnTasks, body);
      const problems = problemsOfBulk(wanted);
      if (problems.length > 0) throw invalidProblem(problems);
      return inBulk(this.program, contextOf(request), name, wanted);
    }

    @Post(':queue/views')
    @HttpCode(200)
    async save(
      @Param('queue') queue: string,
      @Body() body: unknown,
      @Req() request: FastifyRequest,
    ): Promise<QueueView> {
      const queueName = queueNamed(queue);
      const { name, filter } = read(SaveQueueView, body);
      const { tenant, actor } = contextOf(request);
      const view = { id: this.program.ids.next(), name, filter };
      const id = await this.program.database.readAs(tenant, (client) => saveView(client, actor, queueName, view));
      if (id === undefined)
        throw problem(
          409,
          'too-many-views',
          `There are ${MOST_VIEWS} views, as many as there may be. Remove one first.`,
        );
      return { id, name, filter };
    }

    @Post(':queue/views/:id/remove')
    @HttpCode(200)
    async remove(
      @Param('queue') queue: string,
      @Param('id') id: string,
      @Req() request: FastifyRequest,
    ): Promise<{ removed: string }> {
      const name = queueNamed(queue);
      const { tenant, actor } = contextOf(request);
      if (!UUID.test(id)) throw notFoundProblem();
      if (!(await this.program.database.readAs(tenant, (client) => removeView(client, actor, name, id))))
        throw notFoundProblem();
      return { removed: id };
    }
  }
  return QueueController;
}

function queueNamed(name: string): QueueName {
  const queue = QUEUE_NAMES.find((each) => each === name);
  if (!queue) throw notFoundProblem();
  return queue;
}

function read<T extends object>(shape: PayloadClass<T>, body: unknown): T {
  const checked = validate(shape, body);
  if ('problems' in checked) throw invalidProblem(checked.problems);
  return checked.value;
}
