import { type Aggregates, type CommandHandler, commandIdOf } from '@overstap/commands';
import {
  firstReferral,
  type ProgrammeState,
  statusOfProgramme,
  templateForNewcomers,
  type TrajectoryState,
} from '@overstap/mobility';
import { type StoredItem, type StoredMigration } from './dry-runs.js';

interface Parts {
  readonly aggregates: Pick<Aggregates, 'current'>;
  readonly commands: Pick<CommandHandler, 'handle'>;
}

/**
 * A programme of which nobody was left on the version before has moved as a whole: who is referred from now on comes on the new one. Another template
 * is for the people who were converted alone. Sent again after a crash, it is no news.
 */
export async function upgradeProgrammes(
  { aggregates, commands }: Parts,
  { tenant, hash, plan, actor: { type, id: by } }: StoredMigration,
  items: readonly StoredItem[],
): Promise<void> {
  const { fromTemplate, fromVersion, toTemplate, toVersion: to, programme, trajectory: alone } = plan;
  if (fromTemplate !== toTemplate || alone !== undefined) return;
  const moved = new Map<string, { left: boolean; deadlines: number }>(
    programme === undefined ? [] : [[programme, { left: false, deadlines: 0 }]],
  );
  for (const { trajectory, status, preview } of items) {
    const { state } = await aggregates.current(tenant, 'trajectory', trajectory);
    const { programmeId = '' } = firstReferral(state as TrajectoryState) ?? {};
    const so = moved.get(programmeId) ?? { left: false, deadlines: 0 };
    so.left ||= status !== 'MIGRATED';
    so.deadlines += preview.clocks.filter(({ change }) => change === 'MOVED').length;
    moved.set(programmeId, so);
  }
  for (const [id, { left, deadlines }] of moved) {
    const state = (await aggregates.current(tenant, 'programme', id)).state as ProgrammeState;
    const { templateId, templateVersion } = templateForNewcomers(state) ?? {};
    if (left || statusOfProgramme(state) === 'CLOSED') continue;
    if (templateId !== fromTemplate || templateVersion !== fromVersion) continue;
    await commands.handle({
      ...{ tenant, aggregate: 'programme', id, type: 'UpgradeProgrammeTemplate', actor: { type, id: by } },
      data: { to, scope: 'ALL_ACTIVE', movedDeadlines: deadlines },
      commandId: commandIdOf('template-migration', tenant, hash, 'programme', id),
      correlation: commandIdOf('template-migration', tenant, hash),
    });
  }
}
