import { Body, Controller, HttpCode, Inject, Param, Post, Req, type Type } from '@nestjs/common';
import { type PayloadClass, validate } from '@overstap/kernel';
import { QUEUE_NAMES, type QueueName } from '@overstap/projections';
import { type FastifyRequest } from 'fastify';
import { type Program, PROGRAM } from '../../program/index.js';
import { invalidProblem, notFoundProblem } from '../http/problem.js';
import { contextOf } from '../http/request-context.js';
import { inBulk, type BulkAnswer } from './bulk.js';
import { BulkOnTasks, problemsOfBulk } from './bulk-body.js';

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
