import { commandRows, creating, row } from '../command-rows.js';
import { PARTICIPANT_COMMANDS } from './commands.js';

export const participantCommands = commandRows('participant', PARTICIPANT_COMMANDS, {
  RegisterParticipant: creating(['PLANNER', 'PROGRAMME_MANAGER', 'SYSTEM'], 'Register a person and how to reach them'),
  ChangeParticipantDetails: row(
    ['PARTICIPANT', 'PLANNER', 'COACH', 'SYSTEM'],
    'Change a name, an address or another personal detail',
  ),
  RecordErasure: row(['SYSTEM'], 'Record that a person was erased'),
});
