import { CodeField, DateField, Event, IdField, InstantField, TextField, WholeField } from '@overstap/kernel';

@Event({ privacy: 'P1' })
export class PhaseEntered {
  @IdField() phaseId!: string;
  @DateField() on!: string;
  @DateField({ optional: true }) dueOn?: string;
  @WholeField({ optional: true }) budgetMinutes?: number;
  /** Of a phase that repeats: which time it begins; absent the first time. */
  @WholeField({ optional: true, min: 2, max: 100 }) round?: number;
}

@Event({ privacy: 'P1' })
export class PhaseCompleted {
  @IdField() phaseId!: string;
  @DateField() on!: string;
  @CodeField(['EXIT_CRITERIA', 'LANDED', 'CLOSED', 'ERASED']) result!: string;
}

@Event({ privacy: 'P1' })
export class PhaseSkipped {
  @IdField() phaseId!: string;
  @CodeField(['LANDED', 'CLOSED', 'ERASED', 'DECIDED', 'ANCHOR_VOIDED', 'MIGRATED']) reason!: string;
  /** Why whoever decided it did so. */
  @TextField({ optional: true, max: 500, privacy: 'P2' }) note?: string;
}

@Event({ privacy: 'P1' })
export class PhaseReopened {
  @IdField() phaseId!: string;
  @CodeField(['REOPENED', 'CORRECTED', 'DECIDED']) reason!: string;
  /** DECIDED only: the day from which it is open again; absent where it had never begun and its time is still to come. */
  @DateField({ optional: true }) on?: string;
  /** REOPENED and CORRECTED: the time in which it was over, or was taken to be; its clocks stand still in it. Absent where there was none. */
  @InstantField({ optional: true }) overFrom?: string;
  @InstantField({ optional: true }) overTo?: string;
  /** Why whoever decided it did so. */
  @TextField({ optional: true, max: 500, privacy: 'P2' }) note?: string;
}

export const PHASE_EVENTS = {
  PhaseEntered,
  PhaseCompleted,
  PhaseSkipped,
  PhaseReopened,
};
