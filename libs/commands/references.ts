import { type AggregateName, conflict, invalid, type Refusal, type Role } from '@overstap/kernel';
import {
  type AgencyState,
  type AssignPlanner,
  type AssignTask,
  coachOf,
  type CoachState,
  type CohortCreated,
  type CohortState,
  createdProgramme,
  type ParticipantReferred,
  type ParticipantRegistered,
  type ParticipantState,
  type ProgrammeManagerAssigned,
  type ProgrammeState,
  type PutCoachInTeam,
  standInOf,
  type StartCoachAbsence,
  type TrajectoryState,
} from '@overstap/mobility';
import { type AggregateCommand } from './aggregate-command.js';
import { type Aggregates } from './aggregates.js';

/** How old the programme, template or calendar may be that a decision looks at; what it decides about is always current. */
const MAX_AGE_MS = 250;

/** Somebody else's programme, and one that was never opened: what a body names is told of both alike. */
export const PROGRAMME_UNKNOWN = invalid(
  'programmeId',
  'programme-unknown',
  'programmeId names no programme that is yours; open it first, or name another.',
);

/** Somebody else's person, one who was erased, and one who was never registered: of all a body is told alike. */
export const PARTICIPANT_UNKNOWN = invalid(
  'participantId',
  'participant-unknown',
  'participantId names nobody of yours who is registered and not erased; register them first, or name another.',
);

const OF_ANOTHER_EMPLOYER = invalid(
  'participantId',
  'participant-of-another-employer',
  'participantId names somebody of another employer than the programme’s, which would hear of them; name a programme of their own employer, or register them anew with this one.',
);

const COHORT_UNKNOWN = invalid(
  'cohortId',
  'cohort-unknown',
  'cohortId names no cohort of this programme; create it first, or leave it out.',
);

const EMPLOYER_UNKNOWN = invalid(
  'employerId',
  'employer-unknown',
  'employerId names no employer of the agency; register it first, or name another.',
);

const isCreated = (programme: ProgrammeState): boolean => createdProgramme(programme) !== undefined;
const isRegistered = ({ details, erased }: ParticipantState): boolean =>
  details !== undefined && !erased.has('identity');

export const coachUnknown = (field: string): Refusal =>
  invalid(field, 'coach-unknown', `${field} names no coach of the agency; register them first, or name another.`);

/** The programme would be nobody's to plan, or its reminders nobody's to read. */
const nobodyAs = (field: string, code: string, role: string): Refusal =>
  invalid(
    field,
    code,
    `${field} names nobody who comes in as ${role} by that id. Have an administrator invite them (overstap account invite ADDRESS ${role}:ID) or give them the role (overstap account roles), or name another.`,
  );

/** They would have the task, and read nothing of the trajectory that it is about. */
const ofAnotherTeam = (coach: string): Refusal =>
  conflict(
    'coach-of-another-team',
    `${coach} is in another team than the coach of this trajectory, and reaches nothing of it. Hand the trajectory over with reassign-coach, name them as stand-in with name-stand-in, or give the task to a coach of the same team.`,
  );

const IN_A_PROGRAMME: readonly string[] = ['CreateCohort', 'ReferParticipant'];

/** Whether somebody comes in, or is invited to, in a role and by an id. */
export type IsHeld = (tenant: string, grant: { readonly role: Role; readonly ref: string }) => Promise<boolean>;

