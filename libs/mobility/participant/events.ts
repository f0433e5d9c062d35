import {
  CodeField,
  DateField,
  Event,
  IdField,
  IdListField,
  TextField,
  WholeField,
  type LocalDate,
} from '@overstap/kernel';
import { Matches } from 'class-validator';
import { optional, P1, P5 } from '../event-fields.js';
import { DATA_CATEGORIES, KEY_DESTRUCTION_REASONS, RESTRICTION_GROUNDS, SUBJECT_REQUEST_KINDS } from './codes.js';

const Email = Matches(/^[^\s@]+@[^\s@]+$/, { message: '$property must be a mail address' });

@Event({ privacy: 'P5' })
export class ParticipantRegistered {
  @IdField(P1) readonly participantId!: string;
  @IdField(P1) readonly employerId!: string;
  /** The employer's number for the employee. */
  @TextField({ max: 100 }) readonly externalId!: string;
  @TextField({ max: 200 }) readonly firstName!: string;
  @TextField({ max: 200 }) readonly lastName!: string;
  @TextField({ max: 254, optional: true }) @Email readonly email?: string;
  @TextField({ max: 40, optional: true }) readonly phone?: string;
  /** BCP 47: `nl`, `en`. */
  @IdField() readonly language!: string;
  @WholeField({ min: 1900, max: 2100, optional: true }) readonly birthYear?: number;
  @TextField({ max: 500, optional: true }) readonly address?: string;
}

/** Only the fields that changed. */
@Event({ privacy: 'P5' })
export class ParticipantDetailsChanged {
  @TextField({ max: 100, optional: true }) readonly externalId?: string;
  @TextField({ max: 200, optional: true }) readonly firstName?: string;
  @TextField({ max: 200, optional: true }) readonly lastName?: string;
  @TextField({ max: 254, optional: true }) @Email readonly email?: string;
  @TextField({ max: 40, optional: true }) readonly phone?: string;
  @IdField(optional) readonly language?: string;
  @WholeField({ min: 1900, max: 2100, optional: true }) readonly birthYear?: number;
  @TextField({ max: 500, optional: true }) readonly address?: string;
}

/** A person asks for one of their rights; the law gives a month. */
@Event({ privacy: 'P1' })
export class SubjectRequestReceived {
  @IdField() readonly requestId!: string;
  @CodeField(SUBJECT_REQUEST_KINDS) readonly kind!: (typeof SUBJECT_REQUEST_KINDS)[number];
  @DateField() readonly dueOn!: LocalDate;
  /** What is wrong, in the person's own words, where they ask for it to be put right. */
  @TextField({ max: 2000, ...P5, ...optional }) readonly wrong?: string;
  /** The entry of their timeline that it is about, where they name one. */
  @IdField(optional) readonly about?: string;
}

@Event({ privacy: 'P1' })
export class SubjectRequestFulfilled {
  @IdField() readonly requestId!: string;
  @CodeField(SUBJECT_REQUEST_KINDS) readonly kind!: (typeof SUBJECT_REQUEST_KINDS)[number];
  /** The events by which it was put right, where that was asked for. */
  @IdListField({ min: 1, max: 50, ...optional }) readonly corrections?: readonly string[];
}

/** What a person asked for is not done, and why: they may complain of that to the authority. */
@Event({ privacy: 'P1' })
export class SubjectRequestRefused {
  @IdField() readonly requestId!: string;
  @CodeField(SUBJECT_REQUEST_KINDS) readonly kind!: (typeof SUBJECT_REQUEST_KINDS)[number];
  @TextField({ max: 2000, ...P5 }) readonly reason!: string;
}

/** Nothing more about the person goes to their employer until it is lifted; the work with them goes on. */
@Event({ privacy: 'P1' })
export class ProcessingRestricted {
  @CodeField(RESTRICTION_GROUNDS) readonly ground!: (typeof RESTRICTION_GROUNDS)[number];
  @IdField(optional) readonly requestId?: string;
}

@Event({ privacy: 'P1' })
export class ProcessingRestrictionLifted {
  @IdField(optional) readonly requestId?: string;
}

/** Something, such as a dispute, forbids destroying a category for now. The reason lies under the key that goes last. */
@Event({ privacy: 'P1' })
export class RetentionHoldPlaced {
  @CodeField(DATA_CATEGORIES) readonly class!: (typeof DATA_CATEGORIES)[number];
  @TextField({ max: 500, ...P5 }) readonly reason!: string;
}

@Event({ privacy: 'P1' })
export class RetentionHoldReleased {
  @CodeField(DATA_CATEGORIES) readonly class!: (typeof DATA_CATEGORIES)[number];
  @TextField({ max: 500, ...P5 }) readonly reason!: string;
}

/** What the key of this category sealed can be read by nobody any more. */
@Event({ privacy: 'P1' })
export class SubjectKeyDestroyed {
  @CodeField(DATA_CATEGORIES) readonly class!: (typeof DATA_CATEGORIES)[number];
  @CodeField(KEY_DESTRUCTION_REASONS) readonly reason!: (typeof KEY_DESTRUCTION_REASONS)[number];
}

/** All keys of the person are destroyed; what remains counts, and names nobody. */
@Event({ privacy: 'P1' })
export class SubjectErased {
  @CodeField(KEY_DESTRUCTION_REASONS) readonly reason!: (typeof KEY_DESTRUCTION_REASONS)[number];
  @IdField(optional) readonly requestId?: string;
}
