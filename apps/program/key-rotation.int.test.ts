import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CoachState } from '@overstap/mobility';
import { Sealer } from '@overstap/operation';
import { readSettings } from '@overstap/platform';
import { MasterKeyError } from '@overstap/privacy';
import { temporaryDirectory } from '../../test/support/postgres.js';
import { operationsOf } from './operations.js';
import { type Service, startService } from './service.js';

const newKey = (): string => randomBytes(32).toString('base64');

describe('after a change of the master key', () => {
  const dataDir = temporaryDirectory('rotation');
  const [old, young] = [newKey(), newKey()];
  let running: Service | undefined;

  const start = async (keys: Readonly<Record<string, string>>): Promise<Service> => {
    await running?.stop();
    running = undefined;
    const outcome = readSettings({ OVERSTAP_DATA_DIR: dataDir, LOG_LEVEL: 'silent', ...keys });
    if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
    return (running = await startService(outcome.settings, { serves: false, follows: false, sends: false }));
  };
  const rewrap = ({ program, work }: Service) =>
    operationsOf(program, work, new Sealer({ ...program, report: () => undefined })).rewrapKeys();
  const nameRead = async ({ program }: Service): Promise<string | undefined> =>
    ((await program.aggregates.current('default', 'coach', 'k-1')).state as CoachState).profile?.name;

  beforeAll(async () => {
    const { program } = await start({ OVERSTAP_MASTER_KEY: old });
    const about = { specialisms: [], regions: [], languages: ['nl'], maxComplexity: 3, weightedMax: 20 };
    const data = { coachId: 'k-1', name: 'Sam Bakker', ...about };
    const command = { tenant: 'default', aggregate: 'coach', id: 'k-1', type: 'RegisterCoach', data } as const;
    expect(await program.send(command, 'rotation')).toMatchObject({ outcome: 'done' });
  });
  afterAll(() => running?.stop());

  test('a name is read while the previous key is set too, and nothing without it', async () => {
    expect(await nameRead(await start({ OVERSTAP_MASTER_KEY: young, OVERSTAP_MASTER_KEY_PREVIOUS: old }))).toBe(
      'Sam Bakker',
    );
    await expect(start({ OVERSTAP_MASTER_KEY: young }).then(nameRead)).rejects.toThrow(MasterKeyError);
  });

  test('wrapping the keys anew makes the previous one needless, and is done once', async () => {
    const both = await start({ OVERSTAP_MASTER_KEY: young, OVERSTAP_MASTER_KEY_PREVIOUS: old });
    expect((await rewrap(both)).rewrapped).toBeGreaterThan(0);
    expect(await rewrap(both)).toEqual({ rewrapped: 0, masterKey: both.program.masterKeys.currentId });
    expect(await nameRead(await start({ OVERSTAP_MASTER_KEY: young }))).toBe('Sam Bakker');
    await expect(start({ OVERSTAP_MASTER_KEY: old }).then(nameRead)).rejects.toThrow(MasterKeyError);
  });
});
