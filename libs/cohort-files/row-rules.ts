import { type FieldValues } from './cell-rules.js';
import { type CohortField } from './cohort-field.js';

/** A rule between two cells of a row, told of the field that is most likely wrong. */
export interface CrossProblem {
  readonly field: CohortField;
  readonly rule: string;
  readonly message: string;
}

const YOUNGEST_WORKER = 14;

/** What the cells of a row say about one another; a rule is silent where one of its cells is empty or broken. */
export function rowRules(values: Partial<FieldValues>): readonly CrossProblem[] {
  const { notifiedOn, redundantOn, contractEndsOn, employedSince, birthYear } = values;
  const found: CrossProblem[] = [];
  if (contractEndsOn && redundantOn && contractEndsOn < redundantOn)
    found.push({
      field: 'contractEndsOn',
      rule: 'ends-before-redundancy',
      message: 'The contract ends before the redundancy begins. Correct one of the two dates.',
    });
  if (contractEndsOn && notifiedOn && contractEndsOn < notifiedOn)
    found.push({
      field: 'contractEndsOn',
      rule: 'ends-before-notification',
      message: 'The contract ends before the employee was notified. Correct one of the two dates.',
    });
  const known = contractEndsOn ?? redundantOn ?? notifiedOn;
  if (employedSince && known && employedSince > known)
    found.push({
      field: 'employedSince',
      rule: 'employed-after-end',
      message: 'The employment begins after it ends. Correct the date of employment.',
    });
  const worked = employedSince ?? notifiedOn ?? redundantOn ?? contractEndsOn;
  if (birthYear && worked && birthYear > Number(worked.slice(0, 4)) - YOUNGEST_WORKER)
    found.push({
      field: 'birthYear',
      rule: 'too-young',
      message: `Someone born then was under ${YOUNGEST_WORKER} when employed. Correct the birth year or the date of employment.`,
    });
  return found;
}
