import { type JsonObject } from '@overstap/kernel';
import { defineReadModel, type ProjectedEvent, type Rows } from '../../runner/index.js';
import { ask, type TenantClient } from '../asking.js';

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

/** The programmes of an employer with how many people were referred and invited, by code; or the one that is named. */
export const employersProgrammes = (
  client: TenantClient,
  employer: string,
  { programme, profiles }: { readonly programme?: string; readonly profiles?: readonly string[] } = {},
): Promise<readonly EmployersProgramme[]> =>
  ask<EmployersProgramme>(
    client,
    `SELECT p.programme, p.code, p.name_nl, p.name_en, p.programme_type, p.disclosure_profile, p.status, p.planned_start, p.planned_end,
       count(h.trajectory)::int AS referred, count(h.invited_by)::int AS invited
     FROM read_model.programme_list p
     LEFT JOIN read_model.employer_headcount h ON h.tenant = p.tenant AND h.programme = p.programme AND NOT h.void
     WHERE p.employer = $1 AND ($2::text IS NULL OR p.programme = $2) AND ($3::text[] IS NULL OR p.disclosure_profile = ANY ($3))
     GROUP BY p.programme, p.code, p.name_nl, p.name_en, p.programme_type, p.disclosure_profile, p.status, p.planned_start, p.planned_end
     ORDER BY p.code, p.programme`,
    [employer, programme ?? null, profiles ?? null],
  );
