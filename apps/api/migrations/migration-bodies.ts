import { IdField, TextField, WholeField } from '@overstap/kernel';

/** From where to where; the answer are terms to complete. */
export class ProposeMigration {
  @IdField() readonly fromTemplate!: string;
  @WholeField({ min: 1 }) readonly fromVersion!: number;
  @IdField() readonly toTemplate!: string;
  @WholeField({ min: 1 }) readonly toVersion!: number;
  @IdField({ optional: true, description: 'Only the trajectories of this programme' }) readonly programme?: string;
  @IdField({ optional: true, description: 'Only this trajectory' }) readonly trajectory?: string;
  @TextField({ max: 500 }) readonly reason!: string;
}
