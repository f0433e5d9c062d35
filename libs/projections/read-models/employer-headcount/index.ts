import { type JsonObject } from '@overstap/kernel';
import { type Scope } from '@overstap/policy';
import { defineReadModel, type ProjectedEvent, type Rows } from '../../runner/index.js';
import { ask, type TenantClient } from '../asking.js';
import { reached } from '../within.js';

/** What one trajectory adds to its programme's headcount, and nothing more of it. Added up when read, so that a correction moves its own entry alone. */
export interface CountedHead {
  trajectory: string;
  programme: string;
  /** The event of the invitation, by which that can be taken back. */
  invited_by: string | null;
  /** Referred by mistake. */
  void: boolean;
}

const TYPES = ['ParticipantReferred', 'ParticipantInvited', 'FactVoided', 'TrajectoryClosed', 'TrajectoryReopened'];

export const employerHeadcount = defineReadModel<CountedHead>({
  name: 'employer_headcount',
  version: 1,
  columns: { trajectory: 'text', programme: 'text', invited_by: 'text', void: 'boolean' },
  key: 'trajectory',
  partition: 'trajectory',
  indexes: [['programme']],
  types: TYPES,
  aggregates: ['trajectory'],
  apply: applyToHeadcount,
});

function applyToHeadcount(rows: Rows<CountedHead>, event: ProjectedEvent): void {
  const { id, type, trajectory, programme } = event;
  if (trajectory === undefined || programme === undefined) return;
  const data = event.data as JsonObject;
  const before = rows.get(trajectory) ?? { trajectory, programme, invited_by: null, void: false };
  const put = (change: Partial<CountedHead>): void => rows.put(trajectory, { ...before, ...change });
  switch (type) {
    case 'ParticipantReferred':
      return put({});
    case 'ParticipantInvited':
      return put({ invited_by: id });
    case 'FactVoided':
      return data['eventId'] === before.invited_by ? put({ invited_by: null }) : undefined;
    case 'TrajectoryClosed':
      return put({ void: data['reason'] === 'ERROR' });
    case 'TrajectoryReopened':
      return put({ void: false });
    default:
  }
}

/** A programme as its employer reads of it. */
export interface EmployersProgramme {
  readonly programme: string;
  readonly code: string | null;
  readonly name_nl: string | null;
  readonly name_en: string | null;
  readonly programme_type: string | null;
  readonly disclosure_profile: string | null;
  readonly status: string;
  readonly planned_start: string | null;
  readonly planned_end: string | null;
  readonly referred: number;
  readonly invited: number;
}

const SHOWN = `p.programme, p.code, p.name_nl, p.name_en, p.programme_type, p.disclosure_profile, p.status, p.planned_start, p.planned_end`;
const COUNTED = `count(h.trajectory)::int AS referred, count(h.invited_by)::int AS invited`;

/** The programmes of an employer with how many people were referred and invited, by code; or the one that is named. */
export const employersProgrammes = (
  client: TenantClient,
  employer: string,
  programme?: string,
): Promise<readonly EmployersProgramme[]> =>
  ask<EmployersProgramme>(
    client,
    `SELECT ${SHOWN}, ${COUNTED}
     FROM read_model.programme_list p
     LEFT JOIN read_model.employer_headcount h ON h.tenant = p.tenant AND h.programme = p.programme AND NOT h.void
     WHERE p.employer = $1 AND ($2::text IS NULL OR p.programme = $2)
     GROUP BY ${SHOWN} ORDER BY p.code, p.programme`,
    [employer, programme ?? null],
  );

/** The programmes in which somebody has cases, and of those cases alone how many were referred and invited. */
export function programmesOfCases(
  client: TenantClient,
  scope: Scope,
  programme?: string,
): Promise<readonly EmployersProgramme[]> {
  const values: unknown[] = [programme ?? null];
  const mine = reached(scope, (value) => `$${values.push(value)}`);
  return ask<EmployersProgramme>(
    client,
    `SELECT ${SHOWN}, ${COUNTED}
     FROM read_model.programme_list p
     JOIN read_model.trajectory_summary r ON r.tenant = p.tenant AND r.programme = p.programme
     LEFT JOIN read_model.employer_headcount h ON h.tenant = r.tenant AND h.trajectory = r.trajectory AND NOT h.void
     WHERE ${mine} AND ($1::text IS NULL OR p.programme = $1)
     GROUP BY ${SHOWN} ORDER BY p.code, p.programme`,
    values,
  );
}
