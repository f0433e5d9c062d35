import { CodeField, IdField, TextField, WholeField } from '@overstap/kernel';
import { GLASS_FINDINGS, MOST_GLASS_MINUTES } from './codes.js';

export class OpenBreakGlass {
  @TextField({ max: 500 }) readonly reason!: string;
  @WholeField({ min: 1, max: MOST_GLASS_MINUTES }) readonly minutes!: number;
}

export class ReviewBreakGlass {
  @IdField() readonly glassId!: string;
  @CodeField(GLASS_FINDINGS) readonly finding!: (typeof GLASS_FINDINGS)[number];
  @TextField({ max: 500, optional: true }) readonly comment?: string;
}
