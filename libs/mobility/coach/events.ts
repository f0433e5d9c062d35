import {
  DateField,
  DecimalField,
  Event,
  IdField,
  ListField,
  TextField,
  WholeField,
  type LocalDate,
} from '@overstap/kernel';
import { optional, P1 } from '../event-fields.js';

@Event({ privacy: 'P5' })
export class CoachRegistered {
  @IdField(P1) readonly coachId!: string;
  @TextField({ max: 200 }) readonly name!: string;
  @ListField(P1) readonly specialisms!: readonly string[];
  @ListField(P1) readonly regions!: readonly string[];
  @ListField({ ...P1, min: 1 }) readonly languages!: readonly string[];
  /** The most complex career question this coach takes, 1 (choice) to 6 (youth). */
  @WholeField({ ...P1, min: 1, max: 6 }) readonly maxComplexity!: number;
  /** Caseload limit in weighted trajectories. */
  @DecimalField({ ...P1, max: 1000 }) readonly weightedMax!: number;
}

/** Only the fields that changed. */
@Event({ privacy: 'P5' })
export class CoachProfileChanged {
  @IdField(P1) readonly coachId!: string;
  @TextField({ max: 200, optional: true }) readonly name?: string;
  @ListField({ ...P1, optional: true }) readonly specialisms?: readonly string[];
  @ListField({ ...P1, optional: true }) readonly regions?: readonly string[];
  @ListField({ ...P1, optional: true, min: 1 }) readonly languages?: readonly string[];
  @WholeField({ ...P1, optional: true, min: 1, max: 6 }) readonly maxComplexity?: number;
  @DecimalField({ ...P1, optional: true, max: 1000 }) readonly weightedMax?: number;
}

@Event({ privacy: 'P1' })
export class CoachCapacityChanged {
  @DecimalField({ max: 1000 }) readonly weightedMax!: number;
  @DateField() readonly from!: LocalDate;
}

/** Out of the team they were in, if any: a coach is in one team at a time. */
@Event({ privacy: 'P1' })
export class CoachPutInTeam {
  @IdField() readonly coachId!: string;
  @IdField() readonly teamId!: string;
}

@Event({ privacy: 'P1' })
export class CoachTakenOutOfTeam {
  @IdField() readonly coachId!: string;
  @IdField() readonly teamId!: string;
}

/** Away from `from` on, until `until` where that is known; why is nobody's business. */
@Event({ privacy: 'P1' })
export class CoachAbsenceStarted {
  @IdField() readonly coachId!: string;
  @DateField() readonly from!: LocalDate;
  @DateField(optional) readonly until?: LocalDate;
  @IdField(optional) readonly substituteId?: string;
}

@Event({ privacy: 'P1' })
export class CoachAbsenceEnded {
  @IdField() readonly coachId!: string;
  /** The first day back. */
  @DateField() readonly from!: LocalDate;
}

@Event({ privacy: 'P1' })
export class CoachCredentialRecorded {
  /** The register: `NOLOC`, `CMI`. */
  @IdField() readonly register!: string;
  @DateField() readonly validUntil!: LocalDate;
}

@Event({ privacy: 'P1' })
export class CoachCredentialExpired {
  @IdField() readonly register!: string;
  @DateField() readonly validUntil!: LocalDate;
}
