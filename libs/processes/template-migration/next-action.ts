import { type MigrationPreview } from '@overstap/mobility';
import { type ItemStatus, type StoredItem } from './dry-runs.js';
import { differenceOf, digestOf } from './plan.js';

export type MigrationAction =
  | { readonly do: 'send' }
  /** Nothing is left to be done for it but to write that down. */
  | { readonly do: 'settle'; readonly status: ItemStatus; readonly why?: string };

/** What is to be done next for one trajectory, by what the dry run showed and how it is now. */
export function nextAction(
  { digest, preview: shown }: Pick<StoredItem, 'digest' | 'preview'>,
  { preview, done }: { readonly preview: MigrationPreview; readonly done: boolean },
): MigrationAction {
  if (done) return { do: 'settle', status: 'MIGRATED' };
  if (digestOf(preview) !== digest)
    return { do: 'settle', status: 'CHANGED', why: `It changed since the dry run: ${differenceOf(shown, preview)}` };
  return preview.blocker ? { do: 'settle', status: 'BLOCKED', why: preview.blocker.message } : { do: 'send' };
}
