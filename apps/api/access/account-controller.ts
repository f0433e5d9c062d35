import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, type Type } from '@nestjs/common';
import {
  ACCOUNT_ROLES,
  type GrantNamed,
  isEmailAddress,
  MOST_API_KEYS,
  type RoleChanger,
  type Settled,
} from '@overstap/access';
import { type FastifyRequest } from 'fastify';
import { type Program, PROGRAM } from '../../program/index.js';
import { isTeam } from '../../program/teams.js';
import { originOf } from '../http/origin.js';
import { invalidProblem, notFoundProblem, problem } from '../http/problem.js';
import { callerOf, contextOf } from '../http/request-context.js';
import { type Operations, OPERATIONS } from '../operation/operations.js';
import { ChangeRoles, Invite, MakeApiKey } from './account-bodies.js';
import { readBody } from './read-body.js';
import { rolesNamed } from './roles-named.js';
import { type RouteRules } from './route-rules.js';

export const ACCOUNT_RULES = {
  'GET /accounts': ['ADMIN'],
  'POST /accounts': ['ADMIN'],
  'POST /accounts/{id}/invite-again': ['ADMIN'],
  'POST /accounts/{id}/renew-password': ['ADMIN'],
  'POST /accounts/{id}/remove-second-factor': ['ADMIN'],
  'POST /accounts/{id}/roles': ['ADMIN'],
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
    constructor(
      @Inject(PROGRAM) private readonly program: Program,
      @Inject(OPERATIONS) private readonly operations: Operations,
    ) {}

    @Get('accounts')
    async accounts(@Req() request: FastifyRequest, @Query('role') role?: unknown) {
      if (role !== undefined && !ACCOUNT_ROLES.some((each) => each === role))
        throw invalidProblem([
          { field: 'role', rule: 'role', message: `role must be one of ${ACCOUNT_ROLES.join(', ')}` },
        ]);
      const all = await this.program.access.accounts.list(contextOf(request).tenant);
      const accounts =
        role === undefined ? all : all.filter(({ grants }) => grants.some((grant) => grant.role === role));
      return { items: accounts.map(({ grants, ...each }) => ({ ...each, roles: grants })), next: null };
    }

    /** The only answer that shows the link; where mail is set, a mail brings one too. */
    @Post('accounts')
    @HttpCode(200)
    async invite(@Body() body: unknown, @Req() request: FastifyRequest) {
      const { tenant } = contextOf(request);
      const { email, roles, language = 'nl' } = readBody(Invite, body);
      if (!isEmailAddress(email))
        throw invalidProblem([{ field: 'email', rule: 'email', message: 'email must be an e-mail address' }]);
      const grants = await readRoles(this.program, tenant, roles);
      const invited = await this.program.access.invite(tenant, { email, language, grants }, changerOf(request));
      if (!invited) throw problem(409, 'account-known', 'This e-mail address has an account or an invitation already.');
      await this.operations.mailToAccount?.(tenant, invited.id, 'ACCOUNT_INVITATION');
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
      const link = await links.make(tenant, 'INVITATION', id);
      await this.operations.mailToAccount?.(tenant, id, 'ACCOUNT_INVITATION');
      return this.shown({ id, ...link });
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

    /** Its sessions act in the new roles from their next request on. */
    @Post('accounts/:id/roles')
    @HttpCode(200)
    async changeRoles(@Param('id') id: string, @Body() body: unknown, @Req() request: FastifyRequest) {
      const { tenant } = contextOf(request);
      const named = await readRoles(this.program, tenant, readBody(ChangeRoles, body).roles);
      const grants = named.map(({ role, ref = id }) => ({ role, ref }));
      settled(
        UUID.test(id)
          ? await this.program.access.administration.changeRoles(tenant, id, grants, changerOf(request))
          : 'unknown',
      );
      return { id, roles: grants };
    }

    @Post('accounts/:id/disable')
    @HttpCode(200)
    async disable(@Param('id') id: string, @Req() request: FastifyRequest): Promise<{ disabled: string }> {
      const { tenant } = contextOf(request);
      settled(
        UUID.test(id) ? await this.program.access.administration.disable(tenant, id, changerOf(request)) : 'unknown',
      );
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
      const { name, role, days = 90 } = readBody(MakeApiKey, body);
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

async function readRoles(program: Program, tenant: string, texts: readonly string[]): Promise<readonly GrantNamed[]> {
  const named = rolesNamed(texts);
  if ('rule' in named) throw invalidProblem([named]);
  for (const { role, ref } of named)
    if (role === 'TEAM_LEAD' && ref !== undefined && !(await isTeam(program, tenant, ref)))
      throw invalidProblem([
        {
          field: 'roles',
          rule: 'team-unknown',
          message: 'roles names a team that there is not; create the team first',
        },
      ]);
  return named;
}

function changerOf(request: FastifyRequest): RoleChanger {
  const { principal } = callerOf(request);
  switch (principal.kind) {
    case 'account':
      return { kind: 'account', id: principal.account };
    case 'api-key':
      return { kind: 'api-key', id: principal.key };
    case 'operator':
      return { kind: 'operator', id: 'installation' };
  }
}

function settled(outcome: Settled): void {
  if (outcome === 'unknown') throw notFoundProblem();
  if (outcome === 'last')
    throw problem(409, 'last-administrator', 'This is the last administrator; let another one in first.');
  if (outcome === 'person')
    throw problem(
      409,
      'participant-account',
      'An account is a participant’s or it is not, for good. Invite them under another address.',
    );
}
