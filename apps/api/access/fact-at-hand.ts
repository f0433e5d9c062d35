import { EVENT_CATALOGUE, type TrajectoryState } from '@overstap/mobility';
import { readingOf } from '@overstap/policy';
import { type Asked } from './related.js';

/**
 * Whether a fact is of a class that the role always reads. Whoever knows the id of any other neither corrects it nor takes it back, and hears what they
 * would hear of an id that was never given out. True for an id that names no fact.
 */
export async function isFactAtHand(
  { program, tenant, actor }: Asked,
  trajectory: string,
  eventId: string,
): Promise<boolean> {
  if (actor.type === 'SYSTEM') return true;
  const { facts } = (await program.aggregates.current(tenant, 'trajectory', trajectory)).state as TrajectoryState;
  const fact = facts.find(({ id }) => id === eventId);
  const privacy = fact && EVENT_CATALOGUE.get(fact.type)?.privacy;
  return privacy === undefined || readingOf(actor.type, privacy) === 'always';
}
