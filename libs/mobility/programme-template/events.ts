import { CodeField, Event, IdField, NestedField, ObjectField, TextField, WholeField } from '@overstap/kernel';
import { BilingualName } from '../bilingual-name.js';
import { type TemplateDefinition } from './definition.js';

/** From now on trajectories can start by this version; it never changes. */
@Event({ privacy: 'P0' })
export class ProgrammeTemplatePublished {
  @IdField() templateId!: string;
  @WholeField({ min: 1 }) version!: number;
  @NestedField(() => BilingualName) names!: BilingualName;
  @IdField() programmeType!: string;
  @CodeField(['CLIENT_LED', 'SUITABLE_WORK', 'MIXED']) orientationNorm!: string;
  /** The whole of it: phases, deadlines, tasks and ladders. */
  @ObjectField() definition!: TemplateDefinition;
}

/** No new programme opens on this version; trajectories that run on it run on. */
@Event({ privacy: 'P0' })
export class ProgrammeTemplateRetired {
  @IdField() templateId!: string;
  @WholeField({ min: 1 }) version!: number;
  @TextField({ max: 500 }) reason!: string;
}
