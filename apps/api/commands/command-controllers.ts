import { Body, Controller, HttpCode, Inject, Param, Post, Req, Res, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { PARTICIPANT_UNKNOWN, PROGRAMME_UNKNOWN } from '@overstap/commands';
import {
  type AggregateName,
  type CommandDefinition,
  type FieldProblem,
  isId,
  kebab,
  PLURAL,
  type Refusal,
  validate,
} from '@overstap/kernel';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Program, PROGRAM } from '../../program/index.js';
import { isOnOwnClock, type ReferParticipant, taskOfClock } from '@overstap/mobility';
import { isFactAtHand } from '../access/fact-at-hand.js';
import { type Asked, isThere } from '../access/related.js';
import { conflictProblem, invalidProblem, notFoundProblem, refusalProblem } from '../http/problem.js';
import { contextOf } from '../http/request-context.js';
import { KeyedRequest } from '../http/keyed-request.js';
import { type AggregateBus } from './aggregate-handlers.js';

/** The answer to a command: where the aggregate stands now and what was stored. */
export interface CommandAnswer {
  readonly id: string;
  readonly revision: number;
  /** Give it back in Overstap-Position to read what this command wrote. */
  readonly position: string;
  readonly events: readonly { readonly id: string; readonly type: string }[];
  /** True when this Idempotency-Key was carried out before; the answer is the first one. */
  readonly duplicate: boolean;
}

/** One controller per aggregate, one route per command, from the registry. */
export function commandController(
  aggregate: AggregateName,
  commands: readonly CommandDefinition[],
  bus: AggregateBus,
): Type {
  @Controller(PLURAL[aggregate])
  class CommandController {
    constructor(
      @Inject(CommandBus) readonly commandBus: CommandBus,
      @Inject(PROGRAM) readonly program: Program,
    ) {}
  }
  Object.defineProperty(CommandController, 'name', { value: `${PLURAL[aggregate]}CommandController` });
  for (const definition of commands) addRoute(CommandController, definition, bus);
  return CommandController;
}

interface WithBus {
  readonly commandBus: CommandBus;
  readonly program: Program;
}

function addRoute(controller: Type, definition: CommandDefinition, bus: AggregateBus): void {
  const route = async function (
    this: WithBus,
    id: string | undefined,
    body: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ) {
    const answer = await carryOut(this, definition, bus, id, body, request);
    void reply.header('etag', `"${answer.revision}"`).header('overstap-position', answer.position);
    return answer;
  };
  const prototype = controller.prototype as Record<string, unknown>;
  prototype[definition.name] = route;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, definition.name) ?? {};
  Post(definition.creates ? kebab(definition.name) : `:id/${kebab(definition.name)}`)(
    prototype,
    definition.name,
    descriptor,
  );
  HttpCode(200)(prototype, definition.name, descriptor);
  Param('id')(prototype, definition.name, 0);
  Body()(prototype, definition.name, 1);
  Req()(prototype, definition.name, 2);
  Res({ passthrough: true })(prototype, definition.name, 3);
}

