/**
 * Privacy classes of docs/privacy.md: P0 public, P1 process facts, P2 search and plan, P3 coaching content,
 * P4 health, P5 identity. P0 and P1 are stored in clear; each other class belongs to a category that has a key of its own.
 */
export type PrivacyClass = 'P0' | 'P1' | 'P2' | 'P3' | 'P4' | 'P5';

/** One data key exists per tenant, subject and category; destroying it erases what it sealed. */
export type Category = 'identity' | 'search' | 'coaching' | 'health';

export const CATEGORIES: readonly Category[] = ['identity', 'search', 'coaching', 'health'];

const CATEGORY_OF: Record<PrivacyClass, Category | undefined> = {
  P0: undefined,
  P1: undefined,
  P2: 'search',
  P3: 'coaching',
  P4: 'health',
  P5: 'identity',
};

/** The category whose key seals a field of this class; undefined when the field is stored in clear. */
export const categoryOf = (privacy: PrivacyClass): Category | undefined => CATEGORY_OF[privacy];
