import { IdField, ListField, ObjectField, TextField, WholeField } from '@overstap/kernel';

/** Codes of the template before and what they are called after; null for a phase that ends with the migration. */
export type CodeMap = Readonly<Record<string, string | null>>;

/** How trajectories go from one version of a template to another, or from one template to another. Codes that stay need no line. */
export class MigrationTerms {
  @IdField() readonly fromTemplate!: string;
  @WholeField({ min: 1 }) readonly fromVersion!: number;
  @IdField() readonly toTemplate!: string;
  @WholeField({ min: 1 }) readonly toVersion!: number;
  @ObjectField({ optional: true, description: 'Phase before to phase after; null ends it' }) readonly phases?: CodeMap;
  @ObjectField({ optional: true, description: 'Code of a task before to its code after' }) readonly tasks?: CodeMap;
  @ObjectField({ optional: true, description: 'Code of a deadline before to its code after' })
  readonly deadlines?: CodeMap;
  @ListField({ optional: true, description: 'Clocks that keep their dates beside the statutory and contract ones' })
  readonly keep?: string[];
  @ListField({ optional: true, description: 'Contract clocks that follow the new template; another person approves' })
  readonly recompute?: string[];
  @ListField({ optional: true, description: 'New tasks and deadlines that arise although their day has passed' })
  readonly raise?: string[];
  @TextField({ max: 500 }) readonly reason!: string;
}

export class MigrateTrajectory extends MigrationTerms {
  @IdField({ optional: true, description: 'The migration of many that this is part of' }) readonly migrationId?: string;
}

/** Beside what is told: the person who carries out the dry run of another. Nobody types it. */
export type ApprovedMigration = MigrateTrajectory & { readonly approvedBy?: string };
