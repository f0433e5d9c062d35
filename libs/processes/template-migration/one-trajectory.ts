import { type AggregateCommand, type CommandHandler, commandIdOf } from '@overstap/commands';
import { type DecisionContext, isRefusal } from '@overstap/kernel';
import { type MigrationPreview, previewOf, type TrajectoryState, type TrajectoryWorld } from '@overstap/mobility';
import { type StoredMigration } from './dry-runs.js';

/** A dry run shows what it will be once another person applies it. */
const WHOEVER_APPLIES_IT = 'whoever-applies-it';

/** The command that migrates one trajectory: the same migration sends the same. */
export function commandFor(
  { tenant, hash, plan, actor: { type, id }, appliedBy }: Omit<StoredMigration, 'status'>,
  trajectory: string,
): AggregateCommand {
  const { programme: _programme, trajectory: _trajectory, ...terms } = plan;
  const approval = plan.recompute?.length ? { approvedBy: appliedBy?.id ?? WHOEVER_APPLIES_IT } : {};
  return {
    tenant,
    aggregate: 'trajectory',
    id: trajectory,
    type: 'MigrateTrajectory',
    data: { ...terms, ...approval, migrationId: hash },
    actor: { type, id },
    commandId: commandIdOf('template-migration', tenant, hash, trajectory),
    correlation: commandIdOf('template-migration', tenant, hash),
  };
}

function previewIn(
  { data }: AggregateCommand,
  state: unknown,
  world: unknown,
  context: DecisionContext,
): MigrationPreview {
  if (!isRefusal(world))
    return previewOf(
      data as Parameters<typeof previewOf>[0],
      state as TrajectoryState,
      world as TrajectoryWorld,
      context,
    );
  const { code, message } = world;
  const nothing = { phases: { before: [], after: [] }, clocks: [], tasks: { fallAway: [], arise: [], spared: [] } };
  return { blocker: { code, message }, ...nothing };
}

/** What the command would do now, at which revision, and whether it was carried out before. */
export async function lookAt(
  commands: Pick<CommandHandler, 'lookAt'>,
  command: AggregateCommand,
): Promise<{ readonly preview: MigrationPreview; readonly revision: number; readonly done: boolean }> {
  const { state, world, revision, done, context } = await commands.lookAt(command);
  return { preview: previewIn(command, state, world, context), revision, done };
}
