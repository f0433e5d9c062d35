import { type Actor, type AggregateName, isEmployerSide } from '@overstap/kernel';
import {
  caseManagerOf,
  type CoachState,
  coachOf,
  createdProgramme,
  firstReferral,
  isOpenTask,
  isProposalAnswer,
  type ProgrammeState,
  proposedCoachOf,
  standInOf,
  tasksIn,
  type TaskState,
  type TrajectoryState,
} from '@overstap/mobility';
import { REACH, reaches, type Related, type Resource, scopeOf } from '@overstap/policy';
import { summaries, type SummaryFilter } from '@overstap/projections';
import { type Program } from '../../program/index.js';
import { isOutOfReach } from './out-of-reach.js';

/** Who has to do with a trajectory may be so old; what was just made elsewhere may be missed for so long. */
const MAX_AGE_MS = 1000;

/** What of an aggregate something is about, as far as that changes who reaches it. */
interface About {
  readonly task?: string | undefined;
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
 * reaches the trajectory for that task, and who is proposed as coach for the answer.
 */
export const isThere = async (
  asked: Asked,
  aggregate: AggregateName,
  id: string,
  { task, command = '', ofTask = false }: About = {},
): Promise<boolean> =>
  // For those who reach everything of the agency nothing needs to be looked up.
  REACH[asked.actor.type].includes('AGENCY') ||
  (!(await isOutOfReach(asked, aggregate, id, command)) &&
    reaches(asked.actor, await resourceOf(asked, aggregate, id, { task, command, ofTask })));

async function resourceOf(
  asked: Asked,
  aggregate: AggregateName,
  id: string,
  { task, command, ofTask }: Required<About>,
): Promise<Resource> {
  const { program, tenant, actor } = asked;
  const recent = async <State>(of: AggregateName, named: string): Promise<State> =>
    (await program.aggregates.recent(tenant, of, named, MAX_AGE_MS)).state as State;
  switch (aggregate) {
    case 'trajectory':
      return { kind: 'trajectory', ...(await relatedTo(id)) };
    case 'programme':
      return {
        kind: 'programme',
        ...employerIn(await recent<ProgrammeState>('programme', id)),
        ...(REACH[actor.type].includes('CASE') ? { trajectories: await trajectoriesOf({ programme: id }) } : {}),
      };
    case 'coach':
      return { kind: 'coach', id, ...coachIn(await recent<CoachState>('coach', id)) };
    case 'participant':
      return { kind: 'participant', id, trajectories: await trajectoriesOf({ participant: id }) };
    default:
      return { kind: 'agency' };
  }

  async function relatedTo(trajectory: string): Promise<Related> {
    const state = await recent<TrajectoryState>('trajectory', trajectory);
    const { participantId, programmeId } = firstReferral(state) ?? {};
    const coach = coachOf(state);
    const caseManager = caseManagerOf(state);
    const { standInId } = standInOf(state.facts) ?? {};
    const owned = tasksIn(state.workflow).find((each) =>
      ofTask ? isOpenTask(each) && isTheirs(each, actor) : each.taskId === task && isTheirs(each, actor),
    );
    const proposed = isProposalAnswer(command) ? proposedCoachOf(state.facts) : undefined;
    return {
      ...(participantId === undefined ? {} : { participant: participantId }),
      ...(coach === undefined ? {} : { coach, ...teamIn(await recent<CoachState>('coach', coach)) }),
      ...(standInId === undefined ? {} : { standIn: standInId }),
      ...(caseManager === undefined ? {} : { caseManager }),
      ...(owned?.assigneeId === undefined ? {} : { task: owned.assigneeId }),
      ...(proposed === undefined ? {} : { proposed }),
      // Read for those alone to whom it matters.
      ...(isEmployerSide(actor.type) && programmeId !== undefined
        ? employerIn(await recent<ProgrammeState>('programme', programmeId))
        : {}),
    };
  }

  /** Of a person, or in a programme, those within the reach of who asks, as the read models have it. */
  async function trajectoriesOf(filter: SummaryFilter): Promise<readonly Related[]> {
    if (actor.type === 'PARTICIPANT') return [];
    const { rows } = await program.database.readAs(tenant, (client) =>
      summaries(client, scopeOf(actor), filter, { today: '9999-12-31' }),
    );
    return Promise.all(rows.map(({ trajectory }) => relatedTo(trajectory)));
  }
}

/** The same id in another role is another person; a coach's work is always a coach's. */
const isTheirs = ({ assigneeId, role }: TaskState, { type, id }: Actor): boolean =>
  assigneeId === id && (role !== 'COACH' || type === 'COACH');

const employerIn = (state: ProgrammeState): Pick<Related, 'employer' | 'profile'> => {
  const { employerId: employer, disclosureProfile: profile } = createdProgramme(state) ?? {};
  return employer === undefined || profile === undefined ? {} : { employer, profile };
};
/** A coach whom nobody registered is not there for a team's lead either. */
const coachIn = (state: CoachState): { readonly team?: string; readonly unknown?: boolean } =>
  state.profile === undefined ? { unknown: true } : teamIn(state);
const teamIn = ({ team }: CoachState): Pick<Related, 'team'> => (team === undefined ? {} : { team });
