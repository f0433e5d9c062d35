import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, type Type } from '@nestjs/common';
import { isEmailAddress, MOST_API_KEYS } from '@overstap/access';
import { type PayloadClass, validate } from '@overstap/kernel';
import { type FastifyRequest } from 'fastify';
import { type Program, PROGRAM } from '../../program/index.js';
import { isTeam } from '../../program/teams.js';
import { originOf } from '../http/origin.js';
import { invalidProblem, notFoundProblem, problem } from '../http/problem.js';
import { contextOf } from '../http/request-context.js';
import { Invite, MakeApiKey } from './account-bodies.js';
import { rolesNamed } from './roles-named.js';
import { type RouteRules } from './route-rules.js';

export const ACCOUNT_RULES = {
  'GET /accounts': ['ADMIN'],
  'POST /accounts': ['ADMIN'],
  'POST /accounts/{id}/invite-again': ['ADMIN'],
  'POST /accounts/{id}/renew-password': ['ADMIN'],
  'POST /accounts/{id}/remove-second-factor': ['ADMIN'],
  'POST /accounts/{id}/disable': ['ADMIN'],
  'GET /api-keys': ['ADMIN'],
  'POST /api-keys': ['ADMIN'],
  'POST /api-keys/{id}/revoke': ['ADMIN'],
} as const satisfies RouteRules;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Who may come in: accounts of people, keys of programs. */
export function accountController(): Type {
  @Controller()
  class AccountController {
    constructor(@Inject(PROGRAM) private readonly program: Program) {}

    @Get('accounts')
    async accounts(@Req() request: FastifyRequest) {
      const accounts = await this.program.access.accounts.list(contextOf(request).tenant);
      return { items: accounts.map(({ grants, ...each }) => ({ ...each, roles: grants })), next: null };
    }

    /** The only answer that shows the link. */
    @Post('accounts')
    @HttpCode(200)
    async invite(@Body() body: unknown, @Req() request: FastifyRequest) {
      const { tenant } = contextOf(request);
      const { email, roles, language = 'nl' } = read(Invite, body ?? {});
      if (!isEmailAddress(email))
        throw invalidProblem([{ field: 'email', rule: 'email', message: 'email must be an e-mail address' }]);
      const grants = rolesNamed(roles);
      if ('rule' in grants) throw invalidProblem([grants]);
      const led = grants.find(({ role, ref }) => role === 'TEAM_LEAD' && ref !== undefined)?.ref;
      if (led !== undefined && !(await isTeam(this.program, tenant, led)))
        throw invalidProblem([
          { field: 'roles', rule: 'team-unknown', message: 'TEAM_LEAD:id names no team; create the team first' },
        ]);
      const invited = await this.program.access.invite(tenant, { email, language, grants });
      if (!invited) throw problem(409, 'account-known', 'This e-mail address has an account or an invitation already.');
      return this.shown(invited);
    }

    @Post('accounts/:id/invite-again')
    @HttpCode(200)
    async inviteAgain(@Param('id') id: string, @Req() request: FastifyRequest) {
      const { tenant } = contextOf(request);
      const { accounts, links } = this.program.access;
      const account = UUID.test(id) ? await accounts.byId(tenant, id) : undefined;
      if (!account) throw notFoundProblem();
      if (account.status !== 'INVITED')
        throw problem(409, 'account-accepted', 'This invitation was accepted, or the account is disabled.');
      return this.shown({ id, ...(await links.make(tenant, 'INVITATION', id)) });
    }

    /** For whoever forgot theirs: a link by which they choose another. */
    @Post('accounts/:id/renew-password')
    @HttpCode(200)
    async renewPassword(@Param('id') id: string, @Req() request: FastifyRequest) {
      const { tenant } = contextOf(request);
      const { accounts, links } = this.program.access;
      const account = UUID.test(id) ? await accounts.byId(tenant, id) : undefined;
      if (!account) throw notFoundProblem();
      if (account.status !== 'ACTIVE')
        throw problem(409, 'account-not-active', 'This account was not accepted yet, or is disabled.');
      return this.shown({ id, ...(await links.make(tenant, 'PASSWORD', id)) });
    }

    /** For whoever lost both the app and the paper. */
    @Post('accounts/:id/remove-second-factor')
    @HttpCode(200)
    async removeSecondFactor(@Param('id') id: string, @Req() request: FastifyRequest): Promise<{ removed: boolean }> {
      const { tenant } = contextOf(request);
      const { accounts, secondFactors } = this.program.access;
      if (!UUID.test(id) || !(await accounts.byId(tenant, id))) throw notFoundProblem();
      return { removed: await secondFactors.remove(tenant, id) };
    }

    @Post('accounts/:id/disable')
    @HttpCode(200)
    async disable(@Param('id') id: string, @Req() request: FastifyRequest): Promise<{ disabled: string }> {
      const outcome = UUID.test(id)
        ? await this.program.access.accounts.disable(contextOf(request).tenant, id)
        : 'unknown';
      if (outcome === 'unknown') throw notFoundProblem();
      if (outcome === 'last')
        throw problem(409, 'last-administrator', 'This is the last administrator; let another one in first.');
      return { disabled: id };
    }

    @Get('api-keys')
    async apiKeys(@Req() request: FastifyRequest) {
      return { items: await this.program.access.apiKeys.list(contextOf(request).tenant), next: null };
    }

    /** The only answer that shows the key. */
    @Post('api-keys')
    @HttpCode(200)
    async makeApiKey(@Body() body: unknown, @Req() request: FastifyRequest) {
      const { name, role, days = 90 } = read(MakeApiKey, body ?? {});
      const made = await this.program.access.apiKeys.make(contextOf(request).tenant, { name, role, days });
      if (!made)
        throw problem(
          409,
          'too-many-api-keys',
          `There are ${MOST_API_KEYS} API keys, which is as many as there may be. Revoke one first.`,
        );
      return made;
    }

    @Post('api-keys/:id/revoke')
    @HttpCode(200)
    async revoke(@Param('id') id: string, @Req() request: FastifyRequest): Promise<{ revoked: string }> {
      const { tenant } = contextOf(request);
      if (!UUID.test(id) || !(await this.program.access.apiKeys.revoke(tenant, id))) throw notFoundProblem();
      return { revoked: id };
    }

    private shown({ id, token, expiresAt }: { id: string; token: string; expiresAt: string }) {
      return { id, link: `${originOf(this.program.settings)}/welcome/${token}`, expiresAt };
    }
  }
  return AccountController;
}

function read<T extends object>(shape: PayloadClass<T>, body: unknown): T {
  const checked = validate(shape, body);
  if ('problems' in checked) throw invalidProblem(checked.problems);
  return checked.value;
}
