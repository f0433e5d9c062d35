import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res, type Type } from '@nestjs/common';
import { isEmailAddress, isLongEnough, isShortEnough } from '@overstap/access';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { DEFAULT_TENANT, type Program, PROGRAM } from '../../program/index.js';
import { written } from './form.js';
import { codePage } from './pages/sign-in-page.js';
import { languageOf } from './pages/language.js';
import { TEXTS } from './pages/texts.js';
import { linkOverPage, welcomePage, type WelcomeShown } from './pages/welcome-page.js';
import { type RouteRules } from './route-rules.js';
import { isSecure, sessionCookie } from './session-cookie.js';

/** Before there is an administrator too: it is how there comes to be one. */
export const WELCOME_RULES = {
  'GET /welcome/{token}': 'everybody',
  'POST /welcome/{token}': 'everybody',
} as const satisfies RouteRules;

const LONGEST_NAME = 100;

/** Where a link leads: the first administrator's, an invitation, or one for a new password. */
export function welcomeController(): Type {
  @Controller('welcome')
  class WelcomeController {
    constructor(@Inject(PROGRAM) private readonly program: Program) {}

    @Get(':token')
    async show(
      @Param('token') token: string,
      @Req() request: FastifyRequest,
      @Res() reply: FastifyReply,
    ): Promise<void> {
      await this.page(request, reply, token, {});
    }

    @Post(':token')
    @HttpCode(200)
    async welcome(
      @Param('token') token: string,
      @Body() body: unknown,
      @Req() request: FastifyRequest,
      @Res() reply: FastifyReply,
    ): Promise<void> {
      const { access, settings } = this.program;
      const language = languageOf(request);
      const texts = TEXTS[language];
      const [name, email, password] = ['name', 'email', 'password'].map((each) => written(body, each)) as [
        string,
        string,
        string,
      ];
      const link = await access.links.look(DEFAULT_TENANT, token);
      const isNameless = name.trim() === '' || name.length > LONGEST_NAME;
      const problems = {
        ...(link?.kind === 'FIRST' && !isEmailAddress(email) ? { email: texts.emailWrong } : {}),
        ...(link?.kind !== 'PASSWORD' && isNameless ? { name: texts.nameMissing } : {}),
        ...(isLongEnough(password) ? {} : { password: texts.passwordShort }),
        ...(isShortEnough(password) ? {} : { password: texts.passwordLong }),
      };
      const given = { name, email };
      if (Object.keys(problems).length > 0) return this.page(request, reply, token, { written: given, problems }, 422);
      const outcome = await access.welcome(DEFAULT_TENANT, token, { name, email, password, language });
      if (outcome.outcome === 'address-taken')
        return this.page(request, reply, token, { written: given, problems: { email: texts.addressTaken } }, 409);
      if (outcome.outcome === 'code-needed')
        return void reply.type('text/html; charset=utf-8').send(codePage(language, outcome.token));
      if (outcome.outcome !== 'signed-in') return this.page(request, reply, token, {});
      void reply.header('set-cookie', sessionCookie(outcome.token, isSecure(settings))).redirect('/', 303);
    }

    private async page(
      request: FastifyRequest,
      reply: FastifyReply,
      token: string,
      shown: Omit<WelcomeShown, 'token' | 'kind'>,
      status = 200,
    ): Promise<void> {
      const link = await this.program.access.links.look(DEFAULT_TENANT, token);
      const language = languageOf(request);
      void reply.type('text/html; charset=utf-8');
      if (!link || link.kind === 'CODE') return void reply.code(404).send(linkOverPage(language));
      void reply.code(status).send(welcomePage(language, { ...shown, token, kind: link.kind }));
    }
  }
  return WelcomeController;
}
