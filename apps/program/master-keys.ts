import { type Settings } from '@overstap/platform';
import { loadMasterKeys, type MasterKeys } from '@overstap/privacy';

/** The master key of the settings, or of a file, and with it the one before a rotation. */
export const masterKeysOf = ({
  masterKey,
  masterKeyFile,
  previousMasterKey,
  dataDir,
  production,
}: Settings): MasterKeys =>
  loadMasterKeys({
    masterKey: masterKey?.toString('base64'),
    previousMasterKey: previousMasterKey?.toString('base64'),
    keyFile: masterKeyFile,
    dataDirectory: dataDir,
    production,
  });
