import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res, type Type } from '@nestjs/common';
import { type SignInOutcome } from '@overstap/access';
import { type Settings } from '@overstap/platform';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { DEFAULT_TENANT, type Program, PROGRAM } from '../../program/index.js';
import { problem } from '../http/problem.js';
import { callerOf } from '../http/request-context.js';
import { shownActor } from './acting-as.js';
import { isForm, written } from './form.js';
import { languageOf } from './pages/language.js';
import { codePage, signInPage } from './pages/sign-in-page.js';
import { TEXTS } from './pages/texts.js';
import { readBody } from './read-body.js';
import { type RouteRules } from './route-rules.js';
import { isSecure, noSessionCookie, sessionCookie, sessionIn } from './session-cookie.js';
import { SignIn, SignInCode } from './sign-in-bodies.js';

export const SIGN_IN_RULES = {
  'GET /sign-in': 'visitor',
  'POST /sign-in': 'visitor',
  'POST /sign-in/code': 'visitor',
  'GET /session': 'signed-in',
  'POST /sign-out': 'signed-in',
  'POST /sign-out-everywhere': 'signed-in',
} as const satisfies RouteRules;

/** Coming in and going out: by the form of a page, or by JSON for a program that draws its own. */
export function signInController(): Type {
  @Controller()
  class SignInController {
    constructor(@Inject(PROGRAM) private readonly program: Program) {}

    @Get('sign-in')
    show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
      void reply.type('text/html; charset=utf-8').send(signInPage(languageOf(request), this.program.settings));
    }

    @Post('sign-in')
    @HttpCode(200)
    async signIn(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const form = isForm(request.headers['content-type']);
      const { email, password } = form
        ? { email: written(body, 'email').slice(0, 254), password: written(body, 'password') }
        : readBody(SignIn, body);
      const outcome = await this.program.access.signIn(DEFAULT_TENANT, email, password, request.ip);
      await this.answer(request, reply, outcome, TEXTS[languageOf(request)].refused, email);
    }

    @Post('sign-in/code')
    @HttpCode(200)
    async giveCode(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const { token, code } = isForm(request.headers['content-type'])
        ? { token: written(body, 'token'), code: written(body, 'code') }
        : readBody(SignInCode, body);
      const outcome = await this.program.access.signInWithCode(DEFAULT_TENANT, token, code, request.ip);
      await this.answer(request, reply, outcome, TEXTS[languageOf(request)].codeWrong);
    }

    private async answer(
      request: FastifyRequest,
      reply: FastifyReply,
      outcome: SignInOutcome,
      refused: string,
      email = '',
    ): Promise<void> {
      const form = isForm(request.headers['content-type']);
      if (outcome.outcome !== 'signed-in') {
        if (!form) return told(reply, outcome);
        const again = request.routeOptions.url === '/sign-in/code';
        const why = again || outcome.outcome === 'refused' ? refused : undefined;
        return shown(request, reply, outcome, { why, email }, this.program.settings);
      }
      void reply.header('set-cookie', sessionCookie(outcome.token, isSecure(this.program.settings)));
      // Whatever session this browser had before is over: the token is a new one.
      await this.endSession(request);
      if (form) return void reply.redirect('/', 303);
      void reply.send({ account: outcome.account });
    }

    /** Who is signed in, and in which roles. */
    @Get('session')
    async session(@Req() request: FastifyRequest) {
      const { principal, actor } = callerOf(request);
      if (principal.kind !== 'account') return { kind: principal.kind, actor, roles: [actor] };
      const account = await this.program.access.accounts.byId(principal.tenant, principal.account);
      const { account: id, language, grants, acting } = principal;
      const roles = grants.map(shownActor);
      const actingAs = acting ? shownActor(acting) : null;
      return { kind: 'account', account: id, name: account?.name, language, actor, roles, actingAs };
    }

    @Post('sign-out')
    @HttpCode(200)
    async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      await this.endSession(request);
      this.signedOut(request, reply, { signedOut: 1 });
    }

    /** Ends every session of the account, this one included. */
    @Post('sign-out-everywhere')
    @HttpCode(200)
    async signOutEverywhere(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const { principal } = callerOf(request);
      const { sessions } = this.program.access;
      const ended = principal.kind === 'account' ? await sessions.endAll(principal.tenant, principal.account) : 0;
      this.signedOut(request, reply, { signedOut: ended });
    }

    private async endSession({ headers }: FastifyRequest): Promise<void> {
      const token = sessionIn(headers.cookie, isSecure(this.program.settings));
      if (token !== undefined) await this.program.access.sessions.end(DEFAULT_TENANT, token);
    }

    private signedOut({ headers }: FastifyRequest, reply: FastifyReply, answer: { readonly signedOut: number }): void {
      void reply.header('set-cookie', noSessionCookie(isSecure(this.program.settings)));
      // What the browser kept of pages that somebody else must not find.
      void reply.header('clear-site-data', '"cache"');
      void (isForm(headers['content-type']) ? reply.redirect('/sign-in', 303) : reply.send(answer));
    }
  }
  return SignInController;
}

type NotSignedIn = Exclude<SignInOutcome, { outcome: 'signed-in' }>;

function told(reply: FastifyReply, outcome: NotSignedIn): void {
  if (outcome.outcome === 'code-needed') return void reply.code(202).send({ codeNeeded: outcome.token });
  if (outcome.outcome === 'refused')
    throw problem(401, 'sign-in-refused', 'This e-mail address and password do not belong together.');
  void reply.header('retry-after', String(outcome.retryAfter));
  throw problem(429, 'too-many-attempts', 'There were too many attempts to sign in; wait as long as Retry-After says.');
}

function shown(
  request: FastifyRequest,
  reply: FastifyReply,
  outcome: NotSignedIn,
  { why, email }: { readonly why: string | undefined; readonly email: string },
  settings: Pick<Settings, 'oidc' | 'mail'>,
): void {
  const language = languageOf(request);
  void reply.type('text/html; charset=utf-8');
  if (outcome.outcome === 'code-needed')
    return void reply.code(why === undefined ? 200 : 401).send(codePage(language, outcome.token, why));
  if (outcome.outcome === 'refused')
    return void reply.code(401).send(signInPage(language, settings, { problem: why ?? '', email }));
  const minutes = Math.ceil(outcome.retryAfter / 60);
  void reply
    .code(429)
    .header('retry-after', String(outcome.retryAfter))
    .send(signInPage(language, settings, { problem: TEXTS[language].tooMany(minutes), email }));
}
