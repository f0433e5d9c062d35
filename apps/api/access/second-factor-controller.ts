import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res, type Type } from '@nestjs/common';
import { appLink, base32 } from '@overstap/access';
import { validate } from '@overstap/kernel';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { DEFAULT_TENANT, type Program, PROGRAM } from '../../program/index.js';
import { invalidProblem, problem } from '../http/problem.js';
import { callerOf } from '../http/request-context.js';
import { isForm, written } from './form.js';
import { languageOf } from './pages/language.js';
import { recoveryPage, secondFactorPage } from './pages/second-factor-page.js';
import { type RouteRules } from './route-rules.js';
import { GiveCode } from './sign-in-bodies.js';

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
      const isOn = await this.program.access.secondFactors.isOn(DEFAULT_TENANT, accountOf(request));
      page(reply, secondFactorPage(languageOf(request), { isOn }));
    }

    /** Shows the secret; a form whose code was wrong shows it once more, until a code of it was right. */
    @Post()
    @HttpCode(200)
    async begin(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const { accounts, secondFactors } = this.program.access;
      const account = await accounts.byId(DEFAULT_TENANT, accountOf(request));
      const secret = account && (await secondFactors.begin(DEFAULT_TENANT, account.id));
      if (!secret) throw problem(409, 'second-factor-on', 'There is a second factor already; remove it first.');
      const link = appLink(account.email, secret);
      if (isForm(request.headers['content-type']))
        return page(reply, secondFactorPage(languageOf(request), { isOn: false, secret: base32(secret) }));
      void reply.send({ secret: base32(secret), link });
    }

    /** The only answer that shows the recovery codes. */
    @Post('confirm')
    @HttpCode(200)
    async confirm(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const code = codeIn(request, body);
      const recoveryCodes = await this.program.access.confirmSecondFactor(DEFAULT_TENANT, accountOf(request), code);
      if (!recoveryCodes) return this.refuse(request, reply, false);
      if (isForm(request.headers['content-type'])) return page(reply, recoveryPage(languageOf(request), recoveryCodes));
      void reply.send({ recoveryCodes });
    }

    @Post('remove')
    @HttpCode(200)
    async remove(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const code = codeIn(request, body);
      const removed = await this.program.access.removeSecondFactor(DEFAULT_TENANT, accountOf(request), code);
      if (!removed) return this.refuse(request, reply, true);
      if (isForm(request.headers['content-type'])) return void reply.redirect('/second-factor', 303);
      void reply.send({ removed: true });
    }

    /** People get the page that they were on, and what is wrong. */
    private async refuse(request: FastifyRequest, reply: FastifyReply, isOn: boolean): Promise<void> {
      if (!isForm(request.headers['content-type'])) throw WRONG;
      const language = languageOf(request);
      const secret = isOn
        ? undefined
        : await this.program.access.secondFactors.begun(DEFAULT_TENANT, accountOf(request));
      const shown = { isOn, wrong: true, ...(secret ? { secret: base32(secret) } : {}) };
      page(reply.code(422), secondFactorPage(language, shown));
    }
  }
  return SecondFactorController;
}

const WRONG = problem(
  422,
  'code-wrong',
  'This code is not right, was used already, or too many were tried; wait for the next one.',
);

function accountOf(request: FastifyRequest): string {
  const { principal } = callerOf(request);
  if (principal.kind !== 'account')
    throw problem(409, 'not-an-account', 'Keys have no second factor; sign in as a person.');
  return principal.account;
}

function codeIn({ headers }: FastifyRequest, body: unknown): string {
  if (isForm(headers['content-type'])) return written(body, 'code');
  const checked = validate(GiveCode, body ?? {});
  if ('problems' in checked) throw invalidProblem(checked.problems);
  return checked.value.code;
}

const page = (reply: FastifyReply, text: string): void => void reply.type('text/html; charset=utf-8').send(text);
