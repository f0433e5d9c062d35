import { CONDITION_RULES } from './conditions.js';
import { LADDER_RULES } from './ladders.js';
import { PEOPLE_RULES } from './people.js';
import { REFERENCE_RULES } from './references.js';
import { ROUND_RULES } from './rounds.js';
import { type LintRule } from './rule.js';
import { STREAM_RULES } from './streams.js';
import { TIME_RULES } from './time-boxes.js';

export { type LintContext, type LintRule } from './rule.js';

/** Every rule that a published template keeps. */
export const LINT_RULES: readonly LintRule[] = [
  ...REFERENCE_RULES,
  ...STREAM_RULES,
  ...CONDITION_RULES,
  ...TIME_RULES,
  ...ROUND_RULES,
  ...LADDER_RULES,
  ...PEOPLE_RULES,
];
