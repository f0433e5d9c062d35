import { CodeField, Event, IdField, type Instant, InstantField, TextField, WholeField } from '@overstap/kernel';
import { optional, P3 } from '../event-fields.js';
import { GLASS_FINDINGS, MOST_GLASS_MINUTES } from './codes.js';

/** Somebody reads what is not otherwise theirs: for a reason, for a time, and the participant is told. */
@Event({ privacy: 'P1' })
export class BreakGlassOpened {
  @IdField() readonly glassId!: string;
  @TextField({ max: 500, ...P3 }) readonly reason!: string;
  @WholeField({ min: 1, max: MOST_GLASS_MINUTES }) readonly minutes!: number;
  @InstantField() readonly until!: Instant;
  /** The account that opened it, whatever its role: it alone reads on, and it does not review. */
  @IdField(optional) readonly account?: string;
}

/** By a quality officer who did not open it. */
@Event({ privacy: 'P1' })
export class BreakGlassReviewed {
  @IdField() readonly glassId!: string;
  @IdField() readonly reviewer!: string;
  @CodeField(GLASS_FINDINGS) readonly finding!: (typeof GLASS_FINDINGS)[number];
  @TextField({ max: 500, ...P3, ...optional }) readonly comment?: string;
}
