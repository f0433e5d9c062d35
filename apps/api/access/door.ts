import { type Access, actorFor, isSame, looksLikeApiKey, type Principal } from '@overstap/access';
import { type Actor } from '@overstap/kernel';
import { type Room, type Settings } from '@overstap/platform';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { DEFAULT_TENANT } from '../../program/index.js';
import { DISK_FULL, PROBLEM_TYPE } from '../http/problem-filter.js';
import { problem, type ProblemError } from '../http/problem.js';
import { setCaller } from '../http/request-context.js';
import { actorNamed, inNamedRole } from './acting-as.js';
import { cameInClear } from './in-clear.js';
import { isFromElsewhere } from './own-origin.js';
import { languageOf } from './pages/language.js';
import { notSetUpPage } from './pages/not-set-up-page.js';
import { type RoutePolicy, type RouteRule } from './route-rules.js';
import { securityHeaders } from './security-headers.js';
import { isSecure, sessionIn } from './session-cookie.js';

export interface DoorParts {
  readonly access: Access;
  readonly installationKey: string;
  readonly policy: RoutePolicy;
  readonly settings: Settings;
  /** Undefined where the database is somebody else's. */
  readonly room?: Room | undefined;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Headers by which some frameworks let a POST pass for something else; nothing here does, and whoever tries is told. */
const OVERRIDES = ['x-http-method-override', 'x-http-method', 'x-method-override'];

/** No id, code or text that is stored can hold one: PostgreSQL would refuse the query that looks for it. */
const NULL_CHARACTER = /%00/;

/**
 * Stands before every route, by the route that was matched and not by the address that was asked for. Call it before any route is there; once
 * all are, `policy.check()` says whether one has no rule.
 */
export function guard(fastify: FastifyInstance, { access, installationKey, policy, settings, room }: DoorParts): void {
  const secure = isSecure(settings);
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) policy.enrol(each, url);
  });
  fastify.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders(request.routeOptions.url ?? '', secure));
    const refused = await refusal(request);
    if (!refused) return;
    return answer(request, reply, refused);
  });

  /** Why the request goes no further; undefined when it may. */
  async function refusal(request: FastifyRequest): Promise<ProblemError | undefined> {
    const { headers, method, host } = request;
    if (OVERRIDES.some((name) => name in headers))
      return problem(400, 'method-override', 'Send the method that is meant; no header changes it.');
    if (NULL_CHARACTER.test(request.url))
      return problem(
        400,
        'malformed-request',
        'The address has a null character (%00), which nothing here is named by.',
      );
    const { protocol, socket, routeOptions } = request;
    if (cameInClear({ protocol, peer: socket.remoteAddress, pattern: routeOptions.url ?? '' }))
      return problem(403, 'https-required', 'From another machine this answers over https alone; use that address.');
    const rule = ruleOf(request);
    const { authorization } = headers;
    const token = sessionIn(headers.cookie, secure);
    const isOpen = rule === 'everybody' || rule === 'visitor';
    const byBrowser = authorization === undefined && (isOpen || token !== undefined);
    if (isFromElsewhere({ method, headers, host, byBrowser }, settings.publicUrl))
      return problem(403, 'another-origin', 'Changes are accepted from pages of this address only.');
    if (rule === 'everybody') return undefined;
    const principal = await identified(request, token, true);
    if (principal instanceof Error) return principal;
    if (!principal && !(await access.isSetUp(DEFAULT_TENANT))) return NOT_SET_UP;
    if (rule === 'visitor') return undefined;
    if (!principal) return NOT_SIGNED_IN;
    const actor = actorFor(principal, rule);
    if (!actor) return NOT_YOURS;
    const again = async (): Promise<Principal | undefined> => {
      const now = await identified(request, token, false);
      return now instanceof Error ? undefined : now;
    };
    setCaller(request, { principal, actor, key: keyOf(principal, actor, token), again });
    // Before the disk is full, while PostgreSQL still has room for its own log: reading goes on.
    if (!READS.has(method) && (await room?.isLeft()) === false) return DISK_FULL;
    return undefined;
  }

  /** What is nowhere is for those who are signed in: to others it is as anything else. */
  function ruleOf({ is404, method, routeOptions }: FastifyRequest): RouteRule {
    if (is404) return 'signed-in';
    const rule = policy.of(method, routeOptions.url ?? '');
    if (rule === undefined) throw new Error('A route was asked for that no rule names');
    return rule;
  }

  const identified = async (
    request: FastifyRequest,
    token: string | undefined,
    isUse: boolean,
  ): Promise<Principal | ProblemError | undefined> => {
    const { authorization, 'overstap-actor': named } = request.headers;
    const principal =
      authorization === undefined
        ? token && (await access.sessions.principalOf(DEFAULT_TENANT, token, { isUse }))
        : await ofKey(/^Bearer (\S+)$/i.exec(authorization)?.[1] ?? '');
    if (!principal || principal instanceof Error) return principal || undefined;
    // The installation's key may act for anybody; everybody else in a role of their own.
    if (principal.kind !== 'operator') return inNamedRole(principal, named);
    const acting = actorNamed(named);
    return acting === undefined || acting instanceof Error ? (acting ?? principal) : { ...principal, acting };
  };

  async function ofKey(key: string): Promise<Principal | ProblemError> {
    if (isSame(key, installationKey)) return { kind: 'operator', tenant: DEFAULT_TENANT };
    const principal = looksLikeApiKey(key) ? await access.apiKeys.principalOf(DEFAULT_TENANT, key) : undefined;
    return principal ?? NOT_SIGNED_IN;
  }
}

/** Of a session a hash of its token; of all of them the role that they act in. */
function keyOf(principal: Principal, { type, id }: Actor, token = ''): string {
  const session = (): string => createHash('sha256').update(token).digest('base64url');
  const { kind } = principal;
  return `${kind} ${kind === 'account' ? session() : kind === 'api-key' ? principal.key : ''} ${type} ${id}`;
}

const NOT_SIGNED_IN = problem(
  401,
  'not-signed-in',
  'Sign in at /sign-in, or send a key as Authorization: Bearer KEY. The command line on the machine itself finds its key in the data directory; elsewhere set OVERSTAP_API_KEY.',
);
const NOT_YOURS = problem(
  403,
  'role-not-allowed',
  'This is not for your role. Act in another one that you have, or ask whoever keeps the accounts, if it should be.',
);
const NOT_SET_UP = problem(
  503,
  'not-set-up',
  'There is no administrator yet. Open the link that the program printed in its terminal when it started; a new one is printed at each start.',
);

/** People get a page, programs a problem document. */
function answer(request: FastifyRequest, reply: FastifyReply, { problem: document }: ProblemError): FastifyReply {
  const { headers, method } = request;
  const byPerson = headers.accept?.includes('text/html') === true && headers.authorization === undefined;
  if (byPerson && document.code === NOT_SET_UP.problem.code)
    return reply
      .code(503)
      .type('text/html; charset=utf-8')
      .send(notSetUpPage(languageOf(request)));
  if (byPerson && document.code === NOT_SIGNED_IN.problem.code) return reply.redirect('/sign-in', 303);
  if (document.status === 401) void reply.header('www-authenticate', 'Bearer realm="overstap"');
  void reply.code(document.status).type(PROBLEM_TYPE);
  return method === 'HEAD' ? reply.send() : reply.send(document);
}
