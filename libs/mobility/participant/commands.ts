import { type Category, CodeField, DateField, IdField, ListField, type LocalDate, TextField } from '@overstap/kernel';
import { optional } from '../event-fields.js';
import { FallDue, RecomputeClocks, TASK_COMMANDS } from '../workflow/task-commands.js';
import { DATA_CATEGORIES, RESTRICTION_GROUNDS, SUBJECT_REQUEST_KINDS } from './codes.js';
import { ParticipantDetailsChanged, ParticipantRegistered, SubjectErased, SubjectKeyDestroyed } from './events.js';

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

export class RestrictProcessing {
  @CodeField(RESTRICTION_GROUNDS) readonly ground!: (typeof RESTRICTION_GROUNDS)[number];
  /** The request that it answers. */
  @IdField(optional) readonly requestId?: string;
}

export class LiftProcessingRestriction {
  /** The request that is answered with it. */
  @IdField(optional) readonly requestId?: string;
}

export class PlaceRetentionHold {
  /** All of them unless told. */
  @ListField({ of: DATA_CATEGORIES, min: 1, ...optional }) readonly classes?: readonly Category[];
  @TextField({ max: 500 }) readonly reason!: string;
}

export class ReleaseRetentionHold extends PlaceRetentionHold {}

/** Sent when the time for which a category is kept is over, once its key is destroyed. */
export class RecordKeyDestruction extends SubjectKeyDestroyed {}

/** Sent by the erasure, once the keys are destroyed. */
export class RecordErasure extends SubjectErased {}

export const PARTICIPANT_COMMANDS = {
  RegisterParticipant,
  ChangeParticipantDetails,
  ReceiveSubjectRequest,
  FulfilSubjectRequest,
  RestrictProcessing,
  LiftProcessingRestriction,
  PlaceRetentionHold,
  ReleaseRetentionHold,
  RecordKeyDestruction,
  RecordErasure,
  ...TASK_COMMANDS,
  FallDue,
  RecomputeClocks,
};
