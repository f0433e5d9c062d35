import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventStoreMigrations, PostgresEventStore } from '@overstap/event-store';
import { catalogue, Event, TextField } from '@overstap/kernel';
import { testDatabase, type TestDatabase } from '../../test/support/postgres.js';
import { Erasure } from './erasure.js';
import { loadMasterKeys } from './master-key.js';
import { privacyMigrations } from './migrations.js';
import { PersonalDataCodec } from './personal-data-codec.js';
import { SubjectKeys } from './subject-keys.js';

@Event({ privacy: 'P1' })
class PersonReferred {
  @TextField() marker!: string;
  @TextField({ privacy: 'P5' }) name!: string;
  @TextField({ privacy: 'P4' }) restriction!: string;
}
const events = catalogue({ PersonReferred });

/** What a look finds; nothing where the server, or another test that drops its database, took it away while we look. */
function unlessGone<T>(look: () => T, gone: T): T {
  try {
    return look();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return gone;
    throw error;
  }
}

/** Files below the directory that hold the text, write-ahead log included. */
function filesWith(directory: string, text: string): string[] {
  const entries = unlessGone(() => readdirSync(directory, { withFileTypes: true }), []);
  return entries.flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return filesWith(path, text);
    return entry.isFile() && unlessGone(() => readFileSync(path).includes(text), false) ? [path] : [];
  });
}

describe('a canary in personal fields', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase([eventStoreMigrations, privacyMigrations]);
  });
  afterAll(() => database.drop());

  test('is nowhere in the data directory in clear, neither before nor after erasure', async () => {
    const [marker, name, restriction, column] = [1, 2, 3, 4].map(() => `canary-${randomUUID()}`) as [
      string,
      string,
      string,
      string,
    ];
    const keys = new SubjectKeys(
      database,
      loadMasterKeys({ masterKey: randomBytes(32).toString('base64'), production: true }),
    );
    const codec = new PersonalDataCodec(keys);
    const store = await PostgresEventStore.open(database);
    const at = { tenant: 'a', stream: 'trajectory-1', id: randomUUID(), type: 'PersonReferred', subject: randomUUID() };
    const payload = await codec.seal({
      ...at,
      definition: events.get('PersonReferred')!,
      data: { marker, name, restriction },
    });
    const { id, type, subject } = at;
    const envelope = { occurredAt: '2026-09-01T08:00:00.000Z', recordedAt: '2026-09-01T08:00:00.000Z' };
    await store.append({
      tenant: at.tenant,
      stream: at.stream,
      expected: 'noStream',
      events: [
        {
          ...{ id, type, subject, schemaVersion: 1, actor: { type: 'PLANNER', id: 'p' }, command: id, correlation: id },
          ...envelope,
          ...payload,
        },
      ],
    });
    const row = { subject, category: 'identity' as const, table: 'trajectory_summary', row: '1' };
    const sealed = await codec.sealText(at.tenant, row, column);
    await database.owner.query('CREATE TABLE read_model (sealed text)');
    await database.owner.query('INSERT INTO read_model VALUES ($1)', [sealed]);
    const open = async () => codec.open(await store.readStream(at.tenant, at.stream), events);
    expect((await open())[0]!.data).toEqual({ marker, name, restriction });
    await store.close();

    const directory = (await database.owner.query('SHOW data_directory')).rows[0].data_directory as string;
    const search = async (): Promise<number[]> => {
      await database.owner.query('VACUUM');
      await database.owner.query('CHECKPOINT');
      return [marker, name, restriction, column, sealed].map((text) => filesWith(directory, text).length);
    };
    // The marker and the ciphertext show that the search finds what is there.
    expect(await search()).toEqual([expect.any(Number), 0, 0, 0, expect.any(Number)]);
    expect(filesWith(directory, marker)).not.toHaveLength(0);

    const { rows } = await database.owner.query('SELECT wrapped FROM subject_keys');
    expect(rows).toHaveLength(2);
    await new Erasure(database, keys).erase(at.tenant, subject, ['identity', 'health']);
    expect((await search()).slice(1, 4)).toEqual([0, 0, 0]);
    expect((await open())[0]).toMatchObject({ data: { marker }, erased: ['identity', 'health'] });
    expect(await codec.openText(at.tenant, row, sealed)).toBeUndefined();
    const after = await database.owner.query(`SELECT state, wrapped FROM subject_keys`);
    expect(after.rows).toEqual([1, 2].map(() => ({ state: 'erased', wrapped: null })));
  });
});
