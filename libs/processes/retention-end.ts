import { localDateOf } from '@overstap/calendar';
import { commandIdOf } from '@overstap/commands';
import { type Category, type Clock, type EventStore, type LocalDate } from '@overstap/kernel';
import { factsOf, HOME_ZONE, type ParticipantState, type TrajectoryState } from '@overstap/mobility';
import { recordErasure } from '@overstap/operation';
import { type RetentionEnd, retentionEndsOfAll } from '@overstap/projections';
import { type ErasureParts } from './person-erasure.js';
import { trajectoriesOfPerson } from './trajectories-of-person.js';

export interface RetentionEndParts extends ErasureParts {
  readonly store: Pick<EventStore, 'readAll'>;
  readonly clock: Clock;
  /** Erases the whole person, account included. */
  forget(tenant: string, participant: string): Promise<void>;
}

const PROCESS = { type: 'SYSTEM', id: 'retention' } as const;

/** Destroys what is kept no longer, of everybody; what is under a legal hold stays. Answers how many categories went. */
export async function endRetention(parts: RetentionEndParts): Promise<number> {
  const today = localDateOf(HOME_ZONE, parts.clock.now());
  const people = new Map<string, { tenant: string; participant: string; ends: RetentionEnd[] }>();
  for (const end of await retentionEndsOfAll(parts.database.worker, today)) {
    const key = JSON.stringify([end.tenant, end.participant]);
    const known = people.get(key) ?? { tenant: end.tenant, participant: end.participant, ends: [] };
    people.set(key, { ...known, ends: [...known.ends, end] });
  }
  let gone = 0;
  for (const { tenant, participant, ends } of people.values())
    gone += await endOf(
      parts,
      tenant,
      participant,
      ends.map((end) => end.class),
    );
  return gone;
}

async function endOf(
  parts: RetentionEndParts,
  tenant: string,
  participant: string,
  ended: readonly Category[],
): Promise<number> {
  const { state } = await parts.aggregates.current(tenant, 'participant', participant);
  const going = notHeld(ended, state as ParticipantState);
  if (going.length === 0) return 0;
  if (going.includes('identity')) {
    // The erasure ends whatever task is left, as if nobody had done it.
    await completeTasks(parts, tenant, participant, going);
    await parts.forget(tenant, participant);
    return going.length;
  }
  await destroy(parts, tenant, participant, going);
  await completeTasks(parts, tenant, participant, going);
  return going.length;
}

/** Who somebody is goes with the last of the others: it stays for as long as any of them is held. */
export const notHeld = (ended: readonly Category[], { held, erased }: Pick<ParticipantState, 'held' | 'erased'>) =>
  ended.filter(
    (category) => !held.has(category) && !erased.has(category) && (category !== 'identity' || held.size === 0),
  );

/** The keys go first; whatever of this is not done when the program ends is done again. */
async function destroy(
  { database, erasure, aggregates, commands, dataDir }: RetentionEndParts,
  tenant: string,
  participant: string,
  categories: readonly Category[],
): Promise<void> {
  await erasure.erase(tenant, participant, categories);
  await recordErasure(dataDir, { tenant, subject: participant, categories });
  aggregates.forgetAll();
  // A copy of the file holds them too, under a key that stays.
  await database.worker.query('DELETE FROM person_file WHERE tenant = $1 AND participant = $2', [tenant, participant]);
  for (const category of categories)
    await commands.handle({
      tenant,
      aggregate: 'participant',
      id: participant,
      type: 'RecordKeyDestruction',
      data: { class: category, reason: 'RETENTION' },
      actor: PROCESS,
      commandId: commandIdOf('retention-end', tenant, participant, category),
    });
}

/** What R19 asks of the quality officer is done with it: the n-th start of retention raised its n-th task. */
async function completeTasks(
  parts: RetentionEndParts,
  tenant: string,
  participant: string,
  categories: readonly Category[],
): Promise<void> {
  const today = localDateOf(HOME_ZONE, parts.clock.now());
  for (const { trajectory } of await trajectoriesOfPerson(parts, tenant, participant)) {
    const { state } = await parts.aggregates.current(tenant, 'trajectory', trajectory);
    const starts = factsOf((state as TrajectoryState).facts, 'RetentionStarted');
    for (const [nth, { data }] of starts.entries()) {
      const { class: category, until } = data as { readonly class: Category; readonly until: LocalDate };
      if (!categories.includes(category) || until > today) continue;
      const taskId = `RETENTION_END.${nth + 1}`;
      // Somebody may have completed it, and a template may ask for none.
      await parts.commands.handle({
        tenant,
        aggregate: 'trajectory',
        id: trajectory,
        type: 'CompleteTask',
        data: { taskId },
        actor: PROCESS,
        commandId: commandIdOf('retention-task', trajectory, taskId),
      });
    }
  }
}
