import { type Relation, type Scope } from '@overstap/policy';

/** Adds a value to those of a statement and says under which name it goes: `$3`. */
export type Given = (value: unknown) => string;

/** Of one thing in question: no list is of them. */
type Asked = 'TASK' | 'WORKSHOP' | 'COMMITTEE' | 'PROPOSED';
const ASKED: readonly Relation[] = ['TASK', 'WORKSHOP', 'COMMITTEE', 'PROPOSED'] satisfies readonly Asked[];
const isAsked = (relation: Relation): relation is Asked => ASKED.includes(relation);

/** Conditions on `r`, the trajectory's row of `trajectory_summary`. */
const RELATED: Readonly<Record<Exclude<Relation, 'AGENCY' | Asked>, (ref: string) => string>> = {
  SELF: (ref) => `r.participant = ${ref}`,
  COACH: (ref) => `r.coach = ${ref}`,
  STAND_IN: (ref) =>
    `EXISTS (SELECT FROM read_model.caseload k WHERE k.trajectory = r.trajectory AND k.stand_in = ${ref})`,
  TEAM: (ref) => `NOT EXISTS (SELECT FROM read_model.coach_list c WHERE c.coach = r.coach AND c.team <> ${ref})`,
  PLANNER: (ref) => isPlanned('r.programme', ref),
  EMPLOYER: (ref) => ofProgramme(`p.employer = ${ref} AND p.disclosure_profile IN ('STATUS', 'COMPLIANCE')`),
  CASE: (ref) => `(r.case_manager = ${ref} AND ${ofProgramme(`p.disclosure_profile = 'COMPLIANCE'`)})`,
};

const ofProgramme = (condition: string): string =>
  `EXISTS (SELECT FROM read_model.programme_list p WHERE p.programme = r.programme AND ${condition})`;

/** Where nobody is named, every planner plans it. */
const isPlanned = (programme: string, ref: string): string =>
  `EXISTS (SELECT FROM read_model.programme_list planned WHERE planned.programme = ${programme} AND (planned.planners = '{}' OR ${ref} = ANY (planned.planners)))`;

/**
 * That a row of `trajectory_summary`, under the name `r`, is in somebody's reach. The same policy as `decide` of libs/policy: the
 * authorisation matrix holds them against each other.
 */
export function reached({ relations, ref }: Scope, given: Given): string {
  if (relations.includes('AGENCY')) return 'true';
  const ways = relations.flatMap((relation) =>
    relation === 'AGENCY' || isAsked(relation) ? [] : [RELATED[relation](given(ref))],
  );
  return ways.length === 0 ? 'false' : `(${ways.join(' OR ')})`;
}

/** Where an index finds a reader's own trajectories. */
const FOUND: Partial<Record<Relation, (ref: string) => string>> = {
  SELF: (ref) => `SELECT trajectory FROM read_model.trajectory_summary WHERE participant = ${ref}`,
  COACH: (ref) => `SELECT trajectory FROM read_model.trajectory_summary WHERE coach = ${ref}`,
  CASE: (ref) => `SELECT trajectory FROM read_model.trajectory_summary WHERE case_manager = ${ref}`,
  STAND_IN: (ref) => `SELECT trajectory FROM read_model.caseload WHERE stand_in = ${ref}`,
};

/**
 * An array of the trajectories among which those in reach are, for who has a few of their own; undefined where reach is wide. It decides nothing: beside
 * `reached` it spares looking at everybody else's rows.
 */
export function reachedAmong({ relations, ref }: Scope, given: Given): string | undefined {
  const ways = relations.filter((relation) => !isAsked(relation)).map((relation) => FOUND[relation]);
  if (ways.length === 0 || ways.includes(undefined)) return undefined;
  return `ARRAY(${ways.map((way) => way?.(given(ref))).join(' UNION ALL ')})`;
}

/** That the trajectory whose id is in a column is in somebody's reach. */
export function within(scope: Scope, given: Given, trajectory: string): string {
  const condition = reached(scope, given);
  if (condition === 'true' || condition === 'false') return condition;
  return `EXISTS (SELECT FROM read_model.trajectory_summary r WHERE r.trajectory = ${trajectory} AND ${condition})`;
}

/** That the programme whose id is in a column is there for somebody of the agency: for a planner where they plan it, for others always. */
export function planned({ relations, ref }: Scope, given: Given, programme: string): string {
  if (!relations.includes('PLANNER')) return 'true';
  return isPlanned(programme, given(ref));
}

/** That what is a coach's own, where `c` is their row of `coach_list`, is in somebody's reach: the coach's, their lead's, the agency's desk's. */
export function coachReached({ relations, ref }: Scope, given: Given): string {
  if (relations.includes('AGENCY') || relations.includes('PLANNER')) return 'true';
  const me = given(ref);
  const ways = [
    ...(relations.includes('COACH') ? [`c.coach = ${me}`] : []),
    ...(relations.includes('TEAM') ? [`(c.team IS NULL OR c.team = ${me})`] : []),
  ];
  return ways.length === 0 ? 'false' : `(${ways.join(' OR ')})`;
}
