import { type Calendar } from '@overstap/calendar';
import {
  type AggregateName,
  conflict,
  type EventCatalogue,
  invalid,
  isRefusal,
  type LocalDate,
  notFound,
  type Refusal,
  type Role,
} from '@overstap/kernel';
import {
  type AgencyState,
  type AssignPlanner,
  type AssignTask,
  calendarOf,
  capacityOn,
  type CoachInView,
  coachOf,
  type CoachState,
  type CohortCreated,
  correctionsIn,
  createdProgramme,
  type FactLog,
  firstReferral,
  type FulfilSubjectRequest,
  HOME_CALENDAR,
  landingTermsOf,
  type MatchCoach,
  type MigrateTrajectory,
  type ParticipantWorld,
  type ProgrammeManagerAssigned,
  type ProgrammeState,
  type ProgrammeWorld,
  type PutCoachInTeam,
  type ReassignCoach,
  standInOf,
  type StartCoachAbsence,
  statusOfProgramme,
  type TemplateDefinition,
  templateOf,
  type TemplateState,
  type TemplateWorld,
  type TrajectoryState,
  type TrajectoryWorld,
  type UpgradeProgrammeTemplate,
} from '@overstap/mobility';
import { type AggregateCommand } from './aggregate-command.js';
import { type Aggregates } from './aggregates.js';

/** How old the programme, template or calendar may be that a decision looks at; what it decides about is always current. */
const MAX_AGE_MS = 250;

export interface CoachLoad {
  readonly load: number;
  readonly today: LocalDate;
}

const IN_A_PROGRAMME: readonly string[] = ['CreateCohort', 'ReferParticipant'];
const OF_THE_QUESTION: readonly string[] = ['FormulateCareerQuestion', 'ReframeCareerQuestion'];
const OF_DETAILS: readonly string[] = ['RegisterParticipant', 'ChangeParticipantDetails'];

/** Somebody else's programme, and one that was never opened: what a body names is told of both alike. */
export const PROGRAMME_UNKNOWN = invalid(
  'programmeId',
  'programme-unknown',
  'programmeId names no programme that is yours; open it first, or name another.',
);

const coachUnknown = (field: string): Refusal =>
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

