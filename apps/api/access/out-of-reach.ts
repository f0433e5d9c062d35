import { type AggregateName, streamOf } from '@overstap/kernel';
import { isProposalAnswer } from '@overstap/mobility';
import { type Relation, scopeOf } from '@overstap/policy';
import { isKnownAggregate, type KnownAggregate, knownReach } from '@overstap/projections';
import { type About, type Asked } from './related.js';

/**
 * Whether something is surely not within somebody's reach, by one row and one revision: the same look-up for what is others' as for what was never there, so
 * that the time of the answer says nothing either, from the first time that somebody asks. Folding a stream, which takes the longer the more there is in it,
 * is left to what may well be theirs, and to what the read models have not seen the end of yet.
 */
export async function isOutOfReach(
  { program, tenant, actor }: Asked,
  aggregate: AggregateName,
  id: string,
  { command = '', workshop, offer }: About,
): Promise<boolean> {
  const scope = scopeOf(actor);
  const has = (...relations: readonly Relation[]): boolean => relations.some((each) => scope.relations.includes(each));
  // Of these the read models do not say it.
  if (has('PROPOSED') && isProposalAnswer(command)) return false;
  if ((has('WORKSHOP') && workshop !== undefined) || (has('COMMITTEE') && offer !== undefined)) return false;
  if (!isKnownAggregate(aggregate) || !has(...BY[aggregate])) return false;
  const known = await program.database.readAs(tenant, (client) => knownReach(client, scope, aggregate, id));
  const revision = await program.store.revisionOf(tenant, streamOf(aggregate, id));
  // A person's own stream says nothing of who has to do with them: of somebody in the directory trajectories alone say it, as they do in `related.ts`.
  const seen = aggregate === 'participant' && known.revision >= 0;
  return !known.reached && (seen || known.revision === revision);
}

/** Through which relations the rows of read models tell; other roles are looked at for each of these aggregates as a whole. */
const BY: Readonly<Record<KnownAggregate, readonly Relation[]>> = {
  trajectory: ['PLANNER', 'SELF', 'COACH', 'STAND_IN', 'TEAM', 'EMPLOYER', 'CASE', 'TASK', 'WORKSHOP', 'COMMITTEE'],
  programme: ['PLANNER', 'EMPLOYER', 'CASE'],
  participant: ['PLANNER', 'COACH', 'STAND_IN', 'TEAM', 'EMPLOYER', 'CASE'],
  coach: ['COACH', 'TEAM'],
};
