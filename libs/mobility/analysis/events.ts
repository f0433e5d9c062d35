import {
  CentsField,
  CodeField,
  DateField,
  DecimalField,
  Event,
  FlagField,
  IdField,
  ListField,
  TextField,
  WholeField,
  type LocalDate,
} from '@overstap/kernel';
import { optional, P1, P3, RefField } from '../event-fields.js';
import { QUESTION_TYPES, type QuestionType } from '../intake/codes.js';
import { ASSESSORS, PARTIES } from '../parties.js';
import {
  BROADENING_DIMENSIONS,
  ENVIRONMENT_QUESTIONS,
  INSTRUMENT_THEMES,
  ORIENTATION_NORMS,
  SELF_QUESTIONS,
  TRAINING_FUNDERS,
} from './codes.js';

/** A test or questionnaire. Which one it was tells something of the person, so its id is sealed with the rest. */
@Event({ privacy: 'P2' })
export class InstrumentAssigned {
  @IdField() readonly instrumentId!: string;
  @CodeField(INSTRUMENT_THEMES) readonly theme!: (typeof INSTRUMENT_THEMES)[number];
  @ListField({ of: QUESTION_TYPES, ...P3 }) readonly questionTypes!: readonly QuestionType[];
}

@Event({ privacy: 'P3' })
export class InstrumentCompleted {
  @IdField() readonly instrumentId!: string;
  @DateField(P1) readonly on!: LocalDate;
  @RefField() readonly resultRef!: string;
  @IdField() readonly normVersion!: string;
}

@Event({ privacy: 'P2' })
export class InstrumentDiscussed {
  @IdField() readonly instrumentId!: string;
  @DateField(P1) readonly on!: LocalDate;
}

@Event({ privacy: 'P3' })
export class InstrumentSummaryShared {
  @IdField() readonly instrumentId!: string;
  @CodeField(PARTIES) readonly toRole!: (typeof PARTIES)[number];
  @IdField(P1) readonly consentId!: string;
}

@Event({ privacy: 'P3' })
export class SelfAnalysisStatementRecorded {
  @CodeField(SELF_QUESTIONS) readonly question!: (typeof SELF_QUESTIONS)[number];
  @RefField() readonly ref!: string;
  @WholeField({ min: 1, max: 5 }) readonly confidence!: number;
}

@Event({ privacy: 'P2' })
export class EnvironmentAnalysisStatementRecorded {
  @CodeField(ENVIRONMENT_QUESTIONS) readonly question!: (typeof ENVIRONMENT_QUESTIONS)[number];
  @RefField() readonly ref!: string;
  @WholeField({ min: 1, max: 5 }) readonly confidence!: number;
}

/** What somebody does not want is easier to say; `hard` leaves no exception. */
@Event({ privacy: 'P2' })
export class ExclusionCriterionRecorded {
  @TextField({ max: 200 }) readonly kind!: string;
  @FlagField() readonly hard!: boolean;
}

@Event({ privacy: 'P2' })
export class PersonProfileApproved {
  @WholeField({ ...P1, min: 1, max: 1000 }) readonly version!: number;
  @CodeField(ASSESSORS) readonly by!: (typeof ASSESSORS)[number];
}

@Event({ privacy: 'P2' })
export class SearchProfileApproved {
  @WholeField({ ...P1, min: 1, max: 1000 }) readonly version!: number;
  @ListField({ min: 1 }) readonly occupations!: readonly string[];
  @ListField() readonly sectors!: readonly string[];
  @IdField() readonly regionCode!: string;
  @WholeField({ max: 20_000 }) readonly radiusKm!: number;
  @DecimalField({ max: 80 }) readonly hoursMin!: number;
  @DecimalField({ max: 80 }) readonly hoursMax!: number;
  @CentsField(optional) readonly wageMinCents?: number;
  @CodeField(ORIENTATION_NORMS) readonly norm!: (typeof ORIENTATION_NORMS)[number];
  @RefField() readonly reasoningRef!: string;
}

@Event({ privacy: 'P2' })
export class SearchProfileBroadened {
  @TextField({ max: 500 }) readonly from!: string;
  @TextField({ max: 500 }) readonly to!: string;
  @CodeField(BROADENING_DIMENSIONS) readonly dimension!: (typeof BROADENING_DIMENSIONS)[number];
  @TextField({ max: 500 }) readonly reason!: string;
}

@Event({ privacy: 'P2' })
export class CompetencyGapRecorded {
  @TextField({ max: 200 }) readonly competency!: string;
  /** 0 (none) to 4 (wide). */
  @WholeField({ max: 4 }) readonly gap!: number;
}

@Event({ privacy: 'P2' })
export class LabourMarketScanCompleted {
  @TextField({ max: 100 }) readonly region!: string;
  @TextField({ max: 200 }) readonly occupation!: string;
  @WholeField() readonly openVacancies!: number;
  /** Vacancies per short-term unemployed person, as UWV publishes it. */
  @DecimalField({ max: 1000 }) readonly tightness!: number;
}

@Event({ privacy: 'P2' })
export class CvVersionPublished {
  @WholeField({ ...P1, min: 1, max: 1000 }) readonly version!: number;
  @IdField() readonly language!: string;
}

@Event({ privacy: 'P2' })
export class TrainingProposed {
  @IdField(P1) readonly trainingId!: string;
  @TextField({ max: 200 }) readonly provider!: string;
  @CentsField() readonly costCents!: number;
  @CodeField(TRAINING_FUNDERS) readonly fundedBy!: (typeof TRAINING_FUNDERS)[number];
  @TextField({ max: 200, optional: true }) readonly credential?: string;
}

@Event({ privacy: 'P2' })
export class TrainingApproved {
  @IdField(P1) readonly trainingId!: string;
  @CentsField() readonly costCents!: number;
  @CodeField(TRAINING_FUNDERS) readonly fundedBy!: (typeof TRAINING_FUNDERS)[number];
}

@Event({ privacy: 'P2' })
export class TrainingStarted {
  @IdField(P1) readonly trainingId!: string;
}

@Event({ privacy: 'P2' })
export class TrainingCompleted {
  @IdField(P1) readonly trainingId!: string;
  @TextField({ max: 200, optional: true }) readonly credential?: string;
}

@Event({ privacy: 'P2' })
export class TrainingDropped {
  @IdField(P1) readonly trainingId!: string;
}
