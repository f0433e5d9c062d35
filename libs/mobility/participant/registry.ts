import { commandRows, creating, row } from '../command-rows.js';
import { CLOCK_ROWS, taskRowsOf } from '../workflow/task-rows.js';
import { PARTICIPANT_COMMANDS } from './commands.js';

/** Who somebody is and how to reach them the intake desk enters, and they themselves, and the quality officer where that was asked for; coaches and managers read it alone (docs/privacy.md). */
export const participantCommands = commandRows('participant', PARTICIPANT_COMMANDS, {
  RegisterParticipant: creating(['PLANNER', 'SYSTEM'], 'Register a person and how to reach them'),
  ChangeParticipantDetails: row(
    ['PARTICIPANT', 'PLANNER', 'QUALITY_OFFICER', 'SYSTEM'],
    'Change a name, an address or another personal detail',
  ),
  ReceiveSubjectRequest: row(
    ['PARTICIPANT', 'QUALITY_OFFICER', 'SYSTEM'],
    'Record that a person asks for one of their rights; the time that the law gives runs',
  ),
  FulfilSubjectRequest: row(
    ['QUALITY_OFFICER', 'COACH', 'SYSTEM'],
    'Record that the request of a person is answered; one to put something right by the corrections that did so, which a coach may record too',
  ),
  RefuseSubjectRequest: row(['QUALITY_OFFICER'], 'Refuse the request of a person, with a reason that they read'),
  RestrictProcessing: row(
    ['QUALITY_OFFICER', 'SYSTEM'],
    'Keep everything about a person from their employer for now; receiving an objection or a request for it does so at once',
  ),
  LiftProcessingRestriction: row(['QUALITY_OFFICER', 'SYSTEM'], 'Let their employer hear of a person again'),
  PlaceRetentionHold: row(
    ['QUALITY_OFFICER'],
    'Forbid destroying what is recorded of a person, as while a dispute runs; erasure is refused meanwhile',
  ),
  ReleaseRetentionHold: row(['QUALITY_OFFICER'], 'Allow destroying what is recorded of a person again'),
  RecordKeyDestruction: row(['SYSTEM'], 'Record that a category of a person’s data was destroyed'),
  RecordErasure: row(['SYSTEM'], 'Record that a person was erased'),
  ...taskRowsOf(['QUALITY_OFFICER']),
  ...CLOCK_ROWS,
});
