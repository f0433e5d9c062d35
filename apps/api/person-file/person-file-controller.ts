import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res, type Type } from '@nestjs/common';
import { type Actor, CodeField, FlagField, type PayloadClass, validate } from '@overstap/kernel';
import { type ParticipantState } from '@overstap/mobility';
import {
  type FetchedBy,
  FILE_LANGUAGES,
  type FileLanguage,
  type KeptFile,
  personFilePdf,
  PersonFiles,
} from '@overstap/person-file';
import { type ShownClass } from '@overstap/policy';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Program, PROGRAM } from '../../program/index.js';
import { recordRead } from '../access-log/recording.js';
import { isThere } from '../access/related.js';
import { type RouteRules } from '../access/route-rules.js';
import { invalidProblem, notFoundProblem, problem } from '../http/problem.js';
import { contextOf } from '../http/request-context.js';
import { answerRequests, openRequestsIn } from './answer-requests.js';
import { makePersonFile } from './make-person-file.js';

const FOR = ['PARTICIPANT', 'QUALITY_OFFICER'] as const;

export const PERSON_FILE_RULES = {
  'POST /participants/{id}/files': FOR,
  'GET /participants/{id}/files': FOR,
  'GET /participants/{id}/files/{file}': FOR,
} as const satisfies RouteRules;

export class FetchFile {
  @CodeField(['json', 'pdf'], { optional: true, description: 'json unless told' }) readonly format?: 'json' | 'pdf';
  @CodeField(FILE_LANGUAGES, { optional: true, description: 'Of the PDF; nl unless told' })
  readonly language?: FileLanguage;
}

export class MakeFile {
  @FlagField({ optional: true, description: 'Leave open requests for access as they are' })
  readonly keepRequests?: boolean;
}

const KEPT_DAYS = 7;
const DAY_MS = 86_400_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** All that is recorded of people. */
const EVERY_CLASS: readonly ShownClass[] = ['P1', 'P2', 'P3', 'P4', 'P5'];

/** A copy of everything about one person: made when they ask, and kept for a week under their own key. */
export function personFileController(): Type {
  @Controller('participants/:id/files')
  class PersonFileController {
    private readonly files: PersonFiles;

    constructor(@Inject(PROGRAM) private readonly program: Program) {
      this.files = new PersonFiles(program.database, program.codec);
    }

    @Post()
    @HttpCode(200)
    async make(@Param('id') id: string, @Body() body: unknown, @Req() request: FastifyRequest): Promise<KeptFile> {
      const { tenant, actor } = contextOf(request);
      const { keepRequests } = read(MakeFile, body ?? {});
      const person = await this.personOf(request, id);
      if (person.erased.has('identity')) throw ERASED;
      if (actor.type === 'QUALITY_OFFICER' && openRequestsIn(person).length === 0) throw NOBODY_ASKED;
      const { clock, ids } = this.program;
      const file = await makePersonFile(this.program, tenant, id);
      const trajectories = file.trajectories.map((each) => each.id);
      const about = { participants: [id], trajectories };
      await recordRead(this.program, request, { route: 'person_file_made', shows: EVERY_CLASS, about });
      const madeAt = clock.now();
      const kept = {
        id: ids.next(),
        madeAt,
        expiresAt: new Date(Date.parse(madeAt) + KEPT_DAYS * DAY_MS).toISOString(),
      };
      await this.files.dropExpired(madeAt);
      await this.files.keep(tenant, kept, file, fetchedBy(actor));
      if (!keepRequests) await answerRequests(this.program, tenant, id, { actor, file: kept.id });
      return kept;
    }

    @Get()
    async list(@Param('id') id: string, @Req() request: FastifyRequest) {
      await this.personOf(request, id);
      const { tenant, actor } = contextOf(request);
      const asked = { by: fetchedBy(actor), now: this.program.clock.now() };
      return { items: await this.files.of(tenant, id, asked), next: null };
    }

    @Get(':file')
    async fetch(
      @Param('id') id: string,
      @Param('file') file: string,
      @Query() query: unknown,
      @Req() request: FastifyRequest,
      @Res() reply: FastifyReply,
    ) {
      const { format = 'json', language = 'nl' } = read(FetchFile, query ?? {});
      await this.personOf(request, id);
      const { tenant, actor } = contextOf(request);
      const asked = { by: fetchedBy(actor), now: this.program.clock.now() };
      const kept = UUID.test(file) ? await this.files.open(tenant, id, file, asked) : undefined;
      if (!kept) throw notFoundProblem();
      const about = { participants: [id], trajectories: kept.trajectories.map((each) => each.id) };
      await recordRead(this.program, request, { route: 'person_file', shows: EVERY_CLASS, about });
      void reply.headers({
        'cache-control': 'private, no-store',
        'content-disposition': `attachment; filename="file.${format}"`,
      });
      return format === 'pdf'
        ? reply.type('application/pdf').send(await personFilePdf(kept, language))
        : reply.type('application/json; charset=utf-8').send(kept);
    }

    /** Who is not there for whoever asks answers as who was never there. */
    private async personOf(request: FastifyRequest, id: string): Promise<ParticipantState> {
      const { tenant, actor } = contextOf(request);
      const { program } = this;
      if (!UUID.test(id) || !(await isThere({ program, tenant, actor }, 'participant', id))) throw notFoundProblem();
      const { state, revision } = await program.aggregates.current(tenant, 'participant', id);
      if (revision < 0) throw notFoundProblem();
      return state as ParticipantState;
    }
  }
  return PersonFileController;
}

const fetchedBy = ({ type }: Actor): FetchedBy => (type === 'PARTICIPANT' ? 'person' : 'officer');

/** They read coaching content and health on somebody's request, or by breaking the glass; never of their own accord. */
const NOBODY_ASKED = problem(
  409,
  'nobody-asked',
  'The person did not ask for a copy of their file. Record their request first (receive-subject-request, ACCESS or PORT), or break the glass.',
);
const ERASED = problem(
  409,
  'participant-erased',
  'This person was erased; nothing of theirs is left to give a copy of.',
);

function read<T extends object>(shape: PayloadClass<T>, given: unknown): T {
  const checked = validate(shape, given);
  if ('problems' in checked) throw invalidProblem(checked.problems);
  return checked.value;
}
