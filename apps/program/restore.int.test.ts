import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { backup, recordErasure, Sealer, verifyLog } from '@overstap/operation';
import { createLogger, readSettings, type Settings } from '@overstap/platform';
import { temporaryDirectory } from '../../test/support/postgres.js';
import { openProgram, type Program } from './program.js';
import { refuseUnfinishedRestore, restoreBackup } from './restore.js';

const log = createLogger('silent');
const settingsFor = (dataDir: string): Settings => {
  const outcome = readSettings({ OVERSTAP_DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.settings;
};
const reportOf = ({ database, store }: Program) => verifyLog({ database, store });

describe('a program restored into an empty directory', () => {
  const target = join(temporaryDirectory('backups'), 'one');
  let before: Awaited<ReturnType<typeof reportOf>>;

  beforeAll(async () => {
    const program = await openProgram(settingsFor(temporaryDirectory('source')), log);
    const { database, store, clock } = program;
    await new Sealer({ database, store, clock, report: () => undefined }).sealNow();
    before = await reportOf(program);
    await backup(program, target);
    await program.close();
  });
  let restored: Program | undefined;
  afterAll(() => restored?.close());

  test('reports the same', async () => {
    const settings = settingsFor(join(temporaryDirectory('restored'), 'new'));
    expect(before.tenants[0]?.events).toBeGreaterThan(0);
    expect((await restoreBackup(settings, log, target)).log).toEqual(before);
    refuseUnfinishedRestore(settings);
    restored = await openProgram(settings, log);
    expect(await reportOf(restored)).toEqual(before);
  });

  test('is not made over anything, and leaves nothing when it fails', async () => {
    const settings = settingsFor(temporaryDirectory('restored'));
    await recordErasure(settings.dataDir, { tenant: 'default', subject: 'x', categories: ['identity'] });
    writeFileSync(join(settings.dataDir, 'mine'), 'x');
    await expect(restoreBackup(settings, log, target)).rejects.toThrow(/is not empty \(mine\)/);
    rmSync(join(settings.dataDir, 'mine'));
    const damaged = join(temporaryDirectory('damaged'), 'copy');
    cpSync(target, damaged, { recursive: true });
    rmSync(join(damaged, 'events.copy.gz'));
    await expect(restoreBackup(settings, log, damaged)).rejects.toThrow(/not as the backup wrote it/);
    expect(readdirSync(settings.dataDir)).toEqual(['erasures.jsonl']);
  });

  test('begins anew after a restore that was killed, which no program opens', async () => {
    const settings = settingsFor(temporaryDirectory('restored'));
    mkdirSync(join(settings.dataDir, 'postgres'));
    writeFileSync(join(settings.dataDir, 'restore-unfinished'), 'x');
    expect(() => refuseUnfinishedRestore(settings)).toThrow(/cut short/);
    expect((await restoreBackup(settings, log, target)).log).toEqual(before);
    expect(existsSync(join(settings.dataDir, 'restore-unfinished'))).toBe(false);
  });
});
