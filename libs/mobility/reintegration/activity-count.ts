import { CodeField, WholeField } from '@overstap/kernel';
import { EFFORT_ACTIVITIES } from './codes.js';

/** How often something was done in the time that an effort report is about. */
export class ActivityCount {
  @CodeField(EFFORT_ACTIVITIES) readonly kind!: (typeof EFFORT_ACTIVITIES)[number];
  @WholeField({ max: 10_000 }) readonly count!: number;
}