/** What each kind of aggregate's decision reads of others. */
export class Worlds {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly catalogue: EventCatalogue,
    /** What happened to a programme's cohorts: some of its tasks wait for it. */
    private readonly cohortsOf: (tenant: string, programme: string) => Promise<FactLog>,
    /** What a coach has on their hands today beside a trajectory, in weighted trajectories, as far as the read models have come. */
    private readonly loadOf: (tenant: string, coach: string, beside: string) => Promise<CoachLoad>,
    /** Whether somebody comes in, or is invited to, in this role and by this id. */
    private readonly isHeld: (tenant: string, grant: { readonly role: Role; readonly ref: string }) => Promise<boolean>,
  ) {}

  async of(command: AggregateCommand, state: unknown): Promise<unknown> {
    switch (command.aggregate) {
      case 'trajectory':
        return this.ofTrajectory(command, state as TrajectoryState);
      case 'programme':
        return this.ofProgramme(command, state as ProgrammeState);
      case 'template':
        return this.ofTemplate(command.tenant);
      case 'cohort':
        return this.unknownProgramme(command);
      case 'coach':
        return (
          (await this.unknownStandIn(command)) ?? (await this.unknownTeam(command)) ?? this.ofDuties(command.tenant)
        );
      case 'participant':
        // Everybody of a cohort is registered; nothing else is looked at for that.
        return OF_DETAILS.includes(command.type) ? undefined : this.ofParticipant(command);
      default:
        return undefined;
    }
  }

  private async ofTrajectory(command: AggregateCommand, state: TrajectoryState): Promise<TrajectoryWorld | Refusal> {
    const { tenant, data, type } = command;
    const asked = data as { programmeId?: string; templateId?: string; templateVersion?: number };
    const { programmeId } = firstReferral(state) ?? asked;
    const { template: id = asked.templateId, version = asked.templateVersion } = templateOf(state) ?? {};
    if (!programmeId || !id || version === undefined)
      return notFound('trajectory-unknown', 'There is no such trajectory.');
    const unknown = await this.unknownProgramme(command);
    if (unknown) return unknown;
    const programme = await this.recent<ProgrammeState>(tenant, 'programme', programmeId);
    const created = createdProgramme(programme);
    const template = await this.template(tenant, id, version, ['templateId', 'templateVersion']);
    if (isRefusal(template)) return template;
    const calendar = await this.calendar(tenant, template.calendar);
    if (isRefusal(calendar)) return calendar;
    const target = type === 'MigrateTrajectory' ? await this.target(tenant, data as MigrateTrajectory) : undefined;
    if (isRefusal(target)) return target;
    const coach = (await this.unknownAssignee(command, state)) ?? (await this.coachInView(command, state));
    if (isRefusal(coach)) return coach;
    return {
      ...(target ? { target } : {}),
      ...(coach ? { coach } : {}),
      template,
      calendar,
      landing: landingTermsOf(programme) ?? template.landing,
      ...(created ? { profile: created.disclosureProfile } : {}),
      programmeOpen: statusOfProgramme(programme) === 'OPEN',
      catalogue: this.catalogue,
      parameters: (await this.recent<AgencyState>(tenant, 'agency', tenant)).parameters,
    };
  }

  /** What is begun in a programme names one that there is; one that another process opened a moment ago is known at once. */
  private async unknownProgramme({ tenant, type, data }: AggregateCommand): Promise<Refusal | undefined> {
    if (!IN_A_PROGRAMME.includes(type)) return undefined;
    const { programmeId } = data as Pick<CohortCreated, 'programmeId'>;
    if (createdProgramme(await this.recent<ProgrammeState>(tenant, 'programme', programmeId))) return undefined;
    const { state } = await this.aggregates.current(tenant, 'programme', programmeId);
    return createdProgramme(state as ProgrammeState) ? undefined : PROGRAMME_UNKNOWN;
  }

  /** Work of a coach goes to a coach of the agency. Who else works there is not registered, so their ids are taken as they come. */
  private async unknownAssignee(
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
  private async unknownStandIn({ tenant, type, data }: AggregateCommand): Promise<Refusal | undefined> {
    const { substituteId } = data as Partial<StartCoachAbsence>;
    if (type !== 'StartCoachAbsence' || substituteId === undefined) return undefined;
    return this.unknownCoach(tenant, 'substituteId', substituteId);
  }

  /** A team that another process created a moment ago is known at once. */
  private async unknownTeam({ tenant, type, data }: AggregateCommand): Promise<Refusal | undefined> {
    const { teamId } = data as Partial<PutCoachInTeam>;
    if (type !== 'PutCoachInTeam' || teamId === undefined) return undefined;
    if ((await this.recent<AgencyState>(tenant, 'agency', tenant)).teams.has(teamId)) return undefined;
    const { teams } = (await this.aggregates.current(tenant, 'agency', tenant)).state as AgencyState;
    if (teams.has(teamId)) return undefined;
    return invalid('teamId', 'team-unknown', 'teamId names no team of the agency; create it first, or name another.');
  }

  private async unknownCoach(tenant: string, field: string, id: string): Promise<Refusal | undefined> {
    return (await this.coachAsKnown(tenant, id)).profile ? undefined : coachUnknown(field);
  }

  /** Somebody whom another process registered a moment ago is known at once. */
  private async coachAsKnown(tenant: string, id: string): Promise<CoachState> {
    const recent = await this.recent<CoachState>(tenant, 'coach', id);
    return recent.profile ? recent : ((await this.aggregates.current(tenant, 'coach', id)).state as CoachState);
  }

  /** The coach that a decision is about: whom it gives the trajectory to, or whose it is where its question changes. */
  private async coachInView(
    { tenant, type, data, id: trajectory }: AggregateCommand,
    state: TrajectoryState,
  ): Promise<CoachInView | Refusal | undefined> {
    const { coachId, to, overrideReason } = data as Partial<MatchCoach & ReassignCoach>;
    const taking = type === 'MatchCoach' ? coachId : type === 'ReassignCoach' ? to : undefined;
    const id = taking ?? (OF_THE_QUESTION.includes(type) ? coachOf(state) : undefined);
    if (id === undefined) return undefined;
    const { profile, capacities } = await this.coachAsKnown(tenant, id);
    if (!profile) return taking === undefined ? undefined : coachUnknown(type === 'MatchCoach' ? 'coachId' : 'to');
    const { maxComplexity, weightedMax } = profile;
    // What they have is asked for where it can be too much.
    if (taking === undefined || overrideReason !== undefined) return { maxComplexity, capacity: weightedMax, load: 0 };
    const { load, today } = await this.loadOf(tenant, id, trajectory);
    return { maxComplexity, capacity: capacityOn(capacities, today) ?? weightedMax, load };
  }

  /** What is due on a coach or a person whatever programme they are in. */
  private async ofDuties(tenant: string): Promise<ParticipantWorld | Refusal> {
    const { parameters } = await this.recent<AgencyState>(tenant, 'agency', tenant);
    const calendar = await this.calendar(tenant, HOME_CALENDAR);
    return isRefusal(calendar) ? calendar : { calendar, parameters };
  }

  /** A request is answered by what was put right on a trajectory of theirs, however shortly before. */
  private async ofParticipant({ tenant, type, id, data }: AggregateCommand): Promise<ParticipantWorld | Refusal> {
    const world = await this.ofDuties(tenant);
    const { trajectory } = data as Partial<FulfilSubjectRequest>;
    if (isRefusal(world) || type !== 'FulfilSubjectRequest' || trajectory === undefined) return world;
    const state = (await this.aggregates.current(tenant, 'trajectory', trajectory)).state as TrajectoryState;
    return firstReferral(state)?.participantId === id ? { ...world, corrections: correctionsIn(state) } : world;
  }

  /** A version is published with the law as the agency has it at that moment. */
  private async ofTemplate(tenant: string): Promise<TemplateWorld> {
    const agency = (await this.aggregates.current(tenant, 'agency', tenant)).state as AgencyState;
    return { events: this.catalogue, parameters: agency.parameters };
  }

  /** Where a migration leads. */
  private async target(
    tenant: string,
    { toTemplate, toVersion }: MigrateTrajectory,
  ): Promise<NonNullable<TrajectoryWorld['target']> | Refusal> {
    const template = await this.template(tenant, toTemplate, toVersion, ['toTemplate', 'toVersion']);
    if (isRefusal(template)) return template;
    if ((await this.recent<TemplateState>(tenant, 'template', toTemplate)).get(toVersion)?.retired)
      return conflict('template-retired', 'The version to migrate to is retired; name one that is not.');
    const calendar = await this.calendar(tenant, template.calendar);
    return isRefusal(calendar) ? calendar : { template, calendar };
  }

  private async ofProgramme(command: AggregateCommand, state: ProgrammeState): Promise<ProgrammeWorld | Refusal> {
    const { tenant, id: code, type, data } = command;
    const asked = data as { readonly template?: string; readonly templateVersion?: number };
    const created = createdProgramme(state);
    const id = created?.templateId ?? asked.template;
    if (id === undefined) return notFound('programme-unknown', 'There is no such programme; open it first.');
    const versions = await this.recent<TemplateState>(tenant, 'template', id);
    const current = [...versions].filter(([, { retired }]) => !retired).map(([number]) => number);
    const version = created?.templateVersion ?? asked.templateVersion ?? Math.max(...current);
    const template = await this.template(tenant, id, version, ['template', 'templateVersion']);
    if (isRefusal(template)) return template;
    const calendar = await this.calendar(tenant, template.calendar);
    if (isRefusal(calendar)) return calendar;
    const unknown = await this.unknownAtProgramme(command);
    if (unknown) return unknown;
    const { employers } = await this.recent<AgencyState>(tenant, 'agency', tenant);
    const cohorts = await this.cohortsOf(tenant, code);
    const upgrade =
      type === 'UpgradeProgrammeTemplate' ? versions.get((data as UpgradeProgrammeTemplate).to) : undefined;
    return {
      ...{ template, calendar, employers, cohorts, templateRetired: versions.get(version)?.retired ?? false },
      ...(upgrade ? { upgrade: { retired: upgrade.retired ?? false } } : {}),
    };
  }

  /** Whom a programme names has its work and its messages, and must be somebody who comes in to see them. */
  private async unknownAtProgramme({ tenant, type, data }: AggregateCommand): Promise<Refusal | undefined> {
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

  /** `fields`: those of the command that name the template and its version. */
  private async template(
    tenant: string,
    id: string,
    version: number,
    [named, ofVersion]: readonly [string, string],
  ): Promise<TemplateDefinition | Refusal> {
    const versions = await this.recent<TemplateState>(tenant, 'template', id);
    return (
      versions.get(version)?.definition ??
      invalid(
        versions.size === 0 ? named : ofVersion,
        'template-unknown',
        'There is no such template or version; publish it first, or name one that is published.',
      )
    );
  }

  private async calendar(tenant: string, name: string): Promise<Calendar | Refusal> {
    return calendarOf(await this.recent<AgencyState>(tenant, 'agency', tenant), name);
  }

  private async recent<State>(tenant: string, aggregate: AggregateName, id: string): Promise<State> {
    return (await this.aggregates.recent(tenant, aggregate, id, MAX_AGE_MS)).state as State;
  }
}
