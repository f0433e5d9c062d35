import { type Actor, type Role } from '@overstap/kernel';

/**
 * How somebody may stand to a trajectory:
 * `AGENCY` works for the agency that has it; `PLANNER` plans the programme that it is in, as every planner does where none is named;
 * `SELF` is whom it is about; `COACH` coaches it now; `STAND_IN` does that work while the coach is away; `TEAM` leads the coach's team, and anybody who leads one where there is no coach, or a coach in no team; `EMPLOYER` is at the employer,
 * where the programme's disclosure profile tells it of people by name; `CASE` has the case for the employer, where the profile is COMPLIANCE;
 * `TASK` has the task in question, and reaches that task, and of the trajectory what the task needs, alone; `WORKSHOP` gives the workshop in question, and reaches that alone;
 * `COMMITTEE` sits on the committee that decides the dispute in question, and reaches that alone; `PROPOSED` is proposed as its coach, and reaches it to answer that alone.
 */
export type Relation =
  | 'AGENCY'
  | 'PLANNER'
  | 'SELF'
  | 'COACH'
  | 'STAND_IN'
  | 'TEAM'
  | 'EMPLOYER'
  | 'CASE'
  | 'TASK'
  | 'WORKSHOP'
  | 'COMMITTEE'
  | 'PROPOSED';

/**
 * The policy: through which relations a role reaches trajectories and the people in them. Any one of them is enough; who has none reaches
 * nobody.
 */
export const REACH: Readonly<Record<Role, readonly Relation[]>> = {
  PARTICIPANT: ['SELF'],
  COACH: ['COACH', 'STAND_IN', 'TASK', 'PROPOSED'],
  TEAM_LEAD: ['TEAM', 'TASK'],
  PROGRAMME_MANAGER: ['AGENCY'],
  PLANNER: ['PLANNER', 'TASK'],
  BACK_OFFICE: ['AGENCY'],
  QUALITY_OFFICER: ['AGENCY'],
  TRAINER: ['TASK', 'WORKSHOP'],
  EMPLOYER_HR: ['EMPLOYER'],
  EMPLOYER_CASE_MANAGER: ['CASE'],
  LINE_MANAGER: [],
  WORKS_COUNCIL: [],
  COMMITTEE_MEMBER: ['COMMITTEE'],
  PHYSICIAN: [],
  LABOUR_EXPERT: [],
  ADMIN: [],
  SERVICE: [],
  SYSTEM: ['AGENCY'],
};

/** What somebody reaches: any of the relations, as `ref`. Becomes a condition of SQL where rows are read. */
export interface Scope {
  readonly relations: readonly Relation[];
  /** The participant's, coach's, team's, employer's or case manager's id. */
  readonly ref: string;
}

export const scopeOf = ({ type, id }: Actor): Scope => ({ relations: REACH[type], ref: id });

/** For what the program does of its own accord. */
export const EVERYTHING: Scope = { relations: REACH.SYSTEM, ref: '' };
