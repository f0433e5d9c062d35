import { conflict, type Refusal } from '@overstap/kernel';
import { backup } from '@overstap/operation';
import { rewrapSubjectKeys, rotateMasterKey, type WrappedTable } from '@overstap/privacy';
import { WebhookSubscriptions } from '@overstap/reminders';
import { type Operations } from '../api/operation/operations.js';
import { refusalOfBackup } from './event-store.js';
import { type Program } from './program.js';

const NOT_IN_A_FILE: Refusal = conflict(
  'master-key-not-in-file',
  'The master key is in OVERSTAP_MASTER_KEY, which only whoever starts the program can change: start every process with the new key there and this one in OVERSTAP_MASTER_KEY_PREVIOUS, then run overstap keys rewrap. A key in a file (OVERSTAP_MASTER_KEY_FILE) is changed by overstap keys rotate.',
);
const ROTATION_UNFINISHED: Refusal = conflict(
  'rotation-unfinished',
  'The master key is being changed, or a change was broken off: a backup of this moment would need two keys. Run overstap keys rotate, then take the backup.',
);
const BACKUP_UNDER_WAY: Refusal = conflict(
  'backup-under-way',
  'A backup is being written, under the master key there is now. Wait until it is done.',
);

/** What changes the master key, and what must not run meanwhile: a backup holds one moment's keys, and one master key. */
export function keyOperations(program: Program): Pick<Operations, 'backup' | 'rewrapKeys' | 'rotateKeys'> {
  const { database, masterKeys, settings } = program;
  const webhooks = new WebhookSubscriptions(database, masterKeys);
  const tables: readonly WrappedTable[] = [
    { name: 'subject_keys', rewrap: () => rewrapSubjectKeys(database, masterKeys) },
    { name: 'webhook', rewrap: () => webhooks.rewrap() },
  ];
  let [backups, rotations] = [0, 0];

  return {
    async backup(directory) {
      const refusal = refusalOfBackup(settings);
      if (refusal) return refusal;
      if (rotations > 0 || masterKeys.file?.previous() !== undefined) return ROTATION_UNFINISHED;
      backups += 1;
      try {
        return await backup(program, directory);
      } finally {
        backups -= 1;
      }
    },
    async rewrapKeys() {
      let rewrapped = 0;
      for (const table of tables) rewrapped += await table.rewrap();
      return { rewrapped, masterKey: masterKeys.currentId };
    },
    async rotateKeys() {
      const { file } = masterKeys;
      if (!file) return NOT_IN_A_FILE;
      if (backups > 0) return BACKUP_UNDER_WAY;
      rotations += 1;
      try {
        return { rewrapped: await rotateMasterKey(database, file, tables), masterKey: masterKeys.currentId };
      } finally {
        rotations -= 1;
      }
    },
  };
}
