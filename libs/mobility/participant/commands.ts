import {
  type Category,
  CodeField,
  DateField,
  IdField,
  IdListField,
  ListField,
  type LocalDate,
  TextField,
} from '@overstap/kernel';
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
  @TextField({ max: 2000, ...optional, description: 'What is wrong, for RECTIFY; in the person’s own words' })
  readonly wrong?: string;
  @IdField({ ...optional, description: 'The entry of their timeline that is wrong, for RECTIFY, where one is' })
  readonly about?: string;
}

export class FulfilSubjectRequest {
  @IdField() readonly requestId!: string;
  @IdListField({ min: 1, max: 50, ...optional, description: 'The events by which it was put right; for RECTIFY' })
  readonly corrections?: readonly string[];
  @IdField({ ...optional, description: 'The trajectory that these are of; not for the person’s own details' })
  readonly trajectory?: string;
}

export class RefuseSubjectRequest {
  @IdField() readonly requestId!: string;
  @TextField({ max: 2000, min: 1, description: 'Why not; the person reads it' }) readonly reason!: string;
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
  RefuseSubjectRequest,
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
