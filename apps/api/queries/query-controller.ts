import { Controller, Get, Inject, Param, Query, Req, Res, type Type } from '@nestjs/common';
import { type JsonObject, schemaOf, validate } from '@overstap/kernel';
import { scopeOf } from '@overstap/policy';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Program, PROGRAM } from '../../program/index.js';
import { mustBeRecorded, recordRead } from '../access-log/recording.js';
import { isThere } from '../access/related.js';
import { invalidProblem, notFoundProblem, problem } from '../http/problem.js';
import { contextOf } from '../http/request-context.js';
import { checkQueries, type QueryDefinition, readParameters } from './query.js';

/** A query waits so long for what its sender wrote (docs/api.md). */
const READ_OWN_WRITE_MS = 2_000;

/** Waits until the read models have seen a position; false when they have not in time. */
export type WaitFor = (position: string, timeoutMs: number) => Promise<boolean>;
export const WAIT_FOR = Symbol('waitFor');

interface WithProgram {
  readonly program: Program;
  readonly waitFor: WaitFor;
}

/** One route per query, from the registry; refuses a registry with two answers at one address. */
export function queryController(queries: readonly QueryDefinition[]): Type {
  checkQueries(queries);
  @Controller()
  class QueryController {
    constructor(
      @Inject(PROGRAM) readonly program: Program,
      @Inject(WAIT_FOR) readonly waitFor: WaitFor,
    ) {}
  }
  for (const definition of queries) addRoute(QueryController, definition);
  return QueryController;
}

function addRoute(controller: Type, definition: QueryDefinition): void {
  const schemas = schemaOf(definition.parameters)['properties'] as Readonly<Record<string, JsonObject>>;
  const route = async function (
    this: WithProgram,
    path: Record<string, string>,
    search: Record<string, unknown>,
    request: FastifyRequest,
    reply: FastifyReply,
  ) {
    const context = contextOf(request);
    const read = readParameters({ ...search, ...path }, schemas);
    if ('problems' in read) throw invalidProblem(read.problems);
    const checked = validate(definition.parameters, read.values);
    if ('problems' in checked) throw invalidProblem(checked.problems);
    if (context.after !== undefined && !(await this.waitFor(context.after, READ_OWN_WRITE_MS)))
      throw problem(503, 'not-yet-visible', 'The read models have not seen that position yet; ask again in a moment.');
    const { program } = this;
    const { actor, tenant } = context;
    const { of, ofTask } = definition;
    const id = path['id'];
    const asked = { program, tenant, actor };
    if (of !== undefined && of !== 'nobody' && id !== undefined && !(await isThere(asked, of, id, { ofTask })))
      throw notFoundProblem();
    const answer = await definition.answer({ program, context, parameters: checked.value, scope: scopeOf(actor) });
    if (answer === undefined) throw notFoundProblem();
    const { recorded, name, shows } = definition;
    if (recorded && mustBeRecorded(shows, actor.type, recorded.always))
      await recordRead(program, request, {
        route: name,
        shows,
        always: recorded.always,
        about: answer.about ?? recorded.about(answer.body, checked.value),
      });
    // For If-Match alone: an answer holds more than changes the revision, such as a name or what is overdue today.
    if (answer.revision !== undefined) void reply.header('etag', `"${answer.revision}"`);
    return reply.header('content-type', answer.contentType ?? 'application/json; charset=utf-8').send(answer.body);
  };
  const prototype = controller.prototype as Record<string, unknown>;
  prototype[definition.name] = route;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, definition.name) ?? {};
  Get(definition.path.replaceAll(/\{(\w+)\}/g, ':$1'))(prototype, definition.name, descriptor);
  Param()(prototype, definition.name, 0);
  Query()(prototype, definition.name, 1);
  Req()(prototype, definition.name, 2);
  Res()(prototype, definition.name, 3);
}
