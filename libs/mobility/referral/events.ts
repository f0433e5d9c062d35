import {
  CentsField,
  CodeField,
  DateField,
  DecimalField,
  Event,
  FlagField,
  IdField,
  NestedField,
  TextField,
  WholeField,
  type LocalDate,
} from '@overstap/kernel';
import { optional, P2, P3 } from '../event-fields.js';
import {
  AGE_BANDS,
  CHEMISTRY_RESULTS,
  CONTACT_CHANNELS,
  CONTACT_OUTCOMES,
  DECLINE_REASONS,
  INTERPRETER_FAILURES,
  REFERRAL_ORIGINS,
  REFERRAL_SOURCES,
  WHY_NOBODY_STANDS_IN,
} from './codes.js';
import { KeptTask } from './kept-task.js';
import { MatchingCriteria } from './matching-criteria.js';

type Channel = (typeof CONTACT_CHANNELS)[number];

/** Begins a trajectory. An import fills what its file has; only the ids, the day and where it came from must be there. */
@Event({ privacy: 'P1' })
export class ParticipantReferred {
  @IdField() readonly participantId!: string;
  @IdField() readonly programmeId!: string;
  @IdField() readonly templateId!: string;
  /** The version that this trajectory keeps until it is migrated. */
  @WholeField({ min: 1 }) readonly templateVersion!: number;
  @IdField(optional) readonly cohortId?: string;
  @WholeField({ min: 1, max: 1000, optional: true }) readonly wave?: number;
  /** The import that brought it, so that the import can be undone. */
  @IdField(optional) readonly batchId?: string;
  @DateField() readonly referredOn!: LocalDate;
  /** The day the employer told the person. */
  @DateField(optional) readonly notifiedOn?: LocalDate;
  @CodeField(REFERRAL_SOURCES) readonly source!: (typeof REFERRAL_SOURCES)[number];
  @CodeField(REFERRAL_ORIGINS) readonly origin!: (typeof REFERRAL_ORIGINS)[number];
  /** Job titles, grades and sites are sealed: a rare one names its holder. */
  @TextField({ max: 200, optional: true, ...P2 }) readonly functionCode?: string;
  @TextField({ max: 100, optional: true, ...P2 }) readonly functionLevel?: string;
  @TextField({ max: 200, optional: true, ...P2 }) readonly site?: string;
  @DecimalField({ max: 80, optional: true }) readonly hoursPerWeek?: number;
  @DecimalField({ max: 2, optional: true }) readonly fte?: number;
  @CentsField({ optional: true, ...P2 }) readonly grossMonthlyCents?: number;
  @WholeField({ max: 900, optional: true }) readonly tenureMonths?: number;
  @CodeField(AGE_BANDS, optional) readonly ageBand?: (typeof AGE_BANDS)[number];
  @DateField(optional) readonly contractEndOn?: LocalDate;
  @DateField(optional) readonly redundancyOn?: LocalDate;
}

@Event({ privacy: 'P1' })
export class ReferralCorrected {
  @IdField() readonly field!: string;
  /** Sealed too: the hash of a wage or a date is easily tried out. */
  @IdField(P2) readonly oldHash!: string;
  @TextField({ max: 200, ...P2 }) readonly newValue!: string;
  @TextField({ max: 500, ...P2 }) readonly reason!: string;
}

@Event({ privacy: 'P1' })
export class ParticipantInvited {
  @CodeField(CONTACT_CHANNELS) readonly channel!: Channel;
  @IdField() readonly language!: string;
  @DateField() readonly expiresOn!: LocalDate;
}

@Event({ privacy: 'P1' })
export class InvitationBounced {
  @CodeField(CONTACT_CHANNELS) readonly channel!: Channel;
  /** As the channel gives it: `5.1.1`. */
  @IdField() readonly code!: string;
}

@Event({ privacy: 'P1' })
export class PortalAccountActivated {
  @DateField() readonly on!: LocalDate;
}

@Event({ privacy: 'P1' })
export class PrivacyNoticeAcknowledged {
  @IdField() readonly version!: string;
  @IdField() readonly language!: string;
}

@Event({ privacy: 'P1' })
export class ParticipationDeclined {
  @CodeField(DECLINE_REASONS) readonly reason!: (typeof DECLINE_REASONS)[number];
  @DateField() readonly on!: LocalDate;
}

