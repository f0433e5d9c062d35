import {
  CodeField,
  DateField,
  Event,
  FlagField,
  IdField,
  IdListField,
  TextField,
  WholeField,
  type LocalDate,
} from '@overstap/kernel';
import { optional, P1 } from '../event-fields.js';
import {
  APPLICATION_CHANNELS,
  APPLICATION_STAGES,
  NETWORK_CONTACT_TYPES,
  NETWORK_OUTCOMES,
  REJECTION_STAGES,
  SUITABILITY_DECISIONS,
  VACANCY_SOURCES,
  WORK_TRIAL_KINDS,
  WORK_TRIAL_RESULTS,
} from './codes.js';

@Event({ privacy: 'P2' })
export class VacancySuggested {
  @IdField(P1) readonly vacancyId!: string;
  @CodeField(VACANCY_SOURCES) readonly source!: (typeof VACANCY_SOURCES)[number];
  @WholeField({ max: 100 }) readonly fit!: number;
}

@Event({ privacy: 'P2' })
export class VacancyDismissed {
  @IdField(P1) readonly vacancyId!: string;
  @TextField({ max: 500, optional: true }) readonly reason?: string;
}

@Event({ privacy: 'P2' })
export class ApplicationSubmitted {
  @IdField(P1) readonly applicationId!: string;
  @TextField({ max: 200 }) readonly occupation!: string;
  @TextField({ max: 200 }) readonly sector!: string;
  @CodeField(APPLICATION_CHANNELS) readonly channel!: (typeof APPLICATION_CHANNELS)[number];
  @DateField(P1) readonly on!: LocalDate;
}

@Event({ privacy: 'P2' })
export class ApplicationAdvanced {
  @IdField(P1) readonly applicationId!: string;
  @CodeField(APPLICATION_STAGES) readonly to!: (typeof APPLICATION_STAGES)[number];
  @DateField(P1) readonly on!: LocalDate;
}

@Event({ privacy: 'P2' })
export class ApplicationRejected {
  @IdField(P1) readonly applicationId!: string;
  @CodeField(REJECTION_STAGES) readonly stage!: (typeof REJECTION_STAGES)[number];
  @IdField(optional) readonly reasonCode?: string;
}

@Event({ privacy: 'P2' })
export class ApplicationWithdrawn {
  @IdField(P1) readonly applicationId!: string;
  @TextField({ max: 500 }) readonly reason!: string;
}

/** No answer for 42 days. */
@Event({ privacy: 'P2' })
export class ApplicationLapsed {
  @IdField(P1) readonly applicationId!: string;
  @TextField({ max: 500 }) readonly reason!: string;
}

@Event({ privacy: 'P2' })
export class NetworkContactLogged {
  @CodeField(NETWORK_CONTACT_TYPES) readonly contactType!: (typeof NETWORK_CONTACT_TYPES)[number];
  @DateField(P1) readonly on!: LocalDate;
  @CodeField(NETWORK_OUTCOMES) readonly outcome!: (typeof NETWORK_OUTCOMES)[number];
}

@Event({ privacy: 'P2' })
export class InterviewHeld {
  @IdField(P1) readonly applicationId!: string;
  @WholeField({ ...P1, min: 1, max: 20 }) readonly round!: number;
  @DateField(P1) readonly on!: LocalDate;
}

@Event({ privacy: 'P2' })
export class WorkTrialStarted {
  @CodeField(WORK_TRIAL_KINDS) readonly kind!: (typeof WORK_TRIAL_KINDS)[number];
  @DateField(P1) readonly from!: LocalDate;
}

/** The trial as it was, from its first day to its last. */
@Event({ privacy: 'P2' })
export class WorkTrialEnded {
  @CodeField(WORK_TRIAL_KINDS) readonly kind!: (typeof WORK_TRIAL_KINDS)[number];
  @DateField(P1) readonly from!: LocalDate;
  @DateField(P1) readonly to!: LocalDate;
  @CodeField(WORK_TRIAL_RESULTS) readonly result!: (typeof WORK_TRIAL_RESULTS)[number];
}

@Event({ privacy: 'P2' })
export class OfferReceived {
  @IdField(P1) readonly applicationId!: string;
  @DateField(P1) readonly on!: LocalDate;
}

@Event({ privacy: 'P2' })
export class OfferAccepted {
  @IdField(P1) readonly applicationId!: string;
  @DateField(P1) readonly on!: LocalDate;
}

@Event({ privacy: 'P2' })
export class OfferDeclined {
  @IdField(P1) readonly applicationId!: string;
  @DateField(P1) readonly on!: LocalDate;
  @TextField({ max: 500, optional: true }) readonly reason?: string;
}

/** A job that the employer holds suitable under the social plan or the law; refusing it may have consequences. */
@Event({ privacy: 'P2' })
export class SuitableJobOffered {
  @IdField(P1) readonly offerId!: string;
  @FlagField(P1) readonly internal!: boolean;
  /** Salary scales up (positive) or down (negative). */
  @WholeField({ min: -20, max: 20 }) readonly scaleDelta!: number;
  /** One way. */
  @WholeField({ max: 600 }) readonly travelMinutes!: number;
  @DateField(P1) readonly respondBy!: LocalDate;
}

@Event({ privacy: 'P2' })
export class SuitableJobAccepted {
  @IdField(P1) readonly offerId!: string;
  @DateField(P1) readonly on!: LocalDate;
}

@Event({ privacy: 'P2' })
export class SuitableJobRefused {
  @IdField(P1) readonly offerId!: string;
  @DateField(P1) readonly on!: LocalDate;
  @TextField({ max: 500, optional: true }) readonly reason?: string;
}

@Event({ privacy: 'P2' })
export class SuitabilityDisputed {
  @IdField(P1) readonly offerId!: string;
  @TextField({ max: 200 }) readonly committee!: string;
  @DateField(P1) readonly on!: LocalDate;
  /** Who decides it: their ids as members of the committee, which let them read the case and record the decision. */
  @IdListField({ min: 1, max: 20, ...P1, ...optional }) readonly members?: readonly string[];
}

@Event({ privacy: 'P2' })
export class SuitabilityDecided {
  @IdField(P1) readonly offerId!: string;
  @TextField({ max: 200 }) readonly committee!: string;
  @CodeField(SUITABILITY_DECISIONS, P1) readonly decision!: (typeof SUITABILITY_DECISIONS)[number];
  @DateField(P1) readonly on!: LocalDate;
}

/** A window of the unemployment benefit with its duty to look for work; for the participant alone. */
@Event({ privacy: 'P2' })
export class BenefitWindowClosed {
  @DateField(P1) readonly start!: LocalDate;
  @DateField(P1) readonly end!: LocalDate;
  @WholeField({ max: 1000 }) readonly activities!: number;
  /** 4 by law. */
  @WholeField({ max: 100 }) readonly target!: number;
}
