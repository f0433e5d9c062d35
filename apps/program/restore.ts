import { MASTER_KEY_FILE, readManifest, restoreInto, type Manifest, type RestoreReport } from '@overstap/operation';
import {
  type DataDirectoryLock,
  lockDataDirectory,
  type Logger,
  OperatorError,
  type Settings,
  startEmbeddedPostgres,
} from '@overstap/platform';
import { existsSync } from 'node:fs';
import { copyFile, chmod, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { PERSON_TABLES } from '@overstap/processes';
import { masterKeysOf } from './master-keys.js';
import { MIGRATIONS } from './migrations.js';

/** Kept from before by whoever restores: the key that the backup needs, and who was erased since. */
const MAY_BE_THERE = [MASTER_KEY_FILE, 'erasures.jsonl', 'overstap.lock'];
const POSTGRES_FILES = ['postgres', 'postgres.new', 'postgres.log', 'postgres-password'];
/** There while a restore is under way: what lies beside it is not whole. */
const UNFINISHED = 'restore-unfinished';

/**
 * Fills an empty data directory (or the empty database of DATABASE_URL) from a backup; no program may run on it. An `erasures.jsonl`
 * and a `master.key` that lie there already are used: copy the old directory's `erasures.jsonl` there first, so that people who were erased
 * after the backup stay forgotten. When it fails the directory is as it was. Read models are built at the next start.
 */
export async function restoreBackup(settings: Settings, log: Logger, directory: string): Promise<RestoreReport> {
  if (settings.eventStore === 'kurrentdb')
    throw new OperatorError(
      'A backup is restored into PostgreSQL. Leave EVENT_STORE out, or set EVENT_STORE=postgres.',
    );
  const manifest = await readManifest(directory);
  const lock = await lockDataDirectory(settings.dataDir);
  try {
    await startClean(settings);
    await writeFile(join(settings.dataDir, UNFINISHED), `${directory}\n`, { mode: 0o600, flush: true });
    const broughtKey = await bringMasterKey(settings, manifest, directory);
    try {
      const report = await restoreHere(settings, log, directory, lock);
      if (!report.log.ok)
        log.warn('The restored log does not hold: it was broken before it was backed up. See overstap verify.');
      return report;
    } catch (error) {
      if (broughtKey) await rm(join(settings.dataDir, MASTER_KEY_FILE), { force: true });
      if (!settings.databaseUrl) await removePostgres(settings.dataDir);
      throw error;
    } finally {
      await rm(join(settings.dataDir, UNFINISHED), { force: true });
    }
  } finally {
    lock.release();
  }
}

/** To be asked before a program opens on the directory. */
export function refuseUnfinishedRestore({ dataDir }: Pick<Settings, 'dataDir'>): void {
  if (existsSync(join(dataDir, UNFINISHED)))
    throw new OperatorError(`A restore into ${dataDir} was cut short. Run \`overstap restore\` again; it begins anew.`);
}

async function restoreHere(
  settings: Settings,
  log: Logger,
  directory: string,
  lock: DataDirectoryLock,
): Promise<RestoreReport> {
  const wrapper = masterKeysOf(settings);
  const { dataDir } = settings;
  const into = (owner: pg.ClientConfig, app: pg.ClientConfig): Promise<RestoreReport> =>
    restoreInto({ owner, app, sets: MIGRATIONS, wrapper, dataDir, personTables: PERSON_TABLES }, directory);
  if (settings.databaseUrl) {
    const owner = { connectionString: settings.databaseUrl };
    return into(owner, owner);
  }
  const server = await startEmbeddedPostgres({ dataDir, lock, log: (message) => log.info(message) });
  try {
    return await into(server.connection, server.appConnection);
  } finally {
    await server.stop();
  }
}

/** Removes what an attempt that was killed has left; refuses what anybody else has put there. */
async function startClean({ dataDir, databaseUrl }: Settings): Promise<void> {
  if (existsSync(join(dataDir, UNFINISHED)) && !databaseUrl) await removePostgres(dataDir);
  if (databaseUrl) return;
  const found = (await readdir(dataDir)).filter((name) => ![...MAY_BE_THERE, UNFINISHED].includes(name));
  if (found.length > 0)
    throw new OperatorError(
      `${dataDir} is not empty (${found.slice(0, 3).join(', ')}). Set OVERSTAP_DATA_DIR to a directory that does not exist yet; ` +
        'only a master.key and an erasures.jsonl may lie there.',
    );
}

const removePostgres = async (dataDir: string): Promise<void> => {
  for (const name of POSTGRES_FILES) await rm(join(dataDir, name), { recursive: true, force: true });
};

/** True when the backup's key file was copied. Without this check a new key would be made, which opens nothing. */
async function bringMasterKey(settings: Settings, { masterKey }: Manifest, directory: string): Promise<boolean> {
  const here = join(settings.dataDir, MASTER_KEY_FILE);
  if (settings.masterKey || settings.masterKeyFile || settings.production || existsSync(here)) return false;
  const kept = join(directory, MASTER_KEY_FILE);
  if (existsSync(kept)) {
    await copyFile(kept, here);
    await chmod(here, 0o600);
    return true;
  }
  if (masterKey.ids.length > 0)
    throw new OperatorError(
      `The master key is not in this backup. Set OVERSTAP_MASTER_KEY to the key of the program that was backed up, or put its ${MASTER_KEY_FILE} into ${settings.dataDir}.`,
    );
  return false;
}
