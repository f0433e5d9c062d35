import { ParticipantDetailsChanged, ParticipantRegistered, SubjectErased } from './events.js';

export class RegisterParticipant extends ParticipantRegistered {}
/** The fields that are to change, with their new values. */
export class ChangeParticipantDetails extends ParticipantDetailsChanged {}

/** Sent by the erasure, once the keys are destroyed. */
export class RecordErasure extends SubjectErased {}

export const PARTICIPANT_COMMANDS = { RegisterParticipant, ChangeParticipantDetails, RecordErasure };
