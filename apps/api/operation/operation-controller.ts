import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res, type Type } from '@nestjs/common';
import { isRefusal, type PayloadClass, streamOf, validate } from '@overstap/kernel';
import { OperatorError } from '@overstap/platform';
import { readModels } from '@overstap/projections';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Program, PROGRAM } from '../../program/index.js';
import { isThere } from '../access/related.js';
import { invalidProblem, notFoundProblem, problem, refusalProblem } from '../http/problem.js';
import { contextOf, type RequestContext } from '../http/request-context.js';
import {
  ErasePerson,
  MoveClock,
  Rebuild,
  ReleaseWave,
  SettleParked,
  TakeBackup,
  UndoImport,
  Verify,
} from './operation-bodies.js';
import { type Operations, OPERATIONS } from './operations.js';
import { uploadedFile } from './uploaded-file.js';

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
      const { tenant, actor } = await this.onProgramme(programme, request);
      const result = await this.operations.importCohort({
        tenant,
        programme,
        bytes: await uploadedFile(request, body),
        dryRun: query['dryRun'] === 'true',
        actor,
        ...(query['cohort'] ? { cohort: query['cohort'] } : {}),
        ...(query['mapping'] ? { mapping: mappingOf(query['mapping']) } : {}),
      });
      if (isRefusal(result)) throw refusalProblem(result);
      return result;
    }

    @Get('programmes/:id/imports/progress')
    async progress(@Param('id') programme: string, @Req() request: FastifyRequest) {
      const { tenant } = await this.onProgramme(programme, request);
      return this.operations.importProgress(tenant, programme);
    }

    @Post('programmes/:id/imports/:batch/undo')
    @HttpCode(200)
    async undo(
      @Param('id') programme: string,
      @Param('batch') batch: string,
      @Body() body: unknown,
      @Req() request: FastifyRequest,
    ) {
      const { tenant, actor } = await this.onProgramme(programme, request);
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
      const { tenant, actor } = await this.onProgramme(programme, request);
      const { inviteOn } = read(ReleaseWave, body ?? {});
      const result = await this.operations.releaseWave(tenant, programme, waveOf(wave), inviteOn, actor);
      if (isRefusal(result)) throw refusalProblem(result);
      return result;
    }

    @Get('programmes/:id/waves/:wave')
    async wave(@Param('id') programme: string, @Param('wave') wave: string, @Req() request: FastifyRequest) {
      const { tenant } = await this.onProgramme(programme, request);
      const progress = await this.operations.waveProgress(tenant, programme, waveOf(wave));
      if (!progress) throw notFoundProblem();
      return progress;
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
      const refusal = await this.operations.erase(tenant, participant);
      if (refusal) throw refusalProblem(refusal);
      return { erased: participant };
    }

    /** A programme that somebody else plans is not there, as one that was never opened. */
    private async onProgramme(programme: string, request: FastifyRequest): Promise<RequestContext> {
      const context = contextOf(request);
      const { tenant, actor } = context;
      const isTheirs = await isThere({ program: this.program, tenant, actor }, 'programme', programme);
      if (!isTheirs || (await this.program.store.revisionOf(tenant, streamOf('programme', programme))) < 0)
        throw notFoundProblem();
      return context;
    }

    @Get('operation/doctor')
    doctor() {
      return this.operations.doctor();
    }

    @Post('operation/verify')
    @HttpCode(200)
    async verify(@Body() body: unknown) {
      const result = await this.operations.verify(read(Verify, body ?? {}).roots ?? []);
      if (isRefusal(result)) throw refusalProblem(result);
      return result;
    }

    @Get('operation/roots')
    roots() {
      return this.operations.roots();
    }

    @Post('operation/backup')
    @HttpCode(200)
    async backup(@Body() body: unknown) {
      const result = await this.operations.backup(read(TakeBackup, body).directory).catch(refusedAs('backup-refused'));
      if (isRefusal(result)) throw refusalProblem(result);
      return result;
    }

    @Post('operation/rebuild')
    @HttpCode(200)
    async rebuild(@Body() body: unknown) {
      const { names } = read(Rebuild, body ?? {});
      const known = readModels.map(({ name }) => name);
      const unknown = names?.filter((name) => !known.includes(name)) ?? [];
      if (unknown.length > 0)
        throw invalidProblem([{ field: 'names', rule: 'readModel', message: `names may hold: ${known.join(', ')}` }]);
      await this.operations.rebuild(names).catch(refusedAs('rebuild-refused'));
      return { rebuilt: names ?? 'all' };
    }

    @Post('operation/rewrap-keys')
    @HttpCode(200)
    rewrapKeys() {
      return this.operations.rewrapKeys();
    }

    @Post('operation/rotate-keys')
    @HttpCode(200)
    async rotateKeys() {
      const result = await this.operations.rotateKeys();
      if (isRefusal(result)) throw refusalProblem(result);
      return result;
    }

    @Get('operation/parked')
    async parked() {
      return { parked: await this.operations.parked() };
    }

    @Post('operation/parked')
    @HttpCode(200)
    settleParked(@Body() body: unknown) {
      return this.operations.settleParked(read(SettleParked, body)).catch(refusedAs('parked-refused'));
    }
  }
  return OperationController;
}

function read<T extends object>(shape: PayloadClass<T>, body: unknown): T {
  const checked = validate(shape, body);
  if ('problems' in checked) throw invalidProblem(checked.problems);
  return checked.value;
}

/** What is said to whoever runs the program, told to whoever asked it for that. */
const refusedAs =
  (code: string) =>
  (error: unknown): never => {
    throw error instanceof OperatorError ? problem(409, code, error.message) : error;
  };

function waveOf(text: string): number {
  const wave = Number(text);
  if (!Number.isInteger(wave) || wave < 1 || wave > 1000)
    throw invalidProblem([{ field: 'wave', rule: 'wave', message: 'wave must be a whole number from 1 to 1000' }]);
  return wave;
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
