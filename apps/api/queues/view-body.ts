import { NestedField, TextField } from '@overstap/kernel';
import { QueueFilterFields } from '../queries/queue-parameters.js';

export class SaveQueueView {
  @TextField({ max: 60, description: 'As its owner calls it; one of the same name is replaced. No names of people' })
  readonly name!: string;
  @NestedField(() => QueueFilterFields) readonly filter!: QueueFilterFields;
}
