import {
  CentsField,
  CodeField,
  DateField,
  Event,
  FlagField,
  IdField,
  ObjectField,
  TextField,
  WholeField,
  type LocalDate,
} from '@overstap/kernel';
import { optional, P2, P4 } from '../event-fields.js';
import { CONTACT_CHANNELS } from '../referral/codes.js';
import { type Carried, type Spared } from './migration/carrying.js';
import { type KeptTerms } from './migration/kept-terms.js';
import { HEALTH_PAUSE_REASONS, PAUSE_REASONS_IN_CLEAR, type PauseReasonInClear } from './codes.js';

/** Follows from the intake, or from what else the template names as the start; `on` is the T of every offset. */
@Event({ privacy: 'P1' })
export class TrajectoryStarted {
  @DateField() readonly on!: LocalDate;
  @DateField() readonly plannedEndOn!: LocalDate;
  @WholeField({ min: 1 }) readonly templateVersion!: number;
}

/** Which clocks it stops is the template's business, by kind of clock and reason. */
@Event({ privacy: 'P1' })
export class TrajectoryPaused {
  @DateField() readonly from!: LocalDate;
  @DateField() readonly expectedResumeOn!: LocalDate;
  @CodeField(PAUSE_REASONS_IN_CLEAR) readonly reasonCode!: PauseReasonInClear;
  /** A code, never a description: a diagnosis has no place here. */
  @CodeField(HEALTH_PAUSE_REASONS, { ...P4, ...optional })
  readonly healthReason?: (typeof HEALTH_PAUSE_REASONS)[number];
  /** After so many days a task asks whether it can go on; nothing resumes by itself. */
  @WholeField({ min: 1, max: 3660, ...optional }) readonly maximumDays?: number;
  /** Id of the document that shows it, where the reason asks for one. */
  @IdField(optional) readonly evidence?: string;
}

@Event({ privacy: 'P1' })
export class TrajectoryResumed {
  @DateField() readonly on!: LocalDate;
  @WholeField({ max: 3660 }) readonly shiftedDays!: number;
}

/** The end of the contract moves by two people: one asks, another decides. */
@Event({ privacy: 'P1' })
export class ExtensionRequested {
  @WholeField({ min: 1, max: 3660 }) readonly days!: number;
  @TextField({ max: 500, ...P2 }) readonly reason!: string;
  @CentsField() readonly costCents!: number;
  /** The account that asked, whatever its role: it does not decide. */
  @IdField(optional) readonly account?: string;
}

@Event({ privacy: 'P1' })
export class ExtensionDecided {
  @FlagField() readonly granted!: boolean;
  @IdField() readonly by!: string;
}

/** What an extension that was granted does; `approvedBy` granted it. */
@Event({ privacy: 'P1' })
export class TrajectoryExtended {
  @WholeField({ min: 1, max: 3660 }) readonly days!: number;
  @DateField() readonly newEnd!: LocalDate;
  @TextField({ max: 500, ...P2 }) readonly reason!: string;
  @IdField() readonly approvedBy!: string;
  @CentsField() readonly costCents!: number;
}

/** Goes on under another template, such as IND-12 after IND-6. */
@Event({ privacy: 'P1' })
export class TrajectoryConverted {
  @IdField() readonly fromTemplate!: string;
  @IdField() readonly toTemplate!: string;
  @TextField({ max: 500, ...P2 }) readonly reason!: string;
}

/** Goes on under another version of its template, or under another template; what follows from that is in the same append. */
@Event({ privacy: 'P1' })
export class TrajectoryMigrated {
  @IdField() readonly fromTemplate!: string;
  @WholeField({ min: 1 }) readonly fromVersion!: number;
  @IdField() readonly toTemplate!: string;
  @WholeField({ min: 1 }) readonly toVersion!: number;
  /** What is over already and is known under another code from now on. */
  @ObjectField() readonly carried!: Carried;
  /** Terms of the template before that go on to hold, because their clocks do not move. */
  @ObjectField() readonly kept!: KeptTerms;
  /** What the new template asks for on a day that has passed, and nobody has to do any more. */
  @ObjectField() readonly spared!: Spared;
  @TextField({ max: 500, ...P2 }) readonly reason!: string;
  @IdField(optional) readonly approvedBy?: string;
  /** The migration of many that it was part of. */
  @IdField(optional) readonly migrationId?: string;
}

/** Only clocks of kind CONTRACT can be waived: one person asks, another decides. */
@Event({ privacy: 'P1' })
export class WaiverRequested {
  @IdField() readonly clockId!: string;
  @TextField({ max: 500, ...P2 }) readonly reason!: string;
  /** The account that asked, whatever its role: it does not decide. */
  @IdField(optional) readonly account?: string;
}

@Event({ privacy: 'P1' })
export class WaiverDecided {
  @IdField() readonly clockId!: string;
  @FlagField() readonly granted!: boolean;
  @IdField() readonly by!: string;
}

/** What two people agreed on is taken back by two: one asks, another decides. */
@Event({ privacy: 'P1' })
export class FactVoidRequested {
  /** The fact that is to be taken back. */
  @IdField() readonly eventId!: string;
  @TextField({ max: 500, ...P2 }) readonly reason!: string;
  @IdField(optional) readonly account?: string;
}

@Event({ privacy: 'P1' })
export class FactVoidDecided {
  @IdField() readonly eventId!: string;
  @FlagField() readonly granted!: boolean;
  @IdField() readonly by!: string;
}

/** Everything of the person was destroyed: nothing of their trajectory goes on, aftercare and retention included. */
@Event({ privacy: 'P1' })
export class PersonErased {
  @DateField() readonly on!: LocalDate;
}

/** A message that no retry will deliver. */
@Event({ privacy: 'P1' })
export class DeliveryFailed {
  @CodeField(CONTACT_CHANNELS) readonly channel!: (typeof CONTACT_CHANNELS)[number];
  @IdField() readonly code!: string;
}
