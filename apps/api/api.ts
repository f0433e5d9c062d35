import multipart from '@fastify/multipart';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type AggregateName, isPublic, type JsonObject } from '@overstap/kernel';
import { COMMANDS } from '@overstap/mobility';
import { NestLogger } from '@overstap/platform';
import { QUEUE_NAMES } from '@overstap/projections';
import { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify';
import { readFileSync } from 'node:fs';
import { type Program, PROGRAM } from '../program/index.js';
import { VERSION } from '../program/version.js';
import { ACCESS_PATHS } from './access/access-paths.js';
import { ACCOUNT_RULES, accountController } from './access/account-controller.js';
import { guard } from './access/door.js';
import { securityHeaders } from './access/security-headers.js';
import { isSecure } from './access/session-cookie.js';
import { languageOf } from './access/pages/language.js';
import { registryRules, RoutePolicy, type RouteRules } from './access/route-rules.js';
import { PROVIDER_RULES, providerController } from './access/provider-controller.js';
import { ROLE_CHANGE_RULES, roleChangeController } from './access/role-change-controller.js';
import { ACTING_AS_RULES, actingAsController } from './access/acting-as-controller.js';
import { SECOND_FACTOR_RULES, secondFactorController } from './access/second-factor-controller.js';
import { FORGOTTEN_PASSWORD_RULES, forgottenPasswordController } from './access/forgotten-password-controller.js';
import { SIGN_IN_RULES, signInController } from './access/sign-in-controller.js';
import { WELCOME_RULES, welcomeController } from './access/welcome-controller.js';
import { aggregateBus } from './commands/aggregate-handlers.js';
import { commandController } from './commands/command-controllers.js';
import { callerOf } from './http/request-context.js';
import { letGoWhenAnswered } from './http/open-connections.js';
import { ADDRESS_TOO_LONG, ADDRESS_UNREADABLE, PROBLEM_TYPE, ProblemFilter } from './http/problem-filter.js';
import { answerUnreadable } from './http/unreadable-request.js';
import { documentationPages } from './documentation-pages.js';
import { openApiOf } from './openapi.js';
import { LIVE_RULES, liveController } from './live/live-controller.js';
import { LIVE_PATHS } from './live/live-paths.js';
import { MIGRATION_RULES, migrationController } from './migrations/migration-controller.js';
import { MIGRATION_PATHS } from './migrations/migration-paths.js';
import { INBOX_RULES, inboxController } from './operation/inbox-controller.js';
import { FEED_RULES, feedController } from './feeds/feed-controller.js';
import { PREFERENCE_RULES, preferenceController } from './preferences/preference-controller.js';
import { PERSON_FILE_RULES, personFileController } from './person-file/person-file-controller.js';
import { PERSON_FILE_PATHS } from './person-file/person-file-paths.js';
import { PREFERENCE_PATHS } from './preferences/preference-paths.js';
import { FEED_PATHS } from './feeds/feed-paths.js';
import { WEBHOOK_RULES, webhookController } from './webhooks/webhook-controller.js';
import { WEBHOOK_PATHS } from './webhooks/webhook-paths.js';
import { operationController } from './operation/operation-controller.js';
import { OPERATION_PATHS } from './operation/operation-paths.js';
import { OPERATION_RULES } from './operation/operation-rules.js';
import { QUERIES } from './queries/queries.js';
import { QUEUE_RULES, queueController } from './queues/queue-controller.js';
import { QUEUE_PATHS } from './queues/queue-paths.js';
import { queryController, WAIT_FOR, type WaitFor } from './queries/query-controller.js';
import { type Operations, OPERATIONS } from './operation/operations.js';
import { whatOneMay } from './access/what-one-may.js';
import { startPage } from './operation/start-page.js';

/** 1 MiB of JSON is more than any command needs; files have a limit of their own. */
const BODY_LIMIT = 1024 * 1024;
/** An employer's export, as libs/cohort-files accepts it, and a little more so that it can say what is wrong. */
const FILE_LIMIT = 32 * 1024 * 1024;

/** The routes that no controller has. */
const PAGE_RULES = {
  'GET /': 'signed-in',
  'GET /may': 'signed-in',
  'GET /openapi.json': 'visitor',
} as const satisfies RouteRules;

const MINE = [
  'agency',
  'template',
  'programme',
  'cohort',
  'participant',
  'trajectory',
  'coach',
] as const satisfies readonly AggregateName[];

export interface ApiParts {
  readonly operations: Operations;
  readonly waitFor: WaitFor;
  /** Whoever holds it is the operator. */
  readonly installationKey: string;
}

/** The HTTP application: a route per command and per query of the registries, and the few routes of operation. */
export async function createApi(
  program: Program,
  { operations, waitFor, installationKey }: ApiParts,
): Promise<{ readonly app: NestFastifyApplication; readonly policy: RoutePolicy }> {
  const buses = MINE.map((aggregate) => ({ aggregate, bus: aggregateBus(aggregate) }));
  const commands = COMMANDS.filter(isPublic);
  const controllers: Type[] = [
    ...buses.map(({ aggregate, bus }) =>
      commandController(
        aggregate,
        commands.filter((each) => each.aggregate === aggregate),
        bus,
      ),
    ),
    queryController(QUERIES),
    inboxController(),
    preferenceController(),
    ...QUEUE_NAMES.map(queueController),
    webhookController(),
    migrationController(),
    feedController(),
    liveController(),
    operationController(),
    personFileController(),
    signInController(),
    actingAsController(),
    forgottenPasswordController(),
    welcomeController(),
    accountController(),
    roleChangeController(),
    secondFactorController(),
    providerController(),
  ];

  @Module({
    imports: [CqrsModule.forRoot()],
    controllers,
    providers: [
      { provide: PROGRAM, useValue: program },
      { provide: WAIT_FOR, useValue: waitFor },
      { provide: OPERATIONS, useValue: operations },
      ...buses.map(({ bus }) => ({ provide: bus.handlerClass, useFactory: () => bus.handler(program) })),
    ],
  })
  class ApiModule {}

  const { tls, trustedProxies } = program.settings;
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    // An address that the router cannot read comes past no door and no filter.
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
      const { problem: document } = error.code === 'FST_ERR_MAX_PARAM_LENGTH' ? ADDRESS_TOO_LONG : ADDRESS_UNREADABLE;
      reply.headers(securityHeaders('', isSecure(program.settings)));
      void reply.status(document.status).header('content-type', PROBLEM_TYPE).send(document);
    },
    clientErrorHandler: answerUnreadable(isSecure(program.settings)),
    ...(tls ? { https: { cert: readFileSync(tls.cert), key: readFileSync(tls.key) } } : {}),
  });
  const policy = new RoutePolicy(
    registryRules(commands, QUERIES),
    QUEUE_RULES,
    WEBHOOK_RULES,
    MIGRATION_RULES,
    FEED_RULES,
    LIVE_RULES,
    INBOX_RULES,
    PREFERENCE_RULES,
    PERSON_FILE_RULES,
    OPERATION_RULES,
    SIGN_IN_RULES,
    ACTING_AS_RULES,
    FORGOTTEN_PASSWORD_RULES,
    WELCOME_RULES,
    ACCOUNT_RULES,
    ROLE_CHANGE_RULES,
    SECOND_FACTOR_RULES,
    PROVIDER_RULES,
    PAGE_RULES,
  );
  // Before anything that answers, so that nothing answers unguarded.
  guard(adapter.getInstance(), {
    access: program.access,
    installationKey,
    policy,
    settings: program.settings,
    room: program.room,
  });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule, adapter, {
    logger: new NestLogger(program.log),
    abortOnError: false,
  });
  letGoWhenAnswered(app.getHttpServer());
  app.useGlobalFilters(new ProblemFilter(program.log));
  const fastify = app.getHttpAdapter().getInstance();
  // A file is sent as it is; anything that is not JSON is bytes here, and only the import takes bytes.
  fastify.addContentTypeParser(
    ['application/octet-stream', 'text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    { parseAs: 'buffer', bodyLimit: FILE_LIMIT },
    (_request: unknown, body: Buffer, done: (error: Error | null, body?: Buffer) => void) => done(null, body),
  );
  await app.register(multipart, { limits: { files: 1, fileSize: FILE_LIMIT } });
  // Whatever wrote says up to where: a query that is given it waits until it is visible. Commands have set their own.
  fastify.addHook('onSend', async (request, reply) => {
    if (request.method === 'POST' && reply.statusCode < 300 && !reply.hasHeader('overstap-position'))
      void reply.header('overstap-position', await program.store.head());
  });
  const paths = {
    ...ACCESS_PATHS,
    ...OPERATION_PATHS,
    ...MIGRATION_PATHS,
    ...WEBHOOK_PATHS,
    ...FEED_PATHS,
    ...LIVE_PATHS,
    ...PREFERENCE_PATHS,
    ...PERSON_FILE_PATHS,
    ...QUEUE_PATHS,
  };
  // Made when it is first asked for: a start has little time.
  let made: JsonObject | undefined;
  const description = (): JsonObject => (made ??= openApiOf(VERSION, commands, QUERIES, paths));
  fastify.get('/openapi.json', async () => description());
  fastify.get('/may', async (request: FastifyRequest) => ({
    items: whatOneMay(policy, callerOf(request).principal, description()),
  }));
  fastify.get('/', async (request: FastifyRequest, reply: FastifyReply) => {
    const { principal, actor } = callerOf(request);
    const account =
      principal.kind === 'account'
        ? await program.access.accounts.byId(principal.tenant, principal.account)
        : undefined;
    const may = whatOneMay(policy, principal, description());
    const acting = principal.kind === 'account' ? principal.acting : undefined;
    const visitor = { actor, may, ...(account ? { account } : {}), ...(acting ? { acting } : {}) };
    return reply
      .type('text/html; charset=utf-8')
      .send(startPage(languageOf(request, account?.language), program.settings, VERSION, visitor));
  });
  documentationPages(fastify);
  await app.init();
  await fastify.ready();
  policy.check();
  return { app, policy };
}
