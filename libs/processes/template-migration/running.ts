import { type Aggregates } from '@overstap/commands';
import { type EventStore, START } from '@overstap/kernel';
import { runsOn, type TrajectoryState } from '@overstap/mobility';
import { type MigrationPlan } from './plan.js';

const PAGE = 1000;

/** Everybody who runs on the version, in the order of their ids: by the log, so that nobody is missed who came a moment ago. */
export async function runningOn(
  {
    store,
    aggregates,
  }: { readonly store: Pick<EventStore, 'readAll'>; readonly aggregates: Pick<Aggregates, 'current'> },
  tenant: string,
  {
    fromTemplate,
    fromVersion,
    programme,
    trajectory,
  }: Pick<MigrationPlan, 'fromTemplate' | 'fromVersion' | 'programme' | 'trajectory'>,
): Promise<readonly string[]> {
  const candidates = new Set<string>();
  for (let after = START, atHead = false; !atHead;) {
    const page = await store.readAll(after, PAGE, { tenant, types: ['ParticipantReferred', 'TrajectoryMigrated'] });
    for (const event of page.events) {
      const { templateId, templateVersion, toTemplate = templateId, toVersion = templateVersion } = event.data as Came;
      const isThere = toTemplate === fromTemplate && toVersion === fromVersion;
      const isMeant =
        (programme === undefined || event.programme === programme) &&
        (trajectory === undefined || event.trajectory === trajectory);
      if (isThere && event.trajectory !== undefined && isMeant) candidates.add(event.trajectory);
    }
    after = page.next;
    atHead = page.atHead;
  }
  const running: string[] = [];
  for (const id of [...candidates].toSorted()) {
    const { state } = await aggregates.current(tenant, 'trajectory', id);
    if (runsOn(state as TrajectoryState, fromTemplate, fromVersion)) running.push(id);
  }
  return running;
}

interface Came {
  readonly templateId?: string;
  readonly templateVersion?: number;
  readonly toTemplate?: string;
  readonly toVersion?: number;
}
