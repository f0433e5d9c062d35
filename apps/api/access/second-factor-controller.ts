import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res, type Type } from '@nestjs/common';
import { type AccountLanguage, appLink, base32 } from '@overstap/access';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { DEFAULT_TENANT, type Program, PROGRAM } from '../../program/index.js';
import { notFoundProblem, problem } from '../http/problem.js';
import { callerOf } from '../http/request-context.js';
import { isForm, written } from './form.js';
import { languageOf } from './pages/language.js';
import { recoveryPage, secondFactorPage, type SecondFactorShown } from './pages/second-factor-page.js';
import { readBody } from './read-body.js';
import { type RouteRules } from './route-rules.js';
import { BeginSecondFactor, GiveCode } from './sign-in-bodies.js';

export const SECOND_FACTOR_RULES = {
  'GET /second-factor': 'signed-in',
  'POST /second-factor': 'signed-in',
  'POST /second-factor/confirm': 'signed-in',
  'POST /second-factor/remove': 'signed-in',
} as const satisfies RouteRules;

/** Codes from an app beside one's password: set up, confirmed with a first code, removed with another. */
export function secondFactorController(): Type {
  @Controller('second-factor')
  class SecondFactorController {
    constructor(@Inject(PROGRAM) private readonly program: Program) {}

    @Get()
    async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      page(reply, secondFactorPage(readIn(request), await this.standing(accountOf(request))));
    }

    /** Shows the secret to whoever knows the password. */
    @Post()
    @HttpCode(200)
    async begin(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const account = accountOf(request);
      const form = isForm(request.headers['content-type']);
      const password = form ? written(body, 'password') : readBody(BeginSecondFactor, body).password;
      const begun = await this.program.access.ownSecondFactor.begin(DEFAULT_TENANT, account, password);
      if (begun.outcome === 'begun') {
        const secret = base32(begun.secret);
        if (form) return page(reply, secondFactorPage(readIn(request), { step: 'confirm', secret }));
        return void reply.send({ secret, link: appLink(begun.email, begun.secret) });
      }
      if (begun.outcome === 'password-wrong' && form)
        return page(reply.code(422), secondFactorPage(readIn(request), { step: 'begin', wrong: true }));
      throw NOT_BEGUN[begun.outcome];
    }

    /** The only answer that shows the recovery codes. */
    @Post('confirm')
    @HttpCode(200)
    async confirm(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const code = codeIn(request, body);
      const recoveryCodes = await this.program.access.ownSecondFactor.confirm(DEFAULT_TENANT, accountOf(request), code);
      if (!recoveryCodes) return this.refuse(request, reply, await this.mistyped(request, body));
      if (isForm(request.headers['content-type'])) return page(reply, recoveryPage(readIn(request), recoveryCodes));
      void reply.send({ recoveryCodes });
    }

    @Post('remove')
    @HttpCode(200)
    async remove(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const code = codeIn(request, body);
      const removed = await this.program.access.ownSecondFactor.remove(DEFAULT_TENANT, accountOf(request), code);
      if (!removed) return this.refuse(request, reply, await this.standing(accountOf(request)));
      if (isForm(request.headers['content-type'])) return void reply.redirect('/second-factor', 303);
      void reply.send({ removed: true });
    }

    private async standing(account: string): Promise<SecondFactorShown> {
      const { accounts, secondFactors } = this.program.access;
      if (await secondFactors.isOn(DEFAULT_TENANT, account)) return { step: 'remove' };
      const hasPassword = (await accounts.passwordOf(DEFAULT_TENANT, account)) !== undefined;
      return { step: hasPassword ? 'begin' : 'by-provider' };
    }

    /** Whoever mistyped the first code may read the secret again, as the form that they sent shows that they have it. */
    private async mistyped(request: FastifyRequest, body: unknown): Promise<SecondFactorShown> {
      const account = accountOf(request);
      const begun = await this.program.access.secondFactors.begun(DEFAULT_TENANT, account);
      const secret = begun && base32(begun);
      return secret === written(body, 'secret') ? { step: 'confirm', secret } : this.standing(account);
    }

    /** People get the page that they were on, and what is wrong. */
    private refuse(request: FastifyRequest, reply: FastifyReply, shown: SecondFactorShown): void {
      if (!isForm(request.headers['content-type'])) throw WRONG;
      page(reply.code(422), secondFactorPage(readIn(request), { ...shown, wrong: true }));
    }
  }
  return SecondFactorController;
}

const NOT_BEGUN = {
  'password-wrong': problem(422, 'password-wrong', 'This is not the account’s password, or too many were tried.'),
  'second-factor-on': problem(409, 'second-factor-on', 'There is a second factor already; remove it first.'),
  'by-provider': problem(
    409,
    'second-factor-by-provider',
    'This account comes in by its organisation’s provider, which asks for a second step or does not.',
  ),
  unknown: notFoundProblem(),
};

const WRONG = problem(
  422,
  'code-wrong',
  'This code is not right, was used already, or too many were tried; wait for the next one.',
);

/** As the page was asked for, else as their account says. */
function readIn(request: FastifyRequest): AccountLanguage {
  const { principal } = callerOf(request);
  return languageOf(request, principal.kind === 'account' ? principal.language : undefined);
}

function accountOf(request: FastifyRequest): string {
  const { principal } = callerOf(request);
  if (principal.kind !== 'account')
    throw problem(409, 'not-an-account', 'Keys have no second factor; sign in as a person.');
  return principal.account;
}

const codeIn = ({ headers }: FastifyRequest, body: unknown): string =>
  isForm(headers['content-type']) ? written(body, 'code') : readBody(GiveCode, body).code;

const page = (reply: FastifyReply, text: string): void => void reply.type('text/html; charset=utf-8').send(text);
