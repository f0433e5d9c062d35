import { type JsonObject, type JsonValue, type LocalDate } from '@overstap/kernel';
import { type Scope } from '@overstap/policy';
import { ask, type Page, pageOf, readCursor, type TenantClient } from '../asking.js';
import { coachNames } from '../coach-list/queries.js';
import { participantsById } from '../participant-directory/queries.js';
import { openSealed, type OpenSealed, type SealedSource } from '../sealed-source.js';
import { within } from '../within.js';
import { complianceOfPerson, type PersonCompliance, type PersonStatus, statusOfPerson } from './shown.js';
import { type Disclosed, type EmployerPerson } from './table.js';

/** A person as their employer reads of them. */
export type NamedPerson = Omit<PersonStatus, 'coach' | 'closingSeen'> & {
  readonly trajectory: string;
  /** Null where nobody can read it any more. */
  readonly name: { readonly firstName: JsonValue; readonly lastName: JsonValue } | null;
  readonly coach: string | null;
  readonly closureClass: string | null;
} & Partial<
    PersonCompliance & {
      /** Null while nobody has the case. */
      readonly caseManager: string | null;
      readonly evaluations: readonly LocalDate[];
      /** What somebody can do; never what they cannot, nor why. */
      readonly ability: JsonObject | null;
    }
  >;

const ABILITY_FIELDS = ['hoursPerDay', 'hoursPerWeek', 'abilities', 'validUntil'] as const;

/** The class of the closing lies elsewhere, and comes from there when it may be told; who has the case, the employer said itself. */
type Row = EmployerPerson & {
  readonly tenant: string;
  readonly closure_class: string | null;
  readonly case_manager: string | null;
};

/** The people of a programme within reach, under a profile that names them, by their trajectory's id; who was erased is in the counts alone. */
export async function employerPeople(
  client: TenantClient,
  open: OpenSealed,
  scope: Scope,
  programme: string,
  { limit = 100, after }: { readonly limit?: number; readonly after?: string } = {},
): Promise<Page<NamedPerson>> {
  const values: unknown[] = [programme, readCursor(after, 1)?.[0] ?? '', limit + 1];
  const mine = within(scope, (value) => `$${values.push(value)}`, 'e.trajectory');
  const rows = await ask<Row>(
    client,
    `SELECT e.*, s.closure_class, s.case_manager FROM read_model.employer_person e
     LEFT JOIN read_model.trajectory_summary s ON s.tenant = e.tenant AND s.trajectory = e.trajectory
     LEFT JOIN read_model.participant_directory d ON d.tenant = e.tenant AND d.participant = e.participant
     WHERE e.programme = $1 AND e.trajectory > $2 AND ${mine} AND e.participant IS NOT NULL AND d.erased IS NOT TRUE
     ORDER BY e.trajectory LIMIT $3`,
    values,
  );
  const page = pageOf(rows, limit, ({ trajectory }) => [trajectory ?? '']);
  const people = await participantsById(
    client,
    open,
    page.rows.flatMap(({ participant }) => participant ?? []),
  );
  const statuses = page.rows.map((row) => statusOfPerson(disclosed(row).told));
  const coaches = await coachNames(
    client,
    open,
    statuses.flatMap(({ coach }) => coach ?? []),
  );
  const named = page.rows.map(async (row, nth): Promise<NamedPerson> => {
    const { coach, closingSeen, ...status } = statuses[nth] ?? statusOfPerson([]);
    const identity = people.get(row.participant ?? '')?.identity;
    return {
      trajectory: row.trajectory ?? '',
      name: identity ? { firstName: identity['firstName'] ?? null, lastName: identity['lastName'] ?? null } : null,
      ...status,
      coach: coaches.get(coach ?? '') ?? null,
      // It lies with the trajectory as it is now, and may be newer than what is read during a hold.
      closureClass: closingSeen && !row.frozen ? row.closure_class : null,
      ...(row.profile === 'COMPLIANCE' ? { caseManager: row.case_manager, ...(await complianceOf(open, row)) } : {}),
    };
  });
  return { ...page, rows: await Promise.all(named) };
}

const disclosed = (row: Row): Disclosed => row.frozen ?? row;

async function complianceOf(open: OpenSealed, row: Row) {
  const { told, ability, evaluations } = disclosed(row);
  const opened = await Promise.all([ability, ...evaluations].map((sources) => opening(open, row.tenant, sources)));
  const [able, ...held] = opened;
  return {
    ...complianceOfPerson(told),
    evaluations: held.flatMap((each) => (each?.['on'] as LocalDate | undefined) ?? []).sort(),
    ability: able
      ? Object.fromEntries(ABILITY_FIELDS.flatMap((name) => (able[name] === undefined ? [] : [[name, able[name]]])))
      : null,
  };
}

/** A sealed fact with its corrections over it; null where nobody can read it any more. */
async function opening(open: OpenSealed, tenant: string, sources: readonly SealedSource[]): Promise<JsonObject | null> {
  const parts = await openSealed(
    open,
    tenant,
    'health',
    sources.map((source) => [source]),
  );
  if (parts.length === 0 || parts.includes(null)) return null;
  return parts.reduce<JsonObject>((whole, each) => ({ ...whole, ...each, ...(each?.['healthChanges'] as object) }), {});
}
