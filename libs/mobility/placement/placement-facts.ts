import {
  CentsField,
  CodeField,
  DateField,
  DecimalField,
  FlagField,
  IdField,
  TextField,
  type LocalDate,
} from '@overstap/kernel';
import { APPLICATION_CHANNELS } from '../application/codes.js';
import { optional, P1, P2 } from '../event-fields.js';
import { CONTRACT_TYPES, PLACEMENT_OUTCOMES, type PlacementOutcome } from './codes.js';

/** What somebody who records a placement knows of it; how it counts is decided, not recorded. */
export class PlacementFacts {
  @IdField(P1) readonly placementId!: string;
  @CodeField(PLACEMENT_OUTCOMES, P1) readonly outcomeType!: PlacementOutcome;
  @CodeField(CONTRACT_TYPES, { ...P2, optional: true }) readonly contractType?: (typeof CONTRACT_TYPES)[number];
  @DateField(P1) readonly acceptedOn!: LocalDate;
  @DateField(P1) readonly startsOn!: LocalDate;
  @DecimalField({ ...P2, max: 80 }) readonly hoursPerWeek!: number;
  @CentsField({ ...P2, optional: true }) readonly grossMonthlyCents?: number;
  /** New gross monthly wage divided by old, both at full time. */
  @DecimalField({ ...P2, max: 100, optional: true }) readonly salaryRatio?: number;
  @TextField({ ...P2, max: 200 }) readonly sector!: string;
  @FlagField(P2) readonly sameFunction!: boolean;
  @FlagField(P2) readonly sameSector!: boolean;
  @CodeField(APPLICATION_CHANNELS, P2) readonly channel!: (typeof APPLICATION_CHANNELS)[number];
  @FlagField(P1) readonly subsidised!: boolean;
  @FlagField(P1) readonly internal!: boolean;
}

/** A correction by somebody who knows better: only the fields that change. */
export class PlacementChange {
  @IdField(P1) readonly placementId!: string;
  @CodeField(PLACEMENT_OUTCOMES, { ...P1, ...optional }) readonly outcomeType?: PlacementOutcome;
  @CodeField(CONTRACT_TYPES, { ...P2, ...optional }) readonly contractType?: (typeof CONTRACT_TYPES)[number];
  @DateField({ ...P1, ...optional }) readonly acceptedOn?: LocalDate;
  @DateField({ ...P1, ...optional }) readonly startsOn?: LocalDate;
  @DecimalField({ ...P2, ...optional, max: 80 }) readonly hoursPerWeek?: number;
  @CentsField({ ...P2, ...optional }) readonly grossMonthlyCents?: number;
  @DecimalField({ ...P2, ...optional, max: 100 }) readonly salaryRatio?: number;
  @TextField({ ...P2, ...optional, max: 200 }) readonly sector?: string;
  @FlagField({ ...P2, ...optional }) readonly sameFunction?: boolean;
  @FlagField({ ...P2, ...optional }) readonly sameSector?: boolean;
  @CodeField(APPLICATION_CHANNELS, { ...P2, ...optional }) readonly channel?: (typeof APPLICATION_CHANNELS)[number];
  @FlagField({ ...P1, ...optional }) readonly subsidised?: boolean;
  @FlagField({ ...P1, ...optional }) readonly internal?: boolean;
  @TextField({ ...P2, max: 500 }) readonly reason!: string;
}
