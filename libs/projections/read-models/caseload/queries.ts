import { type JsonObject, type LocalDate } from '@overstap/kernel';
import { QUESTION_TYPES, type QuestionType, type TrajectoryStatus } from '@overstap/mobility';
import { ask, type TenantClient } from '../asking.js';
import { openSealed, type OpenSealed } from '../sealed-source.js';
import { type CoachedTrajectory } from './table.js';

/** One trajectory that is under way, as far as it tells whose work it is and how much. */
export interface CaseloadLine {
  readonly trajectory: string;
  readonly programme: string | null;
  readonly programmeType: string | null;
  readonly status: TrajectoryStatus;
  readonly phase: string | null;
  readonly coach: string | null;
  readonly standIn: string | null;
  readonly conflicts: readonly string[];
  readonly language: string | null;
  /** Coaching content (P3): it enters sums, and is shown to the coach alone. */
  readonly question: QuestionType | undefined;
}

type Row = Omit<CaseloadLine, 'question'> & Pick<CoachedTrajectory, 'question'> & { readonly tenant: string };

/** By either index. */
const WITH_COACH = '(c.stand_in = $1 OR (c.coach = $1 AND c.stand_in IS NULL))';

/** Every trajectory under way, with or without a coach, by id; with `doneBy` those whose work is with one coach. */
export async function caseloadLines(
  client: TenantClient,
  open: OpenSealed,
  doneBy?: string,
): Promise<readonly CaseloadLine[]> {
  const rows = await ask<Row>(
    client,
    `SELECT s.tenant, s.trajectory, s.programme, p.programme_type AS "programmeType", s.status, s.phase, c.coach, c.stand_in AS "standIn",
       coalesce(c.conflicts, '{}') AS conflicts, c.language, coalesce(c.question, '[]') AS question
     FROM read_model.trajectory_summary s
     LEFT JOIN read_model.caseload c ON c.tenant = s.tenant AND c.trajectory = s.trajectory
     LEFT JOIN read_model.programme_list p ON p.tenant = s.tenant AND p.programme = s.programme
     WHERE s.status NOT IN ('UNKNOWN', 'CLOSED', 'DECLINED', 'EXPIRED') ${doneBy === undefined ? '' : `AND ${WITH_COACH}`}
     ORDER BY s.trajectory`,
    doneBy === undefined ? [] : [doneBy],
  );
  const opened = await openSealed(
    open,
    rows[0]?.tenant ?? '',
    'coaching',
    rows.map(({ question }) => question),
  );
  return rows.map(({ tenant: _tenant, ...line }, nth) => ({ ...line, question: questionIn(opened[nth] ?? {}) }));
}

/** The kind of question as it stands after reframing and corrections. */
function questionIn(fields: JsonObject): QuestionType | undefined {
  const {
    questionType,
    to,
    coachingChanges = {},
  } = fields as {
    readonly questionType?: string;
    readonly to?: string;
    readonly coachingChanges?: { readonly questionType?: string; readonly to?: string };
  };
  const said = coachingChanges.to ?? to ?? coachingChanges.questionType ?? questionType;
  return QUESTION_TYPES.find((type) => type === said);
}

/** Trajectories whose work may have to change hands when these coaches come or go, and those where somebody stands in already. */
export async function trajectoriesToSettle(
  client: TenantClient,
  tenant: string,
  coaches: readonly string[],
): Promise<readonly string[]> {
  const rows = await ask<{ readonly trajectory: string }>(
    client,
    `SELECT trajectory FROM read_model.caseload WHERE tenant = $1 AND (coach = ANY($2) OR stand_in_since IS NOT NULL) ORDER BY trajectory`,
    [tenant, [...coaches]],
  );
  return rows.map(({ trajectory }) => trajectory);
}

/** The coaches of every agency who are or were away, with when. */
export interface AbsentCoach {
  readonly tenant: string;
  readonly coach: string;
  readonly absences: readonly { readonly from: LocalDate; readonly until?: LocalDate; readonly backOn?: LocalDate }[];
}

export const absentCoaches = (client: TenantClient): Promise<readonly AbsentCoach[]> =>
  ask(client, `SELECT tenant, coach, absences FROM read_model.coach_list WHERE absences <> '[]'::jsonb ORDER BY 1, 2`);
