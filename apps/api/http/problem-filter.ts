import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { databaseTrouble, type Logger } from '@overstap/platform';
import { SubjectErasedError } from '@overstap/privacy';
import { OtherVersionError } from '@overstap/projections';
import { type FastifyReply } from 'fastify';
import { notFoundProblem, problem, ProblemError } from './problem.js';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Turns whatever was thrown into a problem document; what nobody foresaw is logged, and answered without a word about its inside. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { problem: document } = this.problemOf(error);
    if (document.status === 503) void reply.header('retry-after', '1');
    void reply.status(document.status).header('content-type', PROBLEM_TYPE).send(document);
  }

  private problemOf(error: unknown): ProblemError {
    if (error instanceof ProblemError) return error;
    if (error instanceof SubjectErasedError) return problem(409, 'subject-erased', error.message);
    const trouble = databaseTrouble(error);
    if (trouble !== undefined) {
      this.log.warn('request failed', {}, error);
      return trouble === 'full' ? DISK_FULL : DATABASE_AWAY;
    }
    if (error instanceof OtherVersionError) {
      this.log.warn('request failed', {}, error);
      return OTHER_VERSION;
    }
    const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
    if (status === 404) return notFoundProblem();
    if (status === 413) return problem(413, 'too-large', 'The body is larger than this address accepts; send less.');
    if (status === 415) return problem(415, 'unknown-media-type', 'Send JSON with content-type application/json.');
    if (status !== undefined && status >= 400 && status < 500)
      return problem(
        status,
        'malformed-request',
        'The request could not be read; check that its body is well-formed JSON.',
      );
    this.log.error('request failed', {}, error);
    return problem(
      500,
      'internal-error',
      'The program failed on this request; nothing is known to be stored. Its log has the cause.',
    );
  }
}

const DATABASE_AWAY = problem(
  503,
  'database-away',
  'The database does not answer right now. Whether a command was stored is not known: send it again under the same Idempotency-Key, and it is carried out once.',
);
const OTHER_VERSION = problem(
  503,
  'rows-of-another-version',
  'The program is being replaced by another version of it, and what is asked for is not in the rows that there are now. Ask again later: this version’s own are being filled, or the other version takes over.',
);
export const DISK_FULL = problem(
  503,
  'disk-full',
  'There is no room left to store anything: nothing was changed. Reading goes on; send it again once there is room on the disk.',
);

export const ADDRESS_UNREADABLE = problem(
  400,
  'malformed-request',
  'The address cannot be read; check how its % signs are written.',
);
export const ADDRESS_TOO_LONG = problem(414, 'address-too-long', 'Nothing here has an address of this length.');

function statusOf(error: unknown): number | undefined {
  const { statusCode } = (error ?? {}) as { readonly statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : undefined;
}
