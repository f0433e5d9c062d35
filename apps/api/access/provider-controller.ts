import { Controller, Get, Inject, Req, Res, type Type } from '@nestjs/common';
import { type AccountLanguage, type Errand, IdentityProvider } from '@overstap/access';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { DEFAULT_TENANT, type Program, PROGRAM } from '../../program/index.js';
import { originOf } from '../http/origin.js';
import { notFoundProblem } from '../http/problem.js';
import { languageOf } from './pages/language.js';
import { signInPage } from './pages/sign-in-page.js';
import { TEXTS } from './pages/texts.js';
import { type RouteRules } from './route-rules.js';
import { isSecure, sessionCookie, sessionIn } from './session-cookie.js';

export const PROVIDER_RULES = {
  'GET /sign-in/provider': 'visitor',
  'GET /sign-in/provider/return': 'visitor',
} as const satisfies RouteRules;

/** Nobody takes longer to sign in than this. */
const ERRAND_SECONDS = 600;
const PART = '[\\w-]{43}';

/** Signing in at an organisation's own provider, where one is set. */
export function providerController(): Type {
  @Controller('sign-in/provider')
  class ProviderController {
    private readonly provider: IdentityProvider | undefined;

    constructor(@Inject(PROGRAM) private readonly program: Program) {
      const { settings } = program;
      const returnTo = `${originOf(settings)}/sign-in/provider/return`;
      this.provider = settings.oidc && new IdentityProvider(settings.oidc, returnTo);
    }

    /** Sends the browser there; what it must come back with lies in a cookie of its own, which no script reads. */
    @Get()
    async go(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      if (!this.provider) throw notFoundProblem();
      const errand = await this.provider.begin().catch((error: unknown) => this.away(error));
      if (!errand) return this.refused(request, reply, 502, TEXTS[languageOf(request)].providerAway);
      void reply.header(
        'set-cookie',
        this.cookie([errand.state, errand.nonce, errand.verifier, languageOf(request)].join('.'), ERRAND_SECONDS),
      );
      void reply.redirect(errand.url, 303);
    }

    @Get('return')
    async comeBack(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      if (!this.provider) throw notFoundProblem();
      const texts = TEXTS[this.languageIn(request)];
      const secure = isSecure(this.program.settings);
      const over = this.cookie('', 0);
      void reply.header('set-cookie', over);
      const errand = this.errandIn(request);
      if (!errand) return this.refused(request, reply, 401, texts.providerRefused);
      const search = new URL(request.url, 'http://localhost').search;
      const identity = await this.provider.finish(search, errand).catch((error: unknown) => this.away(error));
      const signedIn = identity && (await this.program.access.signInProvided(DEFAULT_TENANT, identity));
      if (!signedIn) return this.refused(request, reply, 401, texts.providerRefused);
      const token = sessionIn(request.headers.cookie, secure);
      if (token !== undefined) await this.program.access.sessions.end(DEFAULT_TENANT, token);
      void reply.header('set-cookie', [over, sessionCookie(signedIn.token, secure)]).redirect('/', 303);
    }

    private away(error: unknown): undefined {
      this.program.log.warn('identity provider', {}, error);
      return undefined;
    }

    private refused(request: FastifyRequest, reply: FastifyReply, status: number, why: string): void {
      void reply
        .code(status)
        .type('text/html; charset=utf-8')
        .send(signInPage(this.languageIn(request), this.program.settings, { problem: why }));
    }

    private cookie(value: string, seconds: number): string {
      const secure = isSecure(this.program.settings);
      return `${this.name()}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`;
    }

    private name = (): string => `${isSecure(this.program.settings) ? '__Host-' : ''}overstap-errand`;

    private errandIn({ headers }: FastifyRequest): Omit<Errand, 'url'> | undefined {
      const [, state, nonce, verifier] = this.form().exec(headers.cookie ?? '') ?? [];
      return state && nonce && verifier ? { state, nonce, verifier } : undefined;
    }

    /** The language in which they left is the one in which they come back. */
    private languageIn(request: FastifyRequest): AccountLanguage {
      return languageOf(request, this.form().exec(request.headers.cookie ?? '')?.[4]);
    }

    private form = (): RegExp =>
      new RegExp(`(?:^|;\\s*)${this.name()}=(${PART})\\.(${PART})\\.(${PART})\\.(\\w{2})(?:;|$)`);
  }
  return ProviderController;
}
