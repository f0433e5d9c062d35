import { EMPLOYER_SIDE, fact, INTAKE_DESK, PLANNING } from '../trajectory/fact.js';
import * as referral from './events.js';

export const REFERRAL_FACTS = {
  RecordDismissalPermission: fact(
    referral.DismissalPermissionGranted,
    'referred',
    [...EMPLOYER_SIDE, 'PLANNER', 'COACH'],
    'Record that UWV permits the dismissal',
  ),
  SignSettlement: fact(
    referral.SettlementSigned,
    'referred',
    [...EMPLOYER_SIDE, 'PLANNER', 'COACH', 'PARTICIPANT'],
    'Record that a settlement agreement was signed; its cooling-off days run from here',
  ),
  RevokeSettlement: fact(
    referral.SettlementRevoked,
    'referred',
    [...EMPLOYER_SIDE, 'PLANNER', 'COACH', 'PARTICIPANT'],
    'Record that the participant withdrew from the settlement',
  ),
  CorrectReferral: fact(
    referral.ReferralCorrected,
    'referred',
    ['PLANNER', 'PROGRAMME_MANAGER'],
    'Put right a field of the referral',
  ),
  RecordInvitationBounce: fact(
    referral.InvitationBounced,
    'referred',
    ['SYSTEM', 'PLANNER'],
    'Record that the invitation did not arrive',
  ),
  ActivatePortalAccount: fact(
    referral.PortalAccountActivated,
    'referred',
    ['PARTICIPANT', 'SYSTEM'],
    'The participant opens the portal for the first time',
  ),
  AcknowledgePrivacyNotice: fact(
    referral.PrivacyNoticeAcknowledged,
    'referred',
    ['PARTICIPANT', 'COACH'],
    'Record that the participant has taken note of who sees what',
  ),
  DeclineParticipation: fact(
    referral.ParticipationDeclined,
    'referred',
    ['PARTICIPANT', ...INTAKE_DESK],
    'Record that the person does not want the trajectory',
  ),
  AttemptFirstContact: fact(
    referral.FirstContactAttempted,
    'referred',
    INTAKE_DESK,
    'Record an attempt at the first personal contact',
  ),
  MakeFirstContact: fact(referral.FirstContactMade, 'referred', INTAKE_DESK, 'Record the first personal contact'),
  ProposeCoach: fact(
    referral.CoachProposed,
    'referred',
    ['PLANNER', 'TEAM_LEAD'],
    'Propose a coach and say by which criteria',
  ),
  HoldChemistryMeeting: fact(
    referral.ChemistryMeetingHeld,
    'referred',
    PLANNING,
    'Record the talk in which participant and coach see whether they fit',
  ),
  BookInterpreter: fact(referral.InterpreterBooked, 'referred', PLANNING, 'Record that an interpreter was booked'),
  RecordInterpreterFailure: fact(
    referral.InterpreterFailed,
    'referred',
    PLANNING,
    'Record that the interpreter failed',
  ),
} as const;
