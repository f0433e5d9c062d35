import { randomBytes } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryDirectory } from '../../test/support/postgres.js';
import { loadMasterKeys, MasterKeyError } from './master-key.js';
import { TamperedError } from './sealed-block.js';

const newMaster = (): string => randomBytes(32).toString('base64');
const owner = { tenant: 'a', subject: 's', category: 'identity' };

describe('the master key', () => {
  test('is made once in the data directory, for its owner alone, and is the same at the next start', () => {
    const dataDirectory = temporaryDirectory();
    const first = loadMasterKeys({ dataDirectory, production: false });
    const file = join(dataDirectory, 'master.key');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDirectory)).toEqual(['master.key']);
    expect(loadMasterKeys({ dataDirectory, production: false }).currentId).toBe(first.currentId);
    expect(loadMasterKeys({ masterKey: readFileSync(file, 'utf8').trim(), production: true }).currentId).toBe(
      first.currentId,
    );
  });

  test('must be set explicitly in production', () => {
    const dataDirectory = temporaryDirectory();
    expect(() => loadMasterKeys({ dataDirectory, production: true })).toThrow(/Set OVERSTAP_MASTER_KEY /);
    expect(readdirSync(dataDirectory)).toEqual([]);
  });

  test('is refused when it is malformed, naming the setting and not the value', () => {
    for (const masterKey of ['secret', randomBytes(16).toString('base64'), `${newMaster()}AAAA`])
      expect(() => loadMasterKeys({ masterKey, production: true })).toThrow(
        new MasterKeyError('OVERSTAP_MASTER_KEY must be 32 bytes in base64, as `openssl rand -base64 32` prints them.'),
      );
  });

  test('is refused when others may read its file', () => {
    const dataDirectory = temporaryDirectory();
    loadMasterKeys({ dataDirectory, production: false });
    chmodSync(join(dataDirectory, 'master.key'), 0o644);
    expect(() => loadMasterKeys({ dataDirectory, production: false })).toThrow(/chmod 600/);
  });

  test('unwraps what it wrapped, for the same owner only', async () => {
    const wrapper = loadMasterKeys({ masterKey: newMaster(), production: true });
    const key = randomBytes(32);
    const [wrapped] = await wrapper.wrap([{ ...owner, key }]);
    const unwrap = (part: object) =>
      wrapper.unwrap([{ ...owner, masterKey: wrapper.currentId, wrapped: wrapped!, ...part }]);
    expect((await unwrap({}))[0]!.equals(key)).toBe(true);
    expect(wrapped!.includes(key)).toBe(false);
    for (const other of [{ tenant: 'b' }, { subject: 't' }, { category: 'health' }])
      await expect(unwrap(other)).rejects.toThrow(TamperedError);
  });

  test('opens what the previous one wrapped only when that is set as well', async () => {
    const [old, young] = [newMaster(), newMaster()];
    const before = loadMasterKeys({ masterKey: old, production: true });
    const [wrapped] = await before.wrap([{ ...owner, key: randomBytes(32) }]);
    const unwrap = (previousMasterKey?: string) =>
      loadMasterKeys({ masterKey: young, previousMasterKey, production: true }).unwrap([
        { ...owner, masterKey: before.currentId, wrapped: wrapped! },
      ]);
    await expect(unwrap()).rejects.toThrow(MasterKeyError);
    expect(await unwrap(old)).toHaveLength(1);
  });
});
