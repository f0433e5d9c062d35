import { type CommandOutcome } from '@overstap/commands';
import { type FieldProblem, type Refusal, type RefusalKind } from '@overstap/kernel';

/** RFC 9457. `type` is stable and documented in docs/problems.md; nothing personal is ever repeated in it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly FieldProblem[];
  /** Conflicts only: the revision that the aggregate has now and what was stored since. */
  readonly revision?: number;
  readonly since?: readonly { readonly id: string; readonly type: string }[];
}

/** What a route throws; the filter sends it. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is malformed',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  408: 'Too slow',
  409: 'Not possible in this state',
  412: 'The revision has changed',
  413: 'Too large',
  414: 'Too long',
  415: 'Unknown media type',
  422: 'Not valid',
  429: 'Too many attempts',
  431: 'Headers too large',
  500: 'Something went wrong',
  503: 'Not available',
};

export function problem(status: number, code: string, detail: string, more: Partial<Problem> = {}): ProblemError {
  return new ProblemError({
    type: `urn:overstap:problem:${code}`,
    title: TITLES[status] ?? 'Not carried out',
    status,
    detail,
    code,
    ...more,
  });
}

const STATUS: Readonly<Record<RefusalKind, number>> = { invalid: 422, notFound: 404, conflict: 409, forbidden: 403 };

export const notFoundProblem = (): ProblemError => problem(404, 'not-found', 'There is nothing at this address.');

export function refusalProblem({ kind, code, message, field }: Refusal): ProblemError {
  // What may not be seen does not exist: one body for every kind of "not there".
  if (kind === 'notFound') return notFoundProblem();
  const errors = field === undefined ? {} : { errors: [{ field, rule: code, message }] };
  return problem(STATUS[kind], code, message, errors);
}

export const invalidProblem = (errors: readonly FieldProblem[]): ProblemError =>
  problem(
    422,
    'invalid-request',
    errors
      .map(({ message }) => message)
      .slice(0, 5)
      .join('; '),
    { errors },
  );

export function conflictProblem(
  { revision, since }: Extract<CommandOutcome, { outcome: 'conflict' }>,
  asked: boolean,
): ProblemError {
  return problem(
    asked ? 412 : 409,
    asked ? 'revision-changed' : 'concurrent-change',
    `Others changed this meanwhile; it is at revision ${revision} now. Read it again, then repeat your change.`,
    { revision, since },
  );
}
