import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryDirectory } from '../../test/support/postgres.js';
import { KeyFile } from './key-file.js';
import { MasterKeyError } from './key-form.js';
import { loadMasterKeys } from './master-key.js';
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

  test('lies in a file of its own in production, which somebody made and others may not read', () => {
    const keyFile = join(temporaryDirectory(), 'the.key');
    const load = () => loadMasterKeys({ keyFile, production: true });
    expect(load).toThrow(/OVERSTAP_MASTER_KEY_FILE names .*the\.key, which does not exist/);
    writeFileSync(keyFile, `${newMaster()}\n`, { mode: 0o640 });
    expect(load).toThrow(/Others may read the master key in .*chmod 600/);
    chmodSync(keyFile, 0o600);
    expect(load().currentId).toMatch(/^[0-9a-f]{16}$/);
  });

  test('unwraps what it wrapped, for the same owner only', async () => {
    const wrapper = loadMasterKeys({ masterKey: newMaster(), production: true });
    const key = randomBytes(32);
    const [wrapped] = await wrapper.wrap([{ ...owner, key }]);
    const unwrap = (part: object) => wrapper.unwrap([{ ...owner, ...wrapped!, ...part }]);
    expect((await unwrap({}))[0]!.equals(key)).toBe(true);
    expect(wrapped!.wrapped.includes(key)).toBe(false);
    for (const other of [{ tenant: 'b' }, { subject: 't' }, { category: 'health' }])
      await expect(unwrap(other)).rejects.toThrow(TamperedError);
  });

  test('opens what the previous one wrapped only when that is set as well', async () => {
    const [old, young] = [newMaster(), newMaster()];
    const before = loadMasterKeys({ masterKey: old, production: true });
    const [wrapped] = await before.wrap([{ ...owner, key: randomBytes(32) }]);
    const unwrap = (previousMasterKey?: string) =>
      loadMasterKeys({ masterKey: young, previousMasterKey, production: true }).unwrap([{ ...owner, ...wrapped! }]);
    await expect(unwrap()).rejects.toThrow(MasterKeyError);
    expect(await unwrap(old)).toHaveLength(1);
  });
});

describe('a key file that is changed', () => {
  const begun = () => {
    const dataDirectory = temporaryDirectory();
    const keys = loadMasterKeys({ dataDirectory, production: false });
    return { dataDirectory, keys, file: new KeyFile(join(dataDirectory, 'master.key')) };
  };

  test('is known to every process with its next use, which still unwraps what was wrapped before', async () => {
    const { dataDirectory, keys: here, file } = begun();
    const there = loadMasterKeys({ dataDirectory, production: false });
    const key = randomBytes(32);
    const [before] = await here.wrap([{ ...owner, key }]);
    file.begin();
    const [after] = await here.wrap([{ ...owner, key }]);
    expect(after!.masterKey).not.toBe(before!.masterKey);
    // The other one wrapped nothing since, and learns of the new key by what it is to unwrap.
    expect(await there.unwrap([{ ...owner, ...after! }])).toEqual([key]);
    expect(there.currentId).toBe(after!.masterKey);
    const started = loadMasterKeys({ dataDirectory, production: false });
    for (const each of [here, there, started]) expect(await each.unwrap([{ ...owner, ...before! }])).toEqual([key]);
    for (const name of readdirSync(dataDirectory)) expect(statSync(join(dataDirectory, name)).mode & 0o777).toBe(0o600);
    file.end();
    expect(readdirSync(dataDirectory)).toEqual(['master.key']);
    await expect(
      loadMasterKeys({ dataDirectory, production: false }).unwrap([{ ...owner, ...before! }]),
    ).rejects.toThrow(MasterKeyError);
  });

  test('is the same one key however often and wherever the change was broken off', () => {
    const { dataDirectory, file } = begun();
    const path = (name: string) => join(dataDirectory, name);
    const id = () => loadMasterKeys({ dataDirectory, production: false }).currentId;
    const old = id();
    // Killed after the new key was written, and after the old one was linked.
    writeFileSync(path('master.key.next'), `${newMaster()}\n`, { mode: 0o600 });
    const drawn = readFileSync(path('master.key.next'), 'utf8');
    linkSync(path('master.key'), path('master.key.previous'));
    expect(id()).toBe(old);
    file.begin();
    expect(readFileSync(path('master.key'), 'utf8')).toBe(drawn);
    const young = id();
    // Killed before everything was wrapped anew: the same change goes on.
    file.begin();
    expect([id(), readdirSync(dataDirectory)]).toEqual([young, ['master.key', 'master.key.previous']]);
    file.end();
    file.begin();
    expect([old, young]).not.toContain(id());
  });
});
