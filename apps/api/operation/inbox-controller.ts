import { Controller, HttpCode, Inject, Param, Post, Req, type Type } from '@nestjs/common';
import { scopeOf } from '@overstap/policy';
import { markRead } from '@overstap/reminders';
import { type FastifyRequest } from 'fastify';
import { type Program, PROGRAM } from '../../program/index.js';
import { notFoundProblem } from '../http/problem.js';
import { type RouteRules } from '../access/route-rules.js';
import { contextOf } from '../http/request-context.js';

/** Whom the route is for. */
export const INBOX_RULES = { 'POST /inbox/{id}/read': 'signed-in' } as const satisfies RouteRules;

/** What a reader does with a message; the messages themselves are a query. */
export function inboxController(): Type {
  @Controller('inbox')
  class InboxController {
    constructor(@Inject(PROGRAM) private readonly program: Program) {}

    @Post(':id/read')
    @HttpCode(200)
    async read(@Param('id') id: string, @Req() request: FastifyRequest): Promise<{ id: string; read: true }> {
      const { tenant, actor } = contextOf(request);
      if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw notFoundProblem();
      const reader = { role: actor.type, ref: actor.id };
      if (!(await this.program.database.readAs(tenant, (client) => markRead(client, scopeOf(actor), reader, id))))
        throw notFoundProblem();
      return { id, read: true };
    }
  }
  return InboxController;
}
