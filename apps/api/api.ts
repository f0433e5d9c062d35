import multipart from '@fastify/multipart';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { type AggregateName, isPublic } from '@overstap/kernel';
import { COMMANDS } from '@overstap/mobility';
import { NestLogger } from '@overstap/platform';
import { readFileSync } from 'node:fs';
import { type Program, PROGRAM } from '../program/index.js';
import { VERSION } from '../program/version.js';
import { aggregateBus } from './commands/aggregate-handlers.js';
import { commandController } from './commands/command-controllers.js';
import { ProblemFilter } from './http/problem-filter.js';
import { openApiOf } from './openapi.js';
import { migrationController } from './migrations/migration-controller.js';
import { MIGRATION_PATHS } from './migrations/migration-paths.js';
import { inboxController } from './operation/inbox-controller.js';
import { feedController } from './feeds/feed-controller.js';
import { FEED_PATHS } from './feeds/feed-paths.js';
import { webhookController } from './webhooks/webhook-controller.js';
import { WEBHOOK_PATHS } from './webhooks/webhook-paths.js';
import { operationController } from './operation/operation-controller.js';
import { OPERATION_PATHS } from './operation/operation-paths.js';
import { QUERIES } from './queries/queries.js';
import { queueController } from './queues/queue-controller.js';
import { QUEUE_PATHS } from './queues/queue-paths.js';
import { queryController, WAIT_FOR, type WaitFor } from './queries/query-controller.js';
import { type Operations, OPERATIONS } from './operation/operations.js';
import { startPage } from './operation/start-page.js';

/** 1 MiB of JSON is more than any command needs; files have a limit of their own. */
const BODY_LIMIT = 1024 * 1024;
/** An employer's export, as libs/cohort-files accepts it, and a little more so that it can say what is wrong. */
const FILE_LIMIT = 32 * 1024 * 1024;

const MINE = [
  'agency',
  'template',
  'programme',
  'cohort',
  'participant',
  'trajectory',
  'coach',
] as const satisfies readonly AggregateName[];

/** The HTTP application: a route per command and per query of the registries, and the few routes of operation. */
export async function createApi(
  program: Program,
  operations: Operations,
  waitFor: WaitFor,
): Promise<NestFastifyApplication> {
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
    queueController(),
    webhookController(),
    migrationController(),
    feedController(),
    operationController(),
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
    ...(tls ? { https: { cert: readFileSync(tls.cert), key: readFileSync(tls.key) } } : {}),
  });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule, adapter, {
    logger: new NestLogger(program.log),
    abortOnError: false,
  });
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
  const document = openApiOf(VERSION, commands, QUERIES, {
    ...OPERATION_PATHS,
    ...MIGRATION_PATHS,
    ...WEBHOOK_PATHS,
    ...FEED_PATHS,
    ...QUEUE_PATHS,
  });
  fastify.get('/openapi.json', async () => document);
  fastify.get('/', async (_request: unknown, reply: { type(value: string): { send(body: string): unknown } }) =>
    reply.type('text/html; charset=utf-8').send(startPage(program.settings, VERSION)),
  );
  SwaggerModule.setup('docs', app, document as never);
  return app;
}
