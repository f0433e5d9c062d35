/** So long a glass may stay open at most. */
export const MOST_GLASS_MINUTES = 240;
/** What a review found. */
export const GLASS_FINDINGS = ['JUSTIFIED', 'NOT_JUSTIFIED'] as const;
