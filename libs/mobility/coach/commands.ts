import { DateField, DecimalField, IdField, ListField, TextField, WholeField, type LocalDate } from '@overstap/kernel';
import { optional } from '../event-fields.js';
import { FallDue, RecomputeClocks } from '../workflow/task-commands.js';
import { CoachCapacityChanged, CoachCredentialRecorded, CoachRegistered } from './events.js';

export class RegisterCoach extends CoachRegistered {}

/** The fields that are to change, with their new values. */
export class ChangeCoachProfile {
  @TextField({ max: 200, ...optional }) readonly name?: string;
  @ListField(optional) readonly specialisms?: readonly string[];
  @ListField(optional) readonly regions?: readonly string[];
  @ListField({ min: 1, ...optional }) readonly languages?: readonly string[];
  @WholeField({ min: 1, max: 6, ...optional }) readonly maxComplexity?: number;
  @DecimalField({ max: 1000, ...optional }) readonly weightedMax?: number;
}

export class ChangeCoachCapacity extends CoachCapacityChanged {}

export class PutCoachInTeam {
  @IdField() readonly teamId!: string;
}

export class TakeCoachOutOfTeam {}

export class StartCoachAbsence {
  @DateField() readonly from!: LocalDate;
  /** The last day away, where it is known. */
  @DateField(optional) readonly until?: LocalDate;
  @IdField(optional) readonly substituteId?: string;
}

export class EndCoachAbsence {
  /** The first day back. */
  @DateField() readonly from!: LocalDate;
}

export class RecordCoachCredential extends CoachCredentialRecorded {}

export const COACH_COMMANDS = {
  RegisterCoach,
  ChangeCoachProfile,
  ChangeCoachCapacity,
  PutCoachInTeam,
  TakeCoachOutOfTeam,
  StartCoachAbsence,
  EndCoachAbsence,
  RecordCoachCredential,
  FallDue,
  RecomputeClocks,
};