/** Whether what a command refers to beside the aggregate that it is for is there: a refusal with the field where it is not. */
export class References {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly isHeld: IsHeld,
  ) {}

  /** An aggregate as this process has known it a moment ago. */
  async recent<State>(tenant: string, aggregate: AggregateName, id: string): Promise<State> {
    return (await this.aggregates.recent(tenant, aggregate, id, MAX_AGE_MS)).state as State;
  }

  /** What another process began a moment ago is known at once. */
  private async asKnown<State>(
    tenant: string,
    aggregate: AggregateName,
    id: string,
    isThere: (state: State) => boolean,
  ): Promise<State> {
    const recent = await this.recent<State>(tenant, aggregate, id);
    return isThere(recent) ? recent : ((await this.aggregates.current(tenant, aggregate, id)).state as State);
  }

  /** What is begun in a programme names one that there is; one that another process opened a moment ago is known at once. */
  async unknownProgramme({ tenant, type, data }: AggregateCommand): Promise<Refusal | undefined> {
    if (!IN_A_PROGRAMME.includes(type)) return undefined;
    const { programmeId } = data as Pick<CohortCreated, 'programmeId'>;
    const programme = await this.asKnown<ProgrammeState>(tenant, 'programme', programmeId, isCreated);
    return isCreated(programme) ? undefined : PROGRAMME_UNKNOWN;
  }

  /** A trajectory is of somebody who is registered, with the programme's employer, which hears of its people; in a cohort it is in one of the programme. */
  async unknownInReferral({ tenant, type, data }: AggregateCommand): Promise<Refusal | undefined> {
    if (type !== 'ReferParticipant') return undefined;
    const { participantId, programmeId, cohortId } = data as ParticipantReferred;
    const person = await this.asKnown<ParticipantState>(tenant, 'participant', participantId, isRegistered);
    if (!isRegistered(person)) return PARTICIPANT_UNKNOWN;
    const programme = await this.asKnown<ProgrammeState>(tenant, 'programme', programmeId, isCreated);
    if (person.details?.employerId !== createdProgramme(programme)?.employerId) return OF_ANOTHER_EMPLOYER;
    if (cohortId === undefined) return undefined;
    const isOfProgramme = (cohort: CohortState): boolean => cohort.programmeId === programmeId;
    const cohort = await this.asKnown<CohortState>(tenant, 'cohort', cohortId, isOfProgramme);
    return isOfProgramme(cohort) ? undefined : COHORT_UNKNOWN;
  }

  /** Whom nobody could refer to any programme would be registered in vain. */
  async unknownEmployer({ tenant, type, data }: AggregateCommand): Promise<Refusal | undefined> {
    if (type !== 'RegisterParticipant') return undefined;
    const { employerId } = data as ParticipantRegistered;
    const isKnown = ({ employers }: AgencyState): boolean => employers.has(employerId);
    return isKnown(await this.asKnown<AgencyState>(tenant, 'agency', tenant, isKnown)) ? undefined : EMPLOYER_UNKNOWN;
  }

  /** Work of a coach goes to a coach of the agency. Who else works there is not registered, so their ids are taken as they come. */
  async unknownAssignee(
    { tenant, type, data, actor }: AggregateCommand,
    { workflow, facts }: TrajectoryState,
  ): Promise<Refusal | undefined> {
    if (type !== 'AssignTask') return undefined;
    const { taskId, to } = data as AssignTask;
    if (workflow.tasks[taskId]?.role !== 'COACH') return undefined;
    const unknown = await this.unknownCoach(tenant, 'to', to);
    if (unknown || actor.type === 'SYSTEM' || to === standInOf(facts)?.standInId) return unknown;
    const [theirs, own] = [await this.teamOf(tenant, to), await this.teamOf(tenant, coachOf({ facts }))];
    return theirs === undefined || own === undefined || theirs === own ? undefined : ofAnotherTeam(to);
  }

  private async teamOf(tenant: string, coach: string | undefined): Promise<string | undefined> {
    return coach === undefined ? undefined : (await this.coachAsKnown(tenant, coach)).team;
  }

  /** Whoever is to stand in for an absent coach must be a coach themselves. */
  async unknownStandIn({ tenant, type, data }: AggregateCommand): Promise<Refusal | undefined> {
    const { substituteId } = data as Partial<StartCoachAbsence>;
    if (type !== 'StartCoachAbsence' || substituteId === undefined) return undefined;
    return this.unknownCoach(tenant, 'substituteId', substituteId);
  }

  /** Whoever is put in a team is put in one that there is. */
  async unknownTeam({ tenant, type, data }: AggregateCommand): Promise<Refusal | undefined> {
    const { teamId } = data as Partial<PutCoachInTeam>;
    if (type !== 'PutCoachInTeam' || teamId === undefined) return undefined;
    const isKnown = ({ teams }: AgencyState): boolean => teams.has(teamId);
    if (isKnown(await this.asKnown<AgencyState>(tenant, 'agency', tenant, isKnown))) return undefined;
    return invalid('teamId', 'team-unknown', 'teamId names no team of the agency; create it first, or name another.');
  }

  private async unknownCoach(tenant: string, field: string, id: string): Promise<Refusal | undefined> {
    return (await this.coachAsKnown(tenant, id)).profile ? undefined : coachUnknown(field);
  }

  coachAsKnown(tenant: string, id: string): Promise<CoachState> {
    return this.asKnown<CoachState>(tenant, 'coach', id, ({ profile }) => profile !== undefined);
  }

  /** Whom a programme names has its work and its messages, and must be somebody who comes in to see them. */
  async unknownAtProgramme({ tenant, type, data }: AggregateCommand): Promise<Refusal | undefined> {
    if (type === 'AssignPlanner') {
      const { plannerId: ref } = data as AssignPlanner;
      const isHeld = await this.isHeld(tenant, { role: 'PLANNER', ref });
      return isHeld ? undefined : nobodyAs('plannerId', 'planner-unknown', 'PLANNER');
    }
    if (type !== 'AssignProgrammeManager') return undefined;
    const { userId: ref } = data as ProgrammeManagerAssigned;
    const isHeld = await this.isHeld(tenant, { role: 'PROGRAMME_MANAGER', ref });
    return isHeld ? undefined : nobodyAs('userId', 'programme-manager-unknown', 'PROGRAMME_MANAGER');
  }
}
