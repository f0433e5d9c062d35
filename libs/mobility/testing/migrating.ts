import { type Actor, isRefusal, type Refusal } from '@overstap/kernel';
import { type TemplateDefinition, type WorkflowDefinition } from '../programme-template/definition.js';
import { type ApprovedMigration } from '../trajectory/migration/command.js';
import { type MigrationPreview, previewOf } from '../trajectory/migration/preview.js';
import { type TrajectoryEvent } from '../trajectory/state.js';
import { type TrajectoryLife } from './trajectory-life.js';

export const MANAGER: Actor = { type: 'PROGRAMME_MANAGER', id: 'manager-1' };

/** The next version of a template, with what is other in it. */
export const nextVersion = (
  template: TemplateDefinition,
  change: (workflow: WorkflowDefinition) => Partial<WorkflowDefinition> = () => ({}),
): TemplateDefinition => ({
  ...template,
  version: template.version + 1,
  trajectory: { ...template.trajectory, ...change(template.trajectory) },
});

type Terms = Partial<ApprovedMigration>;

const termsFor = ({ world }: TrajectoryLife, to: TemplateDefinition, terms: Terms): ApprovedMigration => ({
  fromTemplate: world.template.code,
  fromVersion: world.template.version,
  toTemplate: to.code,
  toVersion: to.version,
  reason: 'a better template',
  ...terms,
});

/** Migrates a life; its world is of the new template from then on, unless that was refused. */
export function migrate(
  life: TrajectoryLife,
  to: TemplateDefinition,
  terms: Terms = {},
): readonly TrajectoryEvent[] | Refusal {
  const { world } = life;
  life.world = { ...world, target: { template: to, calendar: world.calendar } };
  const decided = life.attempt(
    { type: 'MigrateTrajectory', data: termsFor({ ...life, world } as TrajectoryLife, to, terms) },
    MANAGER,
  );
  life.world = isRefusal(decided) ? world : { ...world, template: to };
  return decided;
}

export function previewed(life: TrajectoryLife, to: TemplateDefinition, terms: Terms = {}): MigrationPreview {
  const world = { ...life.world, target: { template: to, calendar: life.world.calendar } };
  return previewOf(termsFor(life, to, terms), life.state, world, {
    now: life.now,
    actor: MANAGER,
    newId: () => 'preview',
  });
}

/** Every open clock with its date. */
export const datesOf = ({ state }: TrajectoryLife): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    Object.values(state.workflow.clocks)
      .filter(({ status }) => status !== 'STOPPED')
      .map(({ clockId, dueOn }) => [clockId, dueOn]),
  );
