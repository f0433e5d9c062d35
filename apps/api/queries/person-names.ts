import { identityScopeOf } from '@overstap/policy';
import { namesOf, type PersonsName, type TenantClient } from '@overstap/projections';
import { openerIn } from './opening.js';
import { reading } from './pages.js';
import { type Question } from './query.js';

/** A row with whom it is about; null where that is nobody, whom whoever asks may not name, or of whom nobody can read it any more. */
export type WithName<Row> = Row & { readonly name: PersonsName | null };

/** What a row is about. */
interface AboutSomebody {
  readonly trajectory?: string | null | undefined;
  /** Of work that is about a person, apart from any trajectory. */
  readonly stream?: string;
}

const PARTICIPANT = 'participant-';

/** The names of a page, in one question more; `aboutOf` says whom a row is about where it does not say so itself. */
export const withNames = <Row extends object>(
  question: Question<object>,
  rows: readonly Row[],
  aboutOf?: (row: Row) => AboutSomebody,
): Promise<readonly WithName<Row>[]> => reading(question, (client) => withNamesBy(client, question, rows, aboutOf));

/** The same within a reading that is under way. */
export async function withNamesBy<Row extends object>(
  client: TenantClient,
  { program, context }: Question<object>,
  rows: readonly Row[],
  aboutOf: (row: Row) => AboutSomebody = (row) => row,
): Promise<readonly WithName<Row>[]> {
  const scope = identityScopeOf(context.actor);
  const about = rows.map((row) => personIn(aboutOf(row)));
  const wanted = (kind: 'trajectory' | 'participant') => [...new Set(about.flatMap((each) => each[kind] ?? []))];
  const names =
    scope &&
    (await namesOf(client, openerIn(program), scope, {
      trajectories: wanted('trajectory'),
      participants: wanted('participant'),
    }));
  return rows.map((row, nth) => {
    const { trajectory = '', participant = '' } = about[nth] ?? {};
    return { name: names?.byTrajectory.get(trajectory) ?? names?.byParticipant.get(participant) ?? null, ...row };
  });
}

function personIn({ trajectory, stream = '' }: AboutSomebody): { trajectory?: string; participant?: string } {
  if (trajectory) return { trajectory };
  return stream.startsWith(PARTICIPANT) ? { participant: stream.slice(PARTICIPANT.length) } : {};
}
