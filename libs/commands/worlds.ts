import { type Calendar } from '@overstap/calendar';
import {
  conflict,
  type EventCatalogue,
  invalid,
  isRefusal,
  type LocalDate,
  notFound,
  type Refusal,
} from '@overstap/kernel';
import {
  type AgencyState,
  calendarOf,
  capacityOn,
  type CoachInView,
  coachOf,
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
  type ProgrammeState,
  type ProgrammeWorld,
  type ReassignCoach,
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
import { coachUnknown, type IsHeld, References } from './references.js';

export interface CoachLoad {
  readonly load: number;
  readonly today: LocalDate;
}

const OF_THE_QUESTION: readonly string[] = ['FormulateCareerQuestion', 'ReframeCareerQuestion'];
const OF_DETAILS: readonly string[] = ['RegisterParticipant', 'ChangeParticipantDetails'];

/** What each kind of aggregate's decision reads of others. */
export class Worlds {
  private readonly references: References;

  constructor(
    private readonly aggregates: Aggregates,
    private readonly catalogue: EventCatalogue,
    /** What happened to a programme's cohorts: some of its tasks wait for it. */
    private readonly cohortsOf: (tenant: string, programme: string) => Promise<FactLog>,
    /** What a coach has on their hands today beside a trajectory, in weighted trajectories, as far as the read models have come. */
    private readonly loadOf: (tenant: string, coach: string, beside: string) => Promise<CoachLoad>,
    isHeld: IsHeld,
  ) {
    this.references = new References(aggregates, isHeld);
  }

  async of(command: AggregateCommand, state: unknown): Promise<unknown> {
    switch (command.aggregate) {
      case 'trajectory':
        return this.ofTrajectory(command, state as TrajectoryState);
      case 'programme':
        return this.ofProgramme(command, state as ProgrammeState);
      case 'template':
        return this.ofTemplate(command.tenant);
      case 'cohort':
        return this.references.unknownProgramme(command);
      case 'coach':
        return (
          (await this.references.unknownStandIn(command)) ??
          (await this.references.unknownTeam(command)) ??
          this.ofDuties(command.tenant)
        );
      case 'participant':
        // Everybody of a cohort is registered; nothing but the employer is looked at for that.
        return OF_DETAILS.includes(command.type)
          ? this.references.unknownEmployer(command)
          : this.ofParticipant(command);
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
    const unknown =
      (await this.references.unknownProgramme(command)) ?? (await this.references.unknownInReferral(command));
    if (unknown) return unknown;
    const programme = await this.references.recent<ProgrammeState>(tenant, 'programme', programmeId);
    const created = createdProgramme(programme);
    const template = await this.template(tenant, id, version, ['templateId', 'templateVersion']);
    if (isRefusal(template)) return template;
    const calendar = await this.calendar(tenant, template.calendar);
    if (isRefusal(calendar)) return calendar;
    const target = type === 'MigrateTrajectory' ? await this.target(tenant, data as MigrateTrajectory) : undefined;
    if (isRefusal(target)) return target;
    const coach = (await this.references.unknownAssignee(command, state)) ?? (await this.coachInView(command, state));
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
      parameters: (await this.references.recent<AgencyState>(tenant, 'agency', tenant)).parameters,
    };
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
    const { profile, capacities } = await this.references.coachAsKnown(tenant, id);
    if (!profile) return taking === undefined ? undefined : coachUnknown(type === 'MatchCoach' ? 'coachId' : 'to');
    const { maxComplexity, weightedMax } = profile;
    // What they have is asked for where it can be too much.
    if (taking === undefined || overrideReason !== undefined) return { maxComplexity, capacity: weightedMax, load: 0 };
    const { load, today } = await this.loadOf(tenant, id, trajectory);
    return { maxComplexity, capacity: capacityOn(capacities, today) ?? weightedMax, load };
  }

  /** What is due on a coach or a person whatever programme they are in. */
  private async ofDuties(tenant: string): Promise<ParticipantWorld | Refusal> {
    const { parameters } = await this.references.recent<AgencyState>(tenant, 'agency', tenant);
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
    if ((await this.references.recent<TemplateState>(tenant, 'template', toTemplate)).get(toVersion)?.retired)
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
    const versions = await this.references.recent<TemplateState>(tenant, 'template', id);
    const current = [...versions].filter(([, { retired }]) => !retired).map(([number]) => number);
    const version = created?.templateVersion ?? asked.templateVersion ?? Math.max(...current);
    const template = await this.template(tenant, id, version, ['template', 'templateVersion']);
    if (isRefusal(template)) return template;
    const calendar = await this.calendar(tenant, template.calendar);
    if (isRefusal(calendar)) return calendar;
    const unknown = await this.references.unknownAtProgramme(command);
    if (unknown) return unknown;
    const { employers } = await this.references.recent<AgencyState>(tenant, 'agency', tenant);
    const cohorts = await this.cohortsOf(tenant, code);
    const upgrade =
      type === 'UpgradeProgrammeTemplate' ? versions.get((data as UpgradeProgrammeTemplate).to) : undefined;
    return {
      ...{ template, calendar, employers, cohorts, templateRetired: versions.get(version)?.retired ?? false },
      ...(upgrade ? { upgrade: { retired: upgrade.retired ?? false } } : {}),
    };
  }

  /** `fields`: those of the command that name the template and its version. */
  private async template(
    tenant: string,
    id: string,
    version: number,
    [named, ofVersion]: readonly [string, string],
  ): Promise<TemplateDefinition | Refusal> {
    const versions = await this.references.recent<TemplateState>(tenant, 'template', id);
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
    return calendarOf(await this.references.recent<AgencyState>(tenant, 'agency', tenant), name);
  }
}
