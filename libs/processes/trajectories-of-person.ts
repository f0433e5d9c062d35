import { type EventStore, START } from '@overstap/kernel';
import { type Database } from '@overstap/platform';

const PAGE = 1000;

/** The trajectories of a person with their programmes: those that the read model knows, and those referred since it was written. */
export async function trajectoriesOfPerson(
  { database, store }: { readonly database: Pick<Database, 'worker'>; readonly store: Pick<EventStore, 'readAll'> },
  tenant: string,
  participant: string,
): Promise<readonly { readonly trajectory: string; readonly programme: string | null }[]> {
  // First the place and then the rows: what comes in between is seen twice rather than not at all.
  const { rows: places } = await database.worker.query<{ position: string }>(
    `SELECT position FROM projection_checkpoint WHERE name = 'trajectory_summary' AND state = 'live'`,
  );
  const { rows } = await database.worker.query<{ trajectory: string; programme: string | null }>(
    `SELECT trajectory, programme FROM read_model.trajectory_summary WHERE tenant = $1 AND participant = $2 ORDER BY trajectory`,
    [tenant, participant],
  );
  const found = new Map(rows.map(({ trajectory, programme }) => [trajectory, programme]));
  for (let after = places[0]?.position ?? START, atHead = false; !atHead;) {
    const page = await store.readAll(after, PAGE, { tenant, types: ['ParticipantReferred'] });
    for (const { subject, trajectory, programme } of page.events)
      if (subject === participant && trajectory !== undefined) found.set(trajectory, programme ?? null);
    after = page.next;
    atHead = page.atHead;
  }
  return [...found].map(([trajectory, programme]) => ({ trajectory, programme }));
}
