import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res, type Type } from '@nestjs/common';
import {
  CodeField,
  DateField,
  IdField,
  InstantField,
  isRefusal,
  type JsonObject,
  ListField,
  type PayloadClass,
  schemaOf,
  TextField,
  validate,
} from '@overstap/kernel';
import { readModels } from '@overstap/projections';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Program, PROGRAM } from '../../program/index.js';
import { invalidProblem, notFoundProblem, problem, refusalProblem } from '../http/problem.js';
import { contextOf } from '../http/request-context.js';
import { type Operations, OPERATIONS } from './operations.js';

class MoveClock {
  @InstantField({ description: 'Where the clock shall stand; never before where it stands' }) readonly now!: string;
}
class TakeBackup {
  @TextField({ max: 4096, description: 'A directory that does not exist yet' }) readonly directory!: string;
}
class UndoImport {
  @TextField({ max: 500 }) readonly reason!: string;
}
class ReleaseWave {
  @DateField({ optional: true, description: 'Today unless told' }) readonly inviteOn?: string;
}
class ErasePerson {
  @TextField({ max: 500 }) readonly reason!: string;
}
class Rebuild {
  @ListField({ optional: true, description: 'Names of read models; all unless told' }) readonly names?: string[];
}
class SettleParked {
  @CodeField(['retry', 'skip']) readonly choice!: 'retry' | 'skip';
  @IdField() readonly projection!: string;
  @IdField() readonly tenant!: string;
  @TextField({ max: 300 }) readonly partition!: string;
}

/** The routes beside the two registries: files, the clock, and keeping the program well. */
export function operationController(): Type {
  @Controller()
  class OperationController {
    constructor(
      @Inject(PROGRAM) private readonly program: Program,
      @Inject(OPERATIONS) private readonly operations: Operations,
    ) {}

    @Get('health/live')
    async live(@Res() reply: FastifyReply): Promise<void> {
      const report = await this.program.health.live();
      void reply.status(report.status === 'up' ? 200 : 503).send(report);
    }

    @Get('health/ready')
    async ready(@Res() reply: FastifyReply): Promise<void> {
      const report = await this.program.health.ready();
      void reply.status(report.status === 'up' ? 200 : 503).send(report);
    }

    @Get('metrics')
    async metrics(@Res() reply: FastifyReply): Promise<void> {
      void reply.header('content-type', this.program.metrics.contentType).send(await this.program.metrics.metrics());
    }

    @Post('clock')
    @HttpCode(200)
    async clock(@Body() body: unknown): Promise<{ now: string }> {
      const { now } = read(MoveClock, body);
      const { advanceClock } = this.operations;
      if (!advanceClock)
        throw problem(
          409,
          'clock-not-virtual',
          'The program runs on the machine’s clock. Start it with OVERSTAP_CLOCK set to a moment to move it.',
        );
      const refusal = await advanceClock(new Date(now).toISOString());
      if (refusal) throw refusalProblem(refusal);
      return { now: this.program.clock.now() };
    }

    @Get('clock')
    now(): { now: string; virtual: boolean } {
      return { now: this.program.clock.now(), virtual: this.operations.advanceClock !== undefined };
    }

    @Post('programmes/:id/imports')
    @HttpCode(200)
    async import(
      @Param('id') programme: string,
      @Query() query: Record<string, string>,
      @Body() body: unknown,
      @Req() request: FastifyRequest,
    ) {
      const { tenant, actor } = contextOf(request);
      if (!(body instanceof Uint8Array))
        throw problem(415, 'file-expected', 'Send the file’s bytes with content-type application/octet-stream.');
      const result = await this.operations.importCohort({
        tenant,
        programme,
        bytes: body,
        dryRun: query['dryRun'] === 'true',
        actor,
        ...(query['cohort'] ? { cohort: query['cohort'] } : {}),
        ...(query['mapping'] ? { mapping: mappingOf(query['mapping']) } : {}),
      });
      if (isRefusal(result)) throw refusalProblem(result);
      return result;
    }

    @Get('programmes/:id/imports/progress')
    progress(@Param('id') programme: string, @Req() request: FastifyRequest) {
      return this.operations.importProgress(contextOf(request).tenant, programme);
    }

    @Post('programmes/:id/imports/:batch/undo')
    @HttpCode(200)
    async undo(
      @Param('id') programme: string,
      @Param('batch') batch: string,
      @Body() body: unknown,
      @Req() request: FastifyRequest,
    ) {
      const { tenant, actor } = contextOf(request);
      if (!/^[0-9a-f-]{36}$/i.test(batch)) throw notFoundProblem();
      const result = await this.operations.undoImport(tenant, programme, batch, read(UndoImport, body).reason, actor);
      if (isRefusal(result)) throw refusalProblem(result);
      return result;
    }

    @Post('programmes/:id/waves/:wave/release')
    @HttpCode(200)
    async release(
      @Param('id') programme: string,
      @Param('wave') wave: string,
      @Body() body: unknown,
      @Req() request: FastifyRequest,
    ) {
      const { tenant, actor } = contextOf(request);
      const number = Number(wave);
      if (!Number.isInteger(number) || number < 1 || number > 1000)
        throw invalidProblem([{ field: 'wave', rule: 'wave', message: 'wave must be a whole number from 1 to 1000' }]);
      const result = await this.operations.releaseWave(
        tenant,
        programme,
        number,
        read(ReleaseWave, body ?? {}).inviteOn,
        actor,
      );
      if (isRefusal(result)) throw refusalProblem(result);
      return result;
    }

    @Post('participants/:id/erase')
    @HttpCode(200)
    async erase(
      @Param('id') participant: string,
      @Body() body: unknown,
      @Req() request: FastifyRequest,
    ): Promise<{ erased: string }> {
      read(ErasePerson, body);
      const { tenant } = contextOf(request);
      if (!/^[0-9a-f-]{36}$/i.test(participant)) throw notFoundProblem();
      if ((await this.program.store.revisionOf(tenant, `participant-${participant}`)) < 0) throw notFoundProblem();
      await this.operations.erase(tenant, participant);
      return { erased: participant };
    }

    @Get('operation/doctor')
    doctor() {
      return this.operations.doctor();
    }

    @Post('operation/verify')
    @HttpCode(200)
    verify() {
      return this.operations.verify();
    }

    @Post('operation/backup')
    @HttpCode(200)
    backup(@Body() body: unknown) {
      return this.operations.backup(read(TakeBackup, body).directory);
    }

    @Post('operation/rebuild')
    @HttpCode(200)
    async rebuild(@Body() body: unknown) {
      const { names } = read(Rebuild, body ?? {});
      const known = readModels.map(({ name }) => name);
      const unknown = names?.filter((name) => !known.includes(name)) ?? [];
      if (unknown.length > 0)
        throw invalidProblem([{ field: 'names', rule: 'readModel', message: `names may hold: ${known.join(', ')}` }]);
      await this.operations.rebuild(names);
      return { rebuilt: names ?? 'all' };
    }

    @Get('operation/parked')
    async parked() {
      return { parked: await this.operations.parked() };
    }

    @Post('operation/parked')
    @HttpCode(200)
    settleParked(@Body() body: unknown) {
      return this.operations.settleParked(read(SettleParked, body));
    }
  }
  return OperationController;
}

