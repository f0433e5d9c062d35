import { type Actor, type AggregateName, isEmployerSide } from '@overstap/kernel';
import {
  caseManagerOf,
  type CoachState,
  type CohortState,
  coachOf,
  committeeOn,
  createdProgramme,
  firstReferral,
  isOpenTask,
  isProposalAnswer,
  type ParticipantState,
  plannersOf,
  type ProgrammeState,
  proposedCoachOf,
  standInOf,
  tasksIn,
  type TaskState,
  type TrajectoryState,
  workshopsOf,
} from '@overstap/mobility';
import { EVERYTHING, REACH, reaches, type Related, type Resource, scopeOf } from '@overstap/policy';
import { summaries, type SummaryFilter } from '@overstap/projections';
import { type Program } from '../../program/index.js';
import { isOutOfReach } from './out-of-reach.js';

/** Who has to do with a trajectory may be so old; what was just made elsewhere may be missed for so long. */
const MAX_AGE_MS = 1000;

/** What of an aggregate something is about, as far as that changes who reaches it. */
export interface About {
  readonly task?: string | undefined;
  readonly workshop?: string | undefined;
  /** Of a dispute. */
  readonly offer?: string | undefined;
  readonly command?: string;
  /** It is for whoever has an open task of it, too. */
  readonly ofTask?: boolean | undefined;
}

export interface Asked {
  readonly program: Program;
  readonly tenant: string;
  readonly actor: Actor;
}

/**
 * Whether an aggregate exists for somebody, by the policy of libs/policy; that their role is one for it, the door has seen to. A task's owner
 * reaches the trajectory for that task, a workshop's trainer for that workshop, who sits on a committee for the dispute, and who is proposed as coach for the answer.
 */
export const isThere = async (
  asked: Asked,
  aggregate: AggregateName,
  id: string,
  about: About = {},
): Promise<boolean> =>
  // An installation serves one agency: whatever another id names is not there for anybody.
  (aggregate !== 'agency' || id === asked.tenant) &&
  // For those who reach everything of the agency nothing needs to be looked up.
  (REACH[asked.actor.type].includes('AGENCY') ||
    (!(await isOutOfReach(asked, aggregate, id, about)) &&
      reaches(asked.actor, await resourceOf(asked, aggregate, id, about))));

