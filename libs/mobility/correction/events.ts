import { Event, IdField, ObjectField, TextField, type JsonObject } from '@overstap/kernel';
import { optional, P1, P2, P3, P4, P5 } from '../event-fields.js';

/**
 * A fact is put right: the changed fields of the event, apart by the privacy class that they have there, so that erasing a
 * person leaves corrected dates standing. `splitChanges` makes this of one object, `mergedChanges` makes one object of this.
 */
@Event({ privacy: 'P1' })
export class FactCorrected {
  @IdField() readonly eventId!: string;
  @ObjectField(P1) readonly changes!: JsonObject;
  @ObjectField({ ...P2, ...optional }) readonly searchChanges?: JsonObject;
  @ObjectField({ ...P3, ...optional }) readonly coachingChanges?: JsonObject;
  @ObjectField({ ...P4, ...optional }) readonly healthChanges?: JsonObject;
  @ObjectField({ ...P5, ...optional }) readonly identityChanges?: JsonObject;
  @TextField({ max: 500, ...P3 }) readonly reason!: string;
}

/** It was recorded on the wrong person or never happened. */
@Event({ privacy: 'P1' })
export class FactVoided {
  @IdField() readonly eventId!: string;
  @TextField({ max: 500, ...P3 }) readonly reason!: string;
}
