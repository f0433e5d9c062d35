import { BUDGET_THRESHOLDS } from './codes.js';
import { type BudgetSet } from './events.js';

/** What is spent or bound of a budget: agreed fees and paid extensions, and the billable time that was booked. */
export interface BudgetUse {
  readonly cents: number;
  readonly minutes: number;
}

type Threshold = (typeof BUDGET_THRESHOLDS)[number];

/** The shares of a budget that are used up, lowest first: of the money or of the hours, whichever is further. */
export function thresholdsReached(
  { totalCents, hoursCap }: BudgetSet,
  { cents, minutes }: BudgetUse,
): readonly Threshold[] {
  const reaches = (pct: Threshold, used: number, of: number | undefined): boolean =>
    of !== undefined && of > 0 && used * 100 >= of * pct;
  const capMinutes = hoursCap === undefined ? undefined : hoursCap * 60;
  return BUDGET_THRESHOLDS.filter((pct) => reaches(pct, cents, totalCents) || reaches(pct, minutes, capMinutes));
}
