export const INSTRUMENT_THEMES = [
  'INTERESTS',
  'VALUES',
  'COMPETENCIES',
  'PERSONALITY',
  'MOBILITY',
  'CAREER_ANCHORS',
  'STRESS_BALANCE',
  'ENTREPRENEURSHIP',
  'LABOUR_MARKET',
  'NETWORK',
] as const;
/** The three questions about oneself and the two about the market. */
export const SELF_QUESTIONS = ['WHO_AM_I', 'WHAT_DO_I_WANT', 'WHAT_CAN_I_DO'] as const;
export const ENVIRONMENT_QUESTIONS = ['WHERE', 'HOW'] as const;
/** Which jobs a search is for: what the person wants, or also what the law calls suitable. */
export const ORIENTATION_NORMS = ['CLIENT_LED', 'SUITABLE_WORK', 'MIXED'] as const;
export const BROADENING_DIMENSIONS = ['OCCUPATION', 'SECTOR', 'REGION', 'HOURS', 'WAGE', 'LEVEL'] as const;
export const TRAINING_FUNDERS = ['EMPLOYER', 'PROGRAMME', 'PARTICIPANT', 'UWV', 'SECTOR_FUND', 'MUNICIPALITY'] as const;
