import { type Principal } from '@overstap/access';
import { type Actor } from '@overstap/kernel';
import { type FastifyRequest } from 'fastify';
import { invalidProblem } from './problem.js';

/** Who was let in, and as whom they act on this route. */
export interface Caller {
  readonly principal: Principal;
  readonly actor: Actor;
  /** Tells sessions and keys apart, and in which role they act; it is neither. */
  readonly key: string;
  /** Whom the same session or key lets in now: for what goes on answering. Does not count as use of the session. */
  again(): Promise<Principal | undefined>;
}

/** Who asks and how. */
export interface RequestContext {
  readonly tenant: string;
  readonly actor: Actor;
  /** The account or key that was let in; the operator has none. */
  readonly account?: string;
  readonly idempotencyKey?: string;
  /** From If-Match: the revision the sender saw. */
  readonly expectedRevision?: number;
  /** From Overstap-Position: what the answer must have seen. */
  readonly after?: string;
}

const callers = new WeakMap<FastifyRequest, Caller>();

export const setCaller = (request: FastifyRequest, caller: Caller): unknown => callers.set(request, caller);

/** Never from the body, and never guessed: a route that lets everybody in has none. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error('A route that everybody may ask looked for who asks');
  return caller;
}

export function contextOf(request: FastifyRequest): RequestContext {
  const key = header(request, 'idempotency-key');
  if (key !== undefined && !/^[\x21-\x7e]{1,200}$/.test(key))
    throw invalidProblem([
      {
        field: 'Idempotency-Key',
        rule: 'idempotencyKey',
        message: 'Idempotency-Key must be 1 to 200 visible characters',
      },
    ]);
  const match = header(request, 'if-match');
  const revision = match === undefined ? undefined : Number(/^(?:W\/)?"(\d{1,9})"$/.exec(match)?.[1] ?? NaN);
  if (Number.isNaN(revision))
    throw invalidProblem([
      { field: 'If-Match', rule: 'etag', message: 'If-Match must be the ETag of an earlier answer, such as "12"' },
    ]);
  const after = header(request, 'overstap-position');
  const { principal, actor } = callerOf(request);
  const account = accountOf(principal);
  return {
    tenant: principal.tenant,
    actor,
    ...(account === undefined ? {} : { account }),
    ...(key === undefined ? {} : { idempotencyKey: key }),
    ...(revision === undefined ? {} : { expectedRevision: revision }),
    ...(after === undefined ? {} : { after }),
  };
}

/** The account or key of whoever was let in; the operator has none. */
export const accountOf = (principal: Principal): string | undefined =>
  principal.kind === 'account' ? principal.account : principal.kind === 'api-key' ? principal.key : undefined;

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
