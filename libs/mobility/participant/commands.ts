import { CodeField, DateField, IdField, type LocalDate } from '@overstap/kernel';
import { optional } from '../event-fields.js';
import { FallDue, RecomputeClocks, TASK_COMMANDS } from '../workflow/task-commands.js';
import { SUBJECT_REQUEST_KINDS } from './codes.js';
import { ParticipantDetailsChanged, ParticipantRegistered, SubjectErased } from './events.js';

export class RegisterParticipant extends ParticipantRegistered {}
/** The fields that are to change, with their new values. */
export class ChangeParticipantDetails extends ParticipantDetailsChanged {}

export class ReceiveSubjectRequest {
  @IdField() readonly requestId!: string;
  @CodeField(SUBJECT_REQUEST_KINDS) readonly kind!: (typeof SUBJECT_REQUEST_KINDS)[number];
  /** Today unless told; the time to answer runs from here. */
  @DateField(optional) readonly receivedOn?: LocalDate;
}

export class FulfilSubjectRequest {
  @IdField() readonly requestId!: string;
}

/** Sent by the erasure, once the keys are destroyed. */
export class RecordErasure extends SubjectErased {}

export const PARTICIPANT_COMMANDS = {
  RegisterParticipant,
  ChangeParticipantDetails,
  ReceiveSubjectRequest,
  FulfilSubjectRequest,
  RecordErasure,
  ...TASK_COMMANDS,
  FallDue,
  RecomputeClocks,
};