async function resourceOf(
  asked: Asked,
  aggregate: AggregateName,
  id: string,
  { task, workshop, offer, command = '', ofTask = false }: About,
): Promise<Resource> {
  const { program, tenant, actor } = asked;
  const recent = async <State>(of: AggregateName, named: string): Promise<State> =>
    (await program.aggregates.recent(tenant, of, named, MAX_AGE_MS)).state as State;
  const plans = REACH[actor.type].includes('PLANNER');
  switch (aggregate) {
    case 'trajectory':
      return { kind: 'trajectory', ...(await relatedTo(id)) };
    case 'programme':
      return programmeWith(id);
    case 'cohort': {
      if (!plans) return { kind: 'agency' };
      const { programmeId } = await recent<CohortState>('cohort', id);
      return programmeId === undefined ? { kind: 'programme' } : programmeWith(programmeId);
    }
    case 'coach':
      return { kind: 'coach', id, ...coachIn(await recent<CoachState>('coach', id)) };
    case 'participant':
      return personWith(id);
    default:
      return { kind: 'agency' };
  }

  async function programmeWith(programme: string): Promise<Resource> {
    const state = await recent<ProgrammeState>('programme', programme);
    return {
      kind: 'programme',
      ...employerIn(state),
      ...(plans ? { ...plannersIn(state), ...ownerOf(state) } : {}),
      ...(REACH[actor.type].includes('CASE') ? { trajectories: await trajectoriesOf({ programme }) } : {}),
    };
  }

  async function personWith(participant: string): Promise<Resource> {
    if (actor.type === 'PARTICIPANT') {
      // Whoever is called so may still be nobody here.
      const isOwn = participant === actor.id;
      const unknown =
        isOwn && (await program.aggregates.recent(tenant, 'participant', participant, MAX_AGE_MS)).revision < 0;
      return { kind: 'participant', id: participant, trajectories: [], unknown };
    }
    const trajectories = await trajectoriesOf({ participant });
    const unreferred =
      plans &&
      trajectories.length === 0 &&
      (await recent<ParticipantState>('participant', participant)).details !== undefined &&
      (await trajectoriesOf({ participant }, EVERYTHING)).length === 0;
    return { kind: 'participant', id: participant, trajectories, unreferred };
  }

  async function relatedTo(trajectory: string): Promise<Related> {
    const state = await recent<TrajectoryState>('trajectory', trajectory);
    const { participantId, programmeId } = firstReferral(state) ?? {};
    const coach = coachOf(state);
    const caseManager = caseManagerOf(state);
    const { standInId } = standInOf(state.facts) ?? {};
    const trainer =
      workshop === undefined ? undefined : workshopsOf(state).find((each) => each.workshopId === workshop)?.trainerId;
    const proposed = isProposalAnswer(command) ? proposedCoachOf(state.facts) : undefined;
    return {
      ...(participantId === undefined ? {} : { participant: participantId }),
      ...(coach === undefined ? {} : { coach, ...teamIn(await recent<CoachState>('coach', coach)) }),
      ...(standInId === undefined ? {} : { standIn: standInId }),
      ...(caseManager === undefined ? {} : { caseManager }),
      ...ownerOf(state),
      ...(trainer === undefined ? {} : { workshop: trainer }),
      ...(offer === undefined ? {} : { committee: committeeOn(state, offer) }),
      ...(proposed === undefined ? {} : { proposed }),
      // Read for those alone to whom it matters.
      ...((isEmployerSide(actor.type) || plans) && programmeId !== undefined
        ? ofProgramme(await recent<ProgrammeState>('programme', programmeId))
        : {}),
    };
  }

  /** Of a person, or in a programme, those within the reach of who asks, as the read models have it. */
  async function trajectoriesOf(filter: SummaryFilter, scope = scopeOf(actor)): Promise<readonly Related[]> {
    const { rows } = await program.database.readAs(tenant, (client) =>
      summaries(client, scope, filter, { today: '9999-12-31' }),
    );
    return Promise.all(rows.map(({ trajectory }) => relatedTo(trajectory)));
  }

  /** Whoever asks, where it is about a task of theirs, or for whoever has an open one. */
  function ownerOf({ workflow }: Pick<TrajectoryState, 'workflow'>): Pick<Related, 'task'> {
    const owned = tasksIn(workflow).find(
      (each) => isTheirs(each, actor) && (ofTask ? isOpenTask(each) : each.taskId === task),
    );
    return owned?.assigneeId === undefined ? {} : { task: owned.assigneeId };
  }
}

/** The same id in another role is another person; a coach's work is always a coach's. */
const isTheirs = ({ assigneeId, role }: TaskState, { type, id }: Actor): boolean =>
  assigneeId === id && (role !== 'COACH' || type === 'COACH');

const employerIn = (state: ProgrammeState): Pick<Related, 'employer' | 'profile'> => {
  const { employerId: employer, disclosureProfile: profile } = createdProgramme(state) ?? {};
  return employer === undefined || profile === undefined ? {} : { employer, profile };
};
const plannersIn = (state: ProgrammeState): Pick<Related, 'planners'> =>
  createdProgramme(state) === undefined ? {} : { planners: plannersOf(state) };
const ofProgramme = (state: ProgrammeState): Related => ({ ...employerIn(state), ...plannersIn(state) });
/** A coach whom nobody registered is not there for a team's lead either. */
const coachIn = (state: CoachState): { readonly team?: string; readonly unknown?: boolean } =>
  state.profile === undefined ? { unknown: true } : teamIn(state);
const teamIn = ({ team }: CoachState): Pick<Related, 'team'> => (team === undefined ? {} : { team });
