import { ParticipantDetailsChanged, ParticipantRegistered } from './events.js';

export class RegisterParticipant extends ParticipantRegistered {}
/** The fields that are to change, with their new values. */
export class ChangeParticipantDetails extends ParticipantDetailsChanged {}

export const PARTICIPANT_COMMANDS = { RegisterParticipant, ChangeParticipantDetails };
