import { Controller, Get, Inject, Query, Req, type Type } from '@nestjs/common';
import { roleChanges } from '@overstap/access';
import { IdField, WholeField } from '@overstap/kernel';
import { type FastifyRequest } from 'fastify';
import { type Program, PROGRAM } from '../../program/index.js';
import { invalidProblem } from '../http/problem.js';
import { callerOf, contextOf } from '../http/request-context.js';
import { readQuery } from './read-query.js';
import { type RouteRules } from './route-rules.js';

export const ROLE_CHANGE_RULES = {
  'GET /accounts/role-changes': ['ADMIN'],
  'GET /my/role-changes': 'signed-in',
} as const satisfies RouteRules;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ROWS = 100;

class OwnParameters {
  @WholeField({ optional: true, min: 1, max: 500 }) readonly limit?: number;
  @WholeField({ optional: true, min: 1, max: 2_147_483_647, description: '`next` of the page before' })
  readonly cursor?: number;
}
class Parameters extends OwnParameters {
  @IdField({ optional: true }) readonly account?: string;
}

/** Who gave whom which roles, and when: for administrators of all accounts, for everybody of their own. */
export function roleChangeController(): Type {
  @Controller()
  class RoleChangeController {
    constructor(@Inject(PROGRAM) private readonly program: Program) {}

    @Get('accounts/role-changes')
    all(@Query() query: unknown, @Req() request: FastifyRequest) {
      const parameters = readQuery(Parameters, query);
      if (parameters.account !== undefined && !UUID.test(parameters.account))
        throw invalidProblem([{ field: 'account', rule: 'account', message: 'account must be the id of an account' }]);
      return this.page(request, parameters);
    }

    /** A key has no roles that could be changed: it has the one that it was made with. */
    @Get('my/role-changes')
    own(@Query() query: unknown, @Req() request: FastifyRequest) {
      const { principal } = callerOf(request);
      const parameters = readQuery(OwnParameters, query);
      if (principal.kind !== 'account') return { items: [], next: null };
      return this.page(request, { ...parameters, account: principal.account });
    }

    private async page(request: FastifyRequest, { limit = ROWS, cursor, account }: Parameters) {
      const { tenant } = contextOf(request);
      const wanted = {
        limit: limit + 1,
        ...(account === undefined ? {} : { account }),
        ...(cursor === undefined ? {} : { before: cursor }),
      };
      const found = await this.program.database.readAs(tenant, (client) => roleChanges(client, tenant, wanted));
      const items = found.slice(0, limit);
      return { items, next: found.length > limit ? String(items.at(-1)?.number) : null };
    }
  }
  return RoleChangeController;
}
