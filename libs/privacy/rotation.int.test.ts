import { createSecretKey, randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@overstap/platform';
import { temporaryDirectory, testDatabase, type TestDatabase } from '../../test/support/postgres.js';
import { KeyFile } from './key-file.js';
import { MasterKeyError } from './key-form.js';
import { type KeyWrapper, loadMasterKeys } from './master-key.js';
import { privacyMigrations } from './migrations.js';
import { PersonalDataCodec } from './personal-data-codec.js';
import { rewrapSubjectKeys, rotateMasterKey } from './rotation.js';
import { nameOf, SubjectKeys } from './subject-keys.js';

const TENANT = 'default';
const place = (subject: string) => ({ subject, category: 'identity', table: 'coach', row: subject }) as const;

describe('a master key that is changed while programs run', () => {
  let database: TestDatabase;
  let second: Database;
  beforeAll(async () => {
    database = await testDatabase([privacyMigrations]);
    second = await openDatabase(database.appConnection);
  });
  afterAll(async () => {
    await second?.close();
    await database?.drop();
  });

  const dataDirectory = temporaryDirectory('rotating');
  const file = new KeyFile(join(dataDirectory, 'master.key'));
  /** As another process has them: nothing but the files and the database is shared. */
  const started = (connections: Database = database) => {
    const masterKeys = loadMasterKeys({ dataDirectory, production: false });
    return { masterKeys, codec: new PersonalDataCodec(new SubjectKeys(connections, masterKeys)) };
  };
  const rotate = (wrapper: KeyWrapper, rewrap = () => rewrapSubjectKeys(database, wrapper)) =>
    rotateMasterKey(database, file, [{ name: 'subject_keys', rewrap }]);
  const underKeys = async (): Promise<readonly string[]> => {
    const { rows } = await database.worker.query<{ id: string }>(
      `SELECT DISTINCT master_key AS id FROM subject_keys WHERE state = 'active'`,
    );
    return rows.map(({ id }) => id);
  };

  test('everybody goes on reading and writing, every key ends under the new one, and nobody needs the old one', async () => {
    const [here, there] = [started(), started(second)];
    const sealed: { readonly subject: string; readonly sealed: string }[] = [];
    let rotating = true;
    const busy = async ({ codec }: typeof here): Promise<void> => {
      while (rotating) {
        const subject = randomUUID();
        sealed.push({ subject, sealed: await codec.sealText(TENANT, place(subject), subject) });
        const known = sealed[Math.floor(sealed.length / 2)]!;
        expect(await codec.openText(TENANT, place(known.subject), known.sealed)).toBe(known.subject);
      }
    };
    const before = here.masterKeys.currentId;
    const others = [here, there, here, there].map(busy);
    const ids = [before];
    for (let times = 0; times < 5; times += 1) {
      const many = sealed.length;
      await rotate(here.masterKeys);
      ids.push(here.masterKeys.currentId);
      // So that each of them writes between two changes, however slow the machine is.
      while (sealed.length < many + 20) await new Promise((resolve) => setImmediate(resolve));
    }
    rotating = false;
    await Promise.all(others);
    expect(new Set(ids).size).toBe(6);
    expect(await underKeys()).toEqual([ids.at(-1)]);
    expect(readdirSync(dataDirectory)).toEqual(['master.key']);
    const restarted = started(second);
    const texts = await restarted.codec.openTexts(
      TENANT,
      sealed.map((each) => ({ ...place(each.subject), sealed: each.sealed })),
    );
    expect(texts).toEqual(sealed.map(({ subject }) => subject));
    expect(sealed.length).toBeGreaterThan(100);
  });

  test('what was wrapped before and is stored after the change is wrapped once more', async () => {
    const { masterKeys } = started();
    let changed = false;
    const slow: KeyWrapper = {
      get currentId() {
        return masterKeys.currentId;
      },
      unwrap: (keys) => masterKeys.unwrap(keys),
      wrap: async (keys) => {
        const wrapped = await masterKeys.wrap(keys);
        // A process that stood still for as long as a whole rotation takes.
        if (!changed) await rotate(masterKeys);
        changed = true;
        return wrapped;
      },
    };
    const name = { subject: randomUUID(), category: 'identity' } as const;
    const made = await new SubjectKeys(second, slow).forWriting(TENANT, [name]);
    expect(await underKeys()).toEqual([masterKeys.currentId]);
    const known = await new SubjectKeys(database, started().masterKeys).forReading(TENANT, [name]);
    const read = known.get(nameOf(name));
    expect(read).toEqual(expect.any(createSecretKey(Buffer.alloc(32)).constructor));
    expect(made.get(nameOf(name))!.equals(read as ReturnType<typeof createSecretKey>)).toBe(true);
  });

  test('one that has only the old key is told so, and stores nothing under it', async () => {
    const old = loadMasterKeys({ masterKey: file.read().current.toString('base64'), production: true });
    await rotate(started().masterKeys);
    const subject = randomUUID();
    const writing = new SubjectKeys(database, old).forWriting(TENANT, [{ subject, category: 'identity' }]);
    await expect(writing).rejects.toThrow(MasterKeyError);
    expect(await underKeys()).toHaveLength(1);
  });

  test('a change that was broken off keeps both keys, and is carried on to the same new one', async () => {
    const { masterKeys, codec } = started();
    const sealed = await codec.sealText(TENANT, place('kept'), 'kept');
    const before = masterKeys.currentId;
    await expect(rotate(masterKeys, () => Promise.reject(new Error('killed')))).rejects.toThrow('killed');
    const young = masterKeys.currentId;
    expect(readdirSync(dataDirectory)).toEqual(['master.key', 'master.key.previous']);
    expect(await started(second).codec.openText(TENANT, place('kept'), sealed)).toBe('kept');
    // Not even a change that forgets to wrap anything anew loses the key that is still needed.
    await expect(rotate(masterKeys, async () => 0)).rejects.toThrow(/still under master key/);
    expect(await underKeys()).toEqual([before]);
    await rotate(masterKeys);
    expect([masterKeys.currentId, await underKeys()]).toEqual([young, [young]]);
    // Of two at once each ends the change that it finds.
    await Promise.all([rotate(masterKeys), rotate(started(second).masterKeys)]);
    expect(await underKeys()).toEqual([masterKeys.currentId]);
    expect(readdirSync(dataDirectory)).toEqual(['master.key']);
    expect(await started(second).codec.openText(TENANT, place('kept'), sealed)).toBe('kept');
  });
});
