import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, type Type } from '@nestjs/common';
import { isRefusal, type PayloadClass, type Refusal, validate } from '@overstap/kernel';
import { MigrationPlan } from '@overstap/processes';
import { type FastifyRequest } from 'fastify';
import { invalidProblem, notFoundProblem, refusalProblem } from '../http/problem.js';
import { contextOf } from '../http/request-context.js';
import { type Operations, OPERATIONS } from '../operation/operations.js';
import { ProposeMigration } from './migration-bodies.js';

/** Running trajectories to another version of their template: terms, a dry run, and carrying out what it showed. */
export function migrationController(): Type {
  @Controller('template-migrations')
  class MigrationController {
    constructor(@Inject(OPERATIONS) private readonly operations: Operations) {}

    @Post('proposals')
    @HttpCode(200)
    async propose(@Body() body: unknown, @Req() request: FastifyRequest) {
      const { tenant } = managing(request);
      return answered(await this.operations.migrations.propose(tenant, read(ProposeMigration, body)));
    }

    @Post('dry-runs')
    @HttpCode(200)
    async dryRun(@Body() body: unknown, @Req() request: FastifyRequest) {
      const { tenant, actor } = managing(request);
      return answered(await this.operations.migrations.dryRun(tenant, read(MigrationPlan, body), actor));
    }

    @Get(':hash')
    async report(@Param('hash') hash: string, @Req() request: FastifyRequest) {
      const { tenant } = managing(request);
      return answered(await this.operations.migrations.report(tenant, hash));
    }

    @Post(':hash/apply')
    @HttpCode(200)
    async apply(@Param('hash') hash: string, @Req() request: FastifyRequest) {
      const { tenant, actor } = managing(request);
      return answered(await this.operations.migrations.apply(tenant, hash, actor));
    }
  }
  return MigrationController;
}

/** Whoever keeps the programmes; to anybody else migrations do not exist. */
function managing(request: FastifyRequest): ReturnType<typeof contextOf> {
  const context = contextOf(request);
  if (context.actor.type !== 'PROGRAMME_MANAGER') throw notFoundProblem();
  return context;
}

function read<T extends object>(shape: PayloadClass<T>, body: unknown): T {
  const checked = validate(shape, body);
  if ('problems' in checked) throw invalidProblem(checked.problems);
  return checked.value;
}

function answered<Answer>(result: Answer | Refusal): Answer {
  if (isRefusal(result)) throw refusalProblem(result);
  return result;
}
