import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, type Type } from '@nestjs/common';
import { isRefusal, type PayloadClass, type Refusal, validate } from '@overstap/kernel';
import { MigrationPlan } from '@overstap/processes';
import { type FastifyRequest } from 'fastify';
import { type RouteRules } from '../access/route-rules.js';
import { invalidProblem, refusalProblem } from '../http/problem.js';
import { contextOf } from '../http/request-context.js';
import { type Operations, OPERATIONS } from '../operation/operations.js';
import { ProposeMigration } from './migration-bodies.js';

/** Whom the routes are for. */
export const MIGRATION_RULES = {
  'POST /template-migrations/proposals': ['PROGRAMME_MANAGER'],
  'POST /template-migrations/dry-runs': ['PROGRAMME_MANAGER'],
  'GET /template-migrations/{hash}': ['PROGRAMME_MANAGER'],
  'POST /template-migrations/{hash}/apply': ['PROGRAMME_MANAGER'],
} as const satisfies RouteRules;

/** Running trajectories to another version of their template: terms, a dry run, and carrying out what it showed. */
export function migrationController(): Type {
  @Controller('template-migrations')
  class MigrationController {
    constructor(@Inject(OPERATIONS) private readonly operations: Operations) {}

    @Post('proposals')
    @HttpCode(200)
    async propose(@Body() body: unknown, @Req() request: FastifyRequest) {
      const { tenant } = contextOf(request);
      return answered(await this.operations.migrations.propose(tenant, read(ProposeMigration, body)));
    }

    @Post('dry-runs')
    @HttpCode(200)
    async dryRun(@Body() body: unknown, @Req() request: FastifyRequest) {
      const { tenant, by } = personOf(request);
      return answered(await this.operations.migrations.dryRun(tenant, read(MigrationPlan, body), by));
    }

    @Get(':hash')
    async report(@Param('hash') hash: string, @Req() request: FastifyRequest) {
      const { tenant } = contextOf(request);
      return answered(await this.operations.migrations.report(tenant, hash));
    }

    @Post(':hash/apply')
    @HttpCode(200)
    async apply(@Param('hash') hash: string, @Req() request: FastifyRequest) {
      const { tenant, by } = personOf(request);
      return answered(await this.operations.migrations.apply(tenant, hash, by));
    }
  }
  return MigrationController;
}

function personOf(request: FastifyRequest) {
  const { tenant, actor, account } = contextOf(request);
  return { tenant, by: { ...actor, ...(account === undefined ? {} : { account }) } };
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
