import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  type OnModuleDestroy,
  Post,
  Req,
  Res,
  type Type,
} from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { DEFAULT_TENANT, type Program, PROGRAM } from '../../program/index.js';
import { notFoundProblem, problem } from '../http/problem.js';
import { type Operations, OPERATIONS } from '../operation/operations.js';
import { isForm, written } from './form.js';
import { forgottenPasswordPage, noMailPage, passwordMailedPage } from './pages/forgotten-password-page.js';
import { languageOf } from './pages/language.js';
import { TEXTS } from './pages/texts.js';
import { readBody } from './read-body.js';
import { type RouteRules } from './route-rules.js';
import { ForgottenPassword } from './sign-in-bodies.js';

export const FORGOTTEN_PASSWORD_RULES = {
  'GET /forgotten-password': 'visitor',
  'POST /forgotten-password': 'visitor',
} as const satisfies RouteRules;

/** A link for a new password by mail, where mail is set; elsewhere only an administrator gives one. */
export function forgottenPasswordController(): Type {
  @Controller('forgotten-password')
  class ForgottenPasswordController implements OnModuleDestroy {
    private readonly underWay = new Set<Promise<void>>();

    constructor(
      @Inject(PROGRAM) private readonly program: Program,
      @Inject(OPERATIONS) private readonly operations: Operations,
    ) {}

    @Get()
    show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
      if (this.operations.mailToAccount) return page(reply, forgottenPasswordPage(languageOf(request)));
      if (!isByPerson(request)) throw notFoundProblem();
      page(reply.code(404), noMailPage(languageOf(request)));
    }

    /** The same answer, and before it is known whether there is such an account: neither words nor time tell. */
    @Post()
    @HttpCode(202)
    async ask(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const { mailToAccount } = this.operations;
      const form = isForm(request.headers['content-type']);
      if (!mailToAccount && form) return page(reply.code(404), noMailPage(languageOf(request)));
      if (!mailToAccount) throw notFoundProblem();
      const email = form ? written(body, 'email').slice(0, 254) : readBody(ForgottenPassword, body).email;
      const counted = await this.program.access.countForgotten(DEFAULT_TENANT, email, request.ip);
      if (counted !== 'counted') return this.tooMany(request, reply, counted.retryAfter, form);
      const work = this.mail(mailToAccount, email);
      this.underWay.add(work);
      void work.finally(() => this.underWay.delete(work));
      if (form) return page(reply, passwordMailedPage(languageOf(request)));
      void reply.send({ asked: true });
    }

    async onModuleDestroy(): Promise<void> {
      await Promise.all(this.underWay);
    }

    private async mail(mailToAccount: NonNullable<Operations['mailToAccount']>, email: string): Promise<void> {
      const { access, log } = this.program;
      try {
        const account = await access.accounts.withPassword(DEFAULT_TENANT, email);
        if (account) await mailToAccount(DEFAULT_TENANT, account.id, 'NEW_PASSWORD');
      } catch (error) {
        // Whoever waits for it in vain asks again.
        log.warn('forgotten password', {}, error);
      }
    }

    private tooMany(request: FastifyRequest, reply: FastifyReply, retryAfter: number, form: boolean): void {
      void reply.header('retry-after', String(retryAfter));
      if (!form)
        throw problem(429, 'too-many-attempts', 'There were too many attempts; wait as long as Retry-After says.');
      const language = languageOf(request);
      const why = TEXTS[language].tooManyForgotten(Math.ceil(retryAfter / 60));
      page(reply.code(429), forgottenPasswordPage(language, why));
    }
  }
  return ForgottenPasswordController;
}

/** A browser that asks for a page. */
const isByPerson = ({ headers }: FastifyRequest): boolean => headers.accept?.includes('text/html') === true;

const page = (reply: FastifyReply, text: string): void => void reply.type('text/html; charset=utf-8').send(text);
