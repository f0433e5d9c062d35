import { type Category } from '@overstap/kernel';

export const SUBJECT_REQUEST_KINDS = ['ACCESS', 'RECTIFY', 'ERASE', 'RESTRICT', 'PORT', 'OBJECT'] as const;
/** The categories of personal data that have a key each. */
export const DATA_CATEGORIES = ['identity', 'search', 'coaching', 'health'] as const satisfies readonly Category[];
export const KEY_DESTRUCTION_REASONS = ['RETENTION', 'REQUEST', 'IMPORT_UNDONE'] as const;
/** Why what is known of a person goes to nobody at the employer for now. */
export const RESTRICTION_GROUNDS = ['REQUESTED', 'OBJECTION', 'ACCURACY_DISPUTED'] as const;
