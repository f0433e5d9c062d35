import { IdField } from '@overstap/kernel';

/** A task that stays with the one who has it. */
export class KeptTask {
  @IdField() readonly taskId!: string;
}
