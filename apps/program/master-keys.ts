import { type Settings } from '@overstap/platform';
import { type KeyWrapper, loadMasterKeys } from '@overstap/privacy';

/** The master key of the settings, or of the data directory, and with it the one before a rotation. */
export const masterKeysOf = ({ masterKey, previousMasterKey, dataDir, production }: Settings): KeyWrapper =>
  loadMasterKeys({
    masterKey: masterKey?.toString('base64'),
    previousMasterKey: previousMasterKey?.toString('base64'),
    dataDirectory: dataDir,
    production,
  });
