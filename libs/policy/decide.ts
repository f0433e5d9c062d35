import { type Actor, isEmployerSide, type Role } from '@overstap/kernel';
import { REACH, type Relation } from './reach.js';
import { type Ground, mayBeShown, type ShownClass } from './readers.js';

/** What a command, query or file is for: the roles in its row of the registry, and the classes that it shows. */
export interface Action {
  readonly roles: readonly Role[];
  readonly shows?: readonly ShownClass[];
  readonly ground?: Ground;
}

/** Who has to do with a trajectory, by pseudonymous id. */
export interface Related {
  readonly participant?: string;
  readonly coach?: string;
  readonly standIn?: string;
  /** The coach's. */
  readonly team?: string;
  readonly employer?: string;
  /** Who plans the programme: nobody named is everybody. Absent where there is no programme. */
  readonly planners?: readonly string[];
  /** Who at the employer has the case. */
  readonly caseManager?: string;
  /** The programme's disclosure profile. */
  readonly profile?: string;
  /** Who has the task that it is about. */
  readonly task?: string;
  /** Who gives the workshop that it is about. */
  readonly workshop?: string;
  /** Who sits on the committee that decides the dispute that it is about. */
  readonly committee?: readonly string[];
  /** Who is proposed as coach, where it is about the answer to that. */
  readonly proposed?: string;
}

/** What is acted on. */
export type Resource =
  | ({ readonly kind: 'trajectory' } & Related)
  /** A person, by all their trajectories. `unreferred`: they are registered, and have none yet. `unknown`: the agency has no such person. */
  | {
      readonly kind: 'participant';
      readonly id: string;
      readonly trajectories: readonly Related[];
      readonly unreferred?: boolean;
      readonly unknown?: boolean;
    }
  /** `trajectories`: those in it, for whom a programme is there by its cases alone. */
  | ({ readonly kind: 'programme'; readonly trajectories?: readonly Related[] } & Pick<
      Related,
      'employer' | 'planners' | 'task'
    >)
  /** `unknown`: the agency has no such coach. */
  | { readonly kind: 'coach'; readonly id: string; readonly team?: string; readonly unknown?: boolean }
  /** What is the agency's alone: its settings, templates, cohorts. */
  | { readonly kind: 'agency' };

/** `not-for-role` is told before anything is looked up; `not-there` is told as of an id that was never given out. */
export type Decision = 'allowed' | 'not-for-role' | 'not-there';

/** Whether somebody may do something to something. Rows are read under the same policy, as `scopeOf`. */
export function decide(actor: Actor, { roles, shows = [], ground }: Action, resource?: Resource): Decision {
  const isForRole = roles.includes(actor.type) && shows.every((each) => mayBeShown(actor.type, each, ground));
  if (!isForRole) return 'not-for-role';
  return !resource || reaches(actor, resource) ? 'allowed' : 'not-there';
}

/** Whether something exists for somebody, whatever their role may do with it. */
export function reaches(actor: Actor, resource: Resource): boolean {
  const { type, id } = actor;
  switch (resource.kind) {
    case 'trajectory':
      return isRelated(actor, resource);
    case 'participant':
      return type === 'PARTICIPANT'
        ? id === resource.id && !resource.unknown
        : hasRelation(type, 'AGENCY') ||
            // The desk refers them to a programme.
            (hasRelation(type, 'PLANNER') && resource.unreferred === true) ||
            resource.trajectories.some((each) => isRelated(actor, each));
    case 'programme':
      if (hasRelation(type, 'CASE')) return (resource.trajectories ?? []).some((each) => isRelated(actor, each));
      if (hasRelation(type, 'PLANNER')) return plans(id, resource.planners) || resource.task === id;
      return isEmployerSide(type) ? resource.employer === id : type !== 'PARTICIPANT';
    case 'coach':
      if (type === 'COACH') return id === resource.id;
      return type === 'TEAM_LEAD' ? !resource.unknown && leads(id, resource.team) : isStaff(type);
    case 'agency':
      return isStaff(type);
  }
}

const RELATED: Readonly<Record<Relation, (ref: string, related: Related) => boolean>> = {
  AGENCY: () => true,
  PLANNER: (ref, { planners }) => plans(ref, planners),
  SELF: (ref, { participant }) => participant === ref,
  COACH: (ref, { coach }) => coach === ref,
  STAND_IN: (ref, { standIn }) => standIn === ref,
  // What was never referred is nobody's, and so no lead's either.
  TEAM: (ref, { participant, team }) => participant !== undefined && leads(ref, team),
  EMPLOYER: (ref, { employer, profile }) => employer === ref && (profile === 'STATUS' || profile === 'COMPLIANCE'),
  CASE: (ref, { caseManager, profile }) => caseManager === ref && profile === 'COMPLIANCE',
  TASK: (ref, { task }) => task === ref,
  WORKSHOP: (ref, { workshop }) => workshop === ref,
  COMMITTEE: (ref, { committee = [] }) => committee.includes(ref),
  PROPOSED: (ref, { proposed }) => proposed === ref,
};

const isRelated = ({ type, id }: Actor, related: Related): boolean =>
  REACH[type].some((relation) => RELATED[relation](id, related));

const hasRelation = (role: Role, relation: Relation): boolean => REACH[role].includes(relation);
const plans = (ref: string, planners: readonly string[] | undefined): boolean =>
  planners !== undefined && (planners.length === 0 || planners.includes(ref));
const leads = (ref: string, team: string | undefined): boolean => team === undefined || team === ref;
const isStaff = (role: Role): boolean => role !== 'PARTICIPANT' && !isEmployerSide(role);