function read<T extends object>(shape: PayloadClass<T>, body: unknown): T {
  const checked = validate(shape, body);
  if ('problems' in checked) throw invalidProblem(checked.problems);
  return checked.value;
}

function mappingOf(text: string): Record<string, string> {
  const wrong = () =>
    invalidProblem([
      {
        field: 'mapping',
        rule: 'mapping',
        message: 'mapping must be a JSON object of header to field, such as {"Personeelsnr":"externalId"}',
      },
    ]);
  try {
    const mapping: unknown = JSON.parse(text);
    if (typeof mapping !== 'object' || mapping === null || Array.isArray(mapping)) throw wrong();
    if (!Object.values(mapping).every((value) => typeof value === 'string')) throw wrong();
    return mapping as Record<string, string>;
  } catch {
    throw wrong();
  }
}

const json = (schema: JsonObject): JsonObject => ({ content: { 'application/json': { schema } } });
const ANSWER: JsonObject = { '200': { description: 'The answer', ...json({ type: 'object' }) } };
const inPath = (name: string): JsonObject => ({ name, in: 'path', required: true, schema: { type: 'string' } });
const inQuery = (name: string, description: string): JsonObject => ({
  name,
  in: 'query',
  required: false,
  description,
  schema: { type: 'string' },
});
const post = (
  operationId: string,
  summary: string,
  body: PayloadClass | undefined,
  parameters: readonly JsonObject[] = [],
): JsonObject => ({
  post: {
    operationId,
    summary,
    tags: ['operation'],
    parameters,
    ...(body ? { requestBody: { required: true, ...json(schemaOf(body)) } } : {}),
    responses: ANSWER,
  },
});
const get = (operationId: string, summary: string, parameters: readonly JsonObject[] = []): JsonObject => ({
  get: { operationId, summary, tags: ['operation'], parameters, responses: ANSWER },
});

/** The same routes for OpenAPI. */
export const OPERATION_PATHS: Readonly<Record<string, JsonObject>> = {
  '/health/live': get('healthLive', 'Is the process alive?'),
  '/health/ready': get('healthReady', 'Can it serve?'),
  '/metrics': get('metrics', 'Prometheus metrics'),
  '/clock': {
    ...get('clock', 'Where the clock stands'),
    ...post(
      'moveClock',
      'Move a virtual clock forward; answers when all that falls due until then has happened',
      MoveClock,
    ),
  },
  '/programmes/{id}/imports': {
    post: {
      operationId: 'importCohort',
      summary: 'Import a cohort from an HR export (.csv, .xlsx)',
      tags: ['operation'],
      parameters: [
        inPath('id'),
        inQuery('dryRun', 'true: report, change nothing'),
        inQuery('cohort', 'The cohort’s label; the programme’s code unless told'),
        inQuery('mapping', 'JSON object of header to field'),
      ],
      requestBody: {
        required: true,
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      },
      responses: ANSWER,
    },
  },
  '/programmes/{id}/imports/progress': get('importProgress', 'How far a running import is', [inPath('id')]),
  '/programmes/{id}/imports/{batch}/undo': post(
    'undoImport',
    'Take an import back, until somebody of it was contacted',
    UndoImport,
    [inPath('id'), inPath('batch')],
  ),
  '/programmes/{id}/waves/{wave}/release': post('releaseWave', 'Invite everybody of a wave', ReleaseWave, [
    inPath('id'),
    inPath('wave'),
  ]),
  '/participants/{id}/erase': post('erasePerson', 'Destroy the keys of a person’s data', ErasePerson, [inPath('id')]),
  '/operation/doctor': get('doctor', 'What is running, and what is wrong'),
  '/operation/verify': post('verify', 'Check the seals of the log', undefined),
  '/operation/backup': post('backup', 'Write a backup while the program runs', TakeBackup),
  '/operation/rebuild': post('rebuild', 'Build read models anew beside the live ones', Rebuild),
  '/operation/parked': {
    ...get('parked', 'Events that a read model could not take'),
    ...post('settleParked', 'Retry or skip what is parked', SettleParked),
  },
};
