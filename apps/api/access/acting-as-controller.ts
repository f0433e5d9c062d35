import { Body, Controller, HttpCode, Inject, Post, Req, Res, type Type } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Program, PROGRAM } from '../../program/index.js';
import { problem } from '../http/problem.js';
import { callerOf } from '../http/request-context.js';
import { ownGrant, shownActor } from './acting-as.js';
import { isForm, written } from './form.js';
import { languageOf } from './pages/language.js';
import { readBody } from './read-body.js';
import { type RouteRules } from './route-rules.js';
import { isSecure, sessionIn } from './session-cookie.js';
import { ActAs } from './sign-in-bodies.js';

export const ACTING_AS_RULES = { 'POST /session/acting-as': 'signed-in' } as const satisfies RouteRules;

/** A browser sends no header along with a link: its session remembers in which role it acts. */
export function actingAsController(): Type {
  @Controller('session')
  class ActingAsController {
    constructor(@Inject(PROGRAM) private readonly program: Program) {}

    @Post('acting-as')
    @HttpCode(200)
    async choose(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const { access, settings } = this.program;
      const { principal } = callerOf(request);
      const token = sessionIn(request.headers.cookie, isSecure(settings));
      if (principal.kind !== 'account' || token === undefined) throw NOT_A_SESSION;
      const form = isForm(request.headers['content-type']);
      const role = form ? written(body, 'role') || undefined : readBody(ActAs, body).role;
      const grant = role === undefined ? undefined : ownGrant(principal.grants, role, 'role');
      if (grant instanceof Error) throw grant;
      await access.sessions.actIn(principal.tenant, token, grant);
      if (form) return void reply.redirect(`/?lang=${languageOf(request, principal.language)}`, 303);
      void reply.send({ actingAs: grant ? shownActor(grant) : null });
    }
  }
  return ActingAsController;
}

const NOT_A_SESSION = problem(
  409,
  'not-an-account',
  'A key has no session that remembers a role; send Overstap-Actor with each request.',
);
