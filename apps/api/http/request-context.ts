import { type Actor, type Role } from '@overstap/kernel';
import { type FastifyRequest } from 'fastify';
import { DEFAULT_TENANT } from '../../program/index.js';
import { invalidProblem } from './problem.js';

/** Who asks and how; until sign-in exists everybody on this machine is the agency `default`. */
export interface RequestContext {
  readonly tenant: string;
  readonly actor: Actor;
  readonly idempotencyKey?: string;
  /** From If-Match: the revision the sender saw. */
  readonly expectedRevision?: number;
  /** From Overstap-Position: what the answer must have seen. */
  readonly after?: string;
}

/** Who may act through Overstap-Actor. */
export const ACTING_ROLES: readonly Role[] = [
  'PARTICIPANT',
  'COACH',
  'TEAM_LEAD',
  'PROGRAMME_MANAGER',
  'PLANNER',
  'BACK_OFFICE',
  'QUALITY_OFFICER',
  'TRAINER',
  'EMPLOYER_HR',
];
const DEFAULT_ACTOR: Actor = { type: 'PROGRAMME_MANAGER', id: 'local' };

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
  return {
    tenant: DEFAULT_TENANT,
    actor: actorOf(header(request, 'overstap-actor')),
    ...(key === undefined ? {} : { idempotencyKey: key }),
    ...(revision === undefined ? {} : { expectedRevision: revision }),
    ...(after === undefined ? {} : { after }),
  };
}

/** `COACH:coach-7`: on whose behalf, until sign-in says so. */
function actorOf(value: string | undefined): Actor {
  if (value === undefined) return DEFAULT_ACTOR;
  const [, type, id] = /^([A-Z_]+):([A-Za-z0-9][A-Za-z0-9_.-]{0,99})$/.exec(value) ?? [];
  const role = ACTING_ROLES.find((each) => each === type);
  if (!role || id === undefined)
    throw invalidProblem([
      {
        field: 'Overstap-Actor',
        rule: 'actor',
        message: `Overstap-Actor must be ROLE:id with a role among ${ACTING_ROLES.join(', ')}`,
      },
    ]);
  return { type: role, id };
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
