import { type Actor, type AggregateName, isEmployerSide } from '@overstap/kernel';
import { createdProgramme, firstReferral, type ProgrammeState, type TrajectoryState } from '@overstap/mobility';
import { type Program } from '../../program/index.js';

/** Whose a trajectory or programme is never changes; what was just made elsewhere may be missed for so long. */
const MAX_AGE_MS = 1000;

/**
 * Whether something is for a participant their own, or for an employer's people of their employer: to them nothing else exists. Everybody
 * else works for the agency.
 */
export async function isTheirs(
  program: Program,
  tenant: string,
  actor: Actor,
  aggregate: AggregateName,
  id: string,
): Promise<boolean> {
  const ofEmployer = isEmployerSide(actor.type);
  if (actor.type !== 'PARTICIPANT' && !ofEmployer) return true;
  const recent = async <State>(of: AggregateName, named: string): Promise<State> =>
    (await program.aggregates.recent(tenant, of, named, MAX_AGE_MS)).state as State;
  if (aggregate === 'participant') return !ofEmployer && id === actor.id;
  if (aggregate !== 'trajectory' && aggregate !== 'programme') return false;
  const referral =
    aggregate === 'trajectory' ? firstReferral(await recent<TrajectoryState>('trajectory', id)) : undefined;
  if (!ofEmployer) return referral?.participantId === actor.id;
  const programme = aggregate === 'programme' ? id : referral?.programmeId;
  if (programme === undefined) return false;
  return createdProgramme(await recent<ProgrammeState>('programme', programme))?.employerId === actor.id;
}