async function carryOut(
  { commandBus, program }: WithBus,
  definition: CommandDefinition,
  bus: AggregateBus,
  pathId: string | undefined,
  body: unknown,
  request: FastifyRequest,
): Promise<CommandAnswer> {
  const { tenant, actor, account, idempotencyKey, expectedRevision } = contextOf(request);
  // Before the body is looked at: what is not theirs answers as what is not there.
  const asked = { program, tenant, actor };
  const about = {
    task: taskIn(definition.name, body),
    workshop: namedIn(body, 'workshopId'),
    offer: namedIn(body, 'offerId'),
    command: definition.name,
  };
  if (pathId !== undefined && !(await isThere(asked, definition.aggregate, pathId, about))) throw notFoundProblem();
  const checked = validate(definition.body, body ?? {});
  if ('problems' in checked) throw invalidProblem(checked.problems);
  // It would tell what came since of somebody else's who has the id.
  if (definition.creates && expectedRevision !== undefined) throw invalidProblem([NOTHING_TO_MATCH]);
  const { name } = definition;
  const outOfReach = definition.creates && (await namesOutOfReach(asked, definition, checked.value));
  if (outOfReach) throw refusalProblem(outOfReach);
  const data = await withoutOthers(asked, name, pathId, checked.value);
  const keyed =
    idempotencyKey === undefined ? undefined : new KeyedRequest(program, { tenant, actor, account, idempotencyKey });
  const id = pathId ?? createdId(definition, checked.value) ?? keyed?.idOf('http-created', name) ?? program.ids.next();
  if (!isId(id)) throw notFoundProblem();
  const outcome = await commandBus.execute(
    new bus.command({
      tenant,
      aggregate: definition.aggregate,
      id,
      type: name,
      data,
      actor,
      ...(account === undefined ? {} : { account }),
      commandId: keyed?.idOf('http', name, id) ?? program.ids.next(),
      ...(keyed ? { request: await keyed.digestOf(checked.value) } : {}),
      ...(expectedRevision === undefined ? {} : { expectedRevision }),
    }),
  );
  switch (outcome.outcome) {
    case 'refused':
      throw refusalProblem(outcome.refusal as Refusal);
    case 'conflict':
      throw conflictProblem(outcome, expectedRevision !== undefined);
    case 'done': {
      const { revision, position, events, duplicate } = outcome;
      return { id, revision, position, events, duplicate };
    }
  }
}

/** What is begun in a programme, such as a cohort, is begun in one that they plan, and a referral is of a person whom they reach: else both are told of as what was never there. */
async function namesOutOfReach(
  asked: Asked,
  { aggregate }: CommandDefinition,
  body: object,
): Promise<Refusal | undefined> {
  const { programmeId, participantId } = body as Partial<Pick<ReferParticipant, 'programmeId' | 'participantId'>>;
  if (programmeId !== undefined && !(await isThere(asked, 'programme', programmeId))) return PROGRAMME_UNKNOWN;
  // Whoever is being registered is there for nobody yet.
  if (aggregate !== 'trajectory' || participantId === undefined) return undefined;
  return (await isThere(asked, 'participant', participantId)) ? undefined : PARTICIPANT_UNKNOWN;
}

/** Of a fact or a trajectory that is not theirs they are told what is told of one that never was, after as long: it goes by an id that names nothing. */
async function withoutOthers(asked: Asked, command: string, pathId: string | undefined, body: object): Promise<object> {
  const eventId = aboutAFact(command) ? namedIn(body, 'eventId') : undefined;
  if (pathId !== undefined && eventId !== undefined && !(await isFactAtHand(asked, pathId, eventId)))
    return { ...body, eventId: asked.program.ids.next() };
  const trajectory = command === 'FulfilSubjectRequest' ? namedIn(body, 'trajectory') : undefined;
  if (trajectory !== undefined && !(await isThere(asked, 'trajectory', trajectory)))
    return { ...body, trajectory: asked.program.ids.next() };
  return body;
}

/** A command that begins a stream may name its id: `code`, `trajectoryId`, `coachId`, … */
function createdId({ aggregate }: CommandDefinition, body: object): string | undefined {
  const fields = body as Readonly<Record<string, unknown>>;
  const named = fields[`${aggregate}Id`] ?? fields['code'];
  return typeof named === 'string' ? named : undefined;
}

const NOTHING_TO_MATCH: FieldProblem = {
  field: 'If-Match',
  rule: 'etag',
  message: 'If-Match is for what there is already; leave it out where something is begun',
};

const aboutAFact = (command: string): boolean => command === 'CorrectFact' || command === 'VoidFact';

/** The task, workshop or offer that a command is about, of a body that nobody has looked at yet. */
function namedIn(
  body: unknown,
  field: 'taskId' | 'clockId' | 'workshopId' | 'offerId' | 'eventId' | 'trajectory',
): string | undefined {
  const named = (body as Readonly<Record<string, unknown>> | null | undefined)?.[field];
  return typeof named === 'string' ? named : undefined;
}

function taskIn(command: string, body: unknown): string | undefined {
  const clock = namedIn(body, 'clockId');
  return namedIn(body, 'taskId') ?? (isOnOwnClock(command) && clock !== undefined ? taskOfClock(clock) : undefined);
}