/** The invitation ran out and nobody ever came. */
@Event({ privacy: 'P1' })
export class ParticipationExpired {
  @DateField() readonly on!: LocalDate;
}

@Event({ privacy: 'P1' })
export class FirstContactAttempted {
  /** Which attempt this is, from 1. */
  @WholeField({ min: 1, max: 100 }) readonly n!: number;
  @CodeField(CONTACT_CHANNELS) readonly channel!: Channel;
  @CodeField(CONTACT_OUTCOMES) readonly outcome!: (typeof CONTACT_OUTCOMES)[number];
}

@Event({ privacy: 'P1' })
export class FirstContactMade {
  @DateField() readonly on!: LocalDate;
  @CodeField(CONTACT_CHANNELS) readonly channel!: Channel;
}

@Event({ privacy: 'P1' })
export class CoachProposed {
  @IdField() readonly coachId!: string;
  /** The level tells the kind of question, so it is sealed as the question is. */
  @NestedField(() => MatchingCriteria, P3) readonly criteria!: MatchingCriteria;
  @DecimalField({ max: 100 }) readonly score!: number;
}

@Event({ privacy: 'P1' })
export class ChemistryMeetingHeld {
  @DateField() readonly on!: LocalDate;
  @CodeField(CHEMISTRY_RESULTS) readonly result!: (typeof CHEMISTRY_RESULTS)[number];
}

@Event({ privacy: 'P1' })
export class CoachMatched {
  @IdField() readonly coachId!: string;
  /** Why this coach although a matching rule says otherwise. */
  @TextField({ max: 500, optional: true, ...P3 }) readonly overrideReason?: string;
}

@Event({ privacy: 'P1' })
export class CoachReassigned {
  @IdField() readonly from!: string;
  @IdField() readonly to!: string;
  @TextField({ max: 500, ...P3 }) readonly reason!: string;
  @FlagField() readonly handoverDone!: boolean;
  /** Why although the checklist had open items, or the coach no room. */
  @TextField({ max: 500, optional: true, ...P3 }) readonly overrideReason?: string;
}

/** The coach is away and another does the work; the trajectory stays the coach's own. */
@Event({ privacy: 'P1' })
export class CoachStandInNamed {
  /** The coach who is away. */
  @IdField() readonly coachId!: string;
  /** Absent when nobody can: then `why` says why not, and a team lead decides. */
  @IdField(optional) readonly standInId?: string;
  @CodeField(WHY_NOBODY_STANDS_IN, optional) readonly why?: (typeof WHY_NOBODY_STANDS_IN)[number];
  /** Tasks that were the stand-in's own already; they are not handed back. */
  @NestedField(() => KeptTask, { list: true, ...optional }) readonly keeps?: readonly KeptTask[];
  @DateField() readonly on!: LocalDate;
}

/** The coach is back, and with them the work. */
@Event({ privacy: 'P1' })
export class CoachStandInEnded {
  @IdField() readonly coachId!: string;
  @DateField() readonly on!: LocalDate;
}

@Event({ privacy: 'P1' })
export class InterpreterBooked {
  @IdField() readonly language!: string;
  /** The day of booking; the session says when the interpreter is needed. */
  @DateField() readonly on!: LocalDate;
}

@Event({ privacy: 'P1' })
export class InterpreterFailed {
  @IdField() readonly language!: string;
  @DateField() readonly on!: LocalDate;
  @CodeField(INTERPRETER_FAILURES) readonly code!: (typeof INTERPRETER_FAILURES)[number];
}

/** UWV permits the employer to end the contract. */
@Event({ privacy: 'P1' })
export class DismissalPermissionGranted {
  @DateField() readonly on!: LocalDate;
  @DateField(optional) readonly employmentEndsOn?: LocalDate;
}

/** Employer and employee agree on the end; the employee may withdraw within the cooling-off days. */
@Event({ privacy: 'P1' })
export class SettlementSigned {
  @DateField() readonly on!: LocalDate;
  @WholeField({
    min: 1,
    max: 366,
    description: 'As the law has it on that day: 14, or 21 where the settlement does not mention the right to withdraw',
  })
  readonly coolingOffDays!: number;
  @DateField() readonly employmentEndsOn!: LocalDate;
}

@Event({ privacy: 'P1' })
export class SettlementRevoked {
  @DateField() readonly on!: LocalDate;
}
