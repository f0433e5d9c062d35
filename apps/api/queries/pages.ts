import { localDateOf } from '@overstap/calendar';
import { type LocalDate, TextField, WholeField } from '@overstap/kernel';
import { HOME_ZONE } from '@overstap/mobility';
import { CursorError, type Page, type TenantClient } from '@overstap/projections';
import { type Program } from '../../program/index.js';
import { camelCased } from '../http/camel-case.js';
import { invalidProblem } from '../http/problem.js';
import { type Question } from './query.js';

export const STAFF = ['COACH', 'TEAM_LEAD', 'PROGRAMME_MANAGER', 'PLANNER'] as const;

export class Paged {
  @WholeField({ optional: true, min: 1, max: 500 }) readonly limit?: number;
  @TextField({ optional: true, max: 500, description: '`next` of the page before' }) readonly cursor?: string;
}

/** What PostgreSQL says of a value that is no moment, number or id. */
const NO_SUCH_VALUE: readonly unknown[] = ['22007', '22008', '22P02'];

/** Reads as the tenant's reader; a cursor that no page gave out is bad input. */
export async function reading<T>(
  { program, context, parameters }: Question<object>,
  read: (client: TenantClient) => Promise<T>,
): Promise<T> {
  try {
    return await program.database.readAs(context.tenant, read);
  } catch (error) {
    const madeUp = 'cursor' in parameters && NO_SUCH_VALUE.includes((error as { code?: unknown } | null)?.code);
    if (error instanceof CursorError || madeUp)
      throw invalidProblem([{ field: 'cursor', rule: 'cursor', message: new CursorError().message }]);
    throw error;
  }
}

export const pageBody = <Row>({ rows, next }: Page<Row>) => ({ body: { items: camelCased(rows), next: next ?? null } });
export const paging = ({ limit, cursor }: Paged) => ({
  ...(limit ? { limit } : {}),
  ...(cursor === undefined ? {} : { after: cursor }),
});

export const todayOf = ({ clock }: Program): LocalDate => localDateOf(HOME_ZONE, clock.now());
