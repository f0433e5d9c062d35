import { CodeField, DateField, Event, FlagField, IdField, ListField, type LocalDate } from '@overstap/kernel';
import { optional, P1, P3, RefField } from '../event-fields.js';
import { DATA_CATEGORIES } from '../participant/codes.js';
import { CONSENT_PURPOSES } from './codes.js';
import { ReportVersion } from './report-version.js';

@Event({ privacy: 'P1' })
export class ReportDrafted extends ReportVersion {}

/** Laid before the participant, who has five working days to object. */
@Event({ privacy: 'P1' })
export class ReportPreviewed extends ReportVersion {}

@Event({ privacy: 'P1' })
export class ReportObjected extends ReportVersion {
  @RefField(P3) readonly comment!: string;
}

@Event({ privacy: 'P1' })
export class ReportApproved extends ReportVersion {}

/** From here on the report does not change. */
@Event({ privacy: 'P1' })
export class ReportShared extends ReportVersion {
  /** The participant objects to it, and what they have to say goes with it; absent where they do not. */
  @FlagField(optional) readonly disputed?: boolean;
}

@Event({ privacy: 'P1' })
export class ReportWithdrawn extends ReportVersion {
  @RefField({ ...P3, ...optional }) readonly comment?: string;
}

/** The person lets somebody know something, for one purpose, until a day. */
@Event({ privacy: 'P2' })
export class ConsentGiven {
  @IdField(P1) readonly consentId!: string;
  @CodeField(CONSENT_PURPOSES) readonly purpose!: (typeof CONSENT_PURPOSES)[number];
  @ListField({ of: DATA_CATEGORIES, min: 1 }) readonly categories!: readonly (typeof DATA_CATEGORIES)[number][];
  @RefField(P3) readonly recipient!: string;
  @DateField(P1) readonly until!: LocalDate;
}

@Event({ privacy: 'P2' })
export class ConsentWithdrawn {
  @IdField(P1) readonly consentId!: string;
}

/** The participant wants no reminders any more; deadlines of the law are told all the same. */
@Event({ privacy: 'P1' })
export class RemindersOptedOut {
  @DateField() readonly on!: LocalDate;
}

@Event({ privacy: 'P1' })
export class RemindersOptedIn {
  @DateField() readonly on!: LocalDate;
}

/** From here on nothing new of the person goes to the employer: what the employer had stays as it is. `isDisclosureHeld` folds it. */
@Event({ privacy: 'P1' })
export class DisclosureHeld {
  @DateField() readonly on!: LocalDate;
}

@Event({ privacy: 'P1' })
export class DisclosureReleased {
  @DateField() readonly on!: LocalDate;
}

/** From closing on: how long a category of the file is kept. */
@Event({ privacy: 'P1' })
export class RetentionStarted {
  @CodeField(DATA_CATEGORIES) readonly class!: (typeof DATA_CATEGORIES)[number];
  @DateField() readonly until!: LocalDate;
}
