import { randomBytes, randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventStoreMigrations } from '@overstap/event-store';
import { migrate, openDatabase, startEmbeddedPostgres, tenantTable } from '@overstap/platform';
import { loadMasterKeys, privacyMigrations } from '@overstap/privacy';
import { projectionMigrations } from '@overstap/projections';
import { othersAreOver, temporaryDirectory, testDatabase, type TestDatabase } from '../../test/support/postgres.js';
import { backup, operationMigrations, readManifest, recordErasure, restoreInto, Sealer, verifyLog } from './index.js';
import { PeopleLog, SetClock } from './testing/people-log.js';

const notes = { name: 'notes', steps: { '001-note': tenantTable('note', 'participant uuid NOT NULL, body text') } };
const sets = [eventStoreMigrations, privacyMigrations, projectionMigrations, notes, operationMigrations];
const clock = new SetClock();
const masterKey = randomBytes(32);
const wrapper = loadMasterKeys({ masterKey: masterKey.toString('base64'), production: true });

describe('a backup', () => {
  const [ann, bob] = [randomUUID(), randomUUID()];
  const source = temporaryDirectory('source');
  const target = join(temporaryDirectory('backups'), 'deep', 'first');
  const settings = { dataDir: source, production: false };
  let database: TestDatabase;
  let log: PeopleLog;

  beforeAll(async () => {
    database = await testDatabase(sets);
    log = await PeopleLog.open(database, wrapper);
    writeFileSync(join(source, 'master.key'), `${masterKey.toString('base64')}\n`, { mode: 0o600 });
    await log.refer('a', ann, 'Ann-canary', 20);
    await log.erase('b', randomUUID());
    await log.refer('b', bob, 'Bob\tcanary\\ \n"', 10);
    await othersAreOver(database);
    await new Sealer({ database, store: log.store, clock, report: () => undefined, batchSize: 7 }).sealNow();
    await database.worker.query(`INSERT INTO note VALUES ('a', $1, E'tab\\t back\\\\slash \\n é'), ('b', $2, NULL)`, [
      ann,
      bob,
    ]);
    await database.worker.query(
      `INSERT INTO projection_checkpoint (name, build, version, relation, state, position, holder, lease_until)
       VALUES ('sends', 0, 1, '', 'reactor', '1.1.1', 'me', now()), ('shows', 1, 1, 'x', 'live', '1.1.1', NULL, NULL)`,
    );
    await database.worker.query(
      `INSERT INTO parked_event (tenant, name, build, partition, event_id, stream, revision, position, type)
       VALUES ('a', 'sends', 0, 'p', 'e', 's', 0, '1.1.1', 'T'), ('a', 'shows', 1, 'p', 'e', 's', 0, '1.1.1', 'T')`,
    );
    await database.worker.query(`INSERT INTO clock_state VALUES (true, NULL, '2026-09-01T08:00:00Z')`);
    await backup({ database, settings }, target);
  });
  afterAll(() => database.drop());

  test('has every row of what cannot be rebuilt, for the eyes of its owner alone, and says so in its manifest', async () => {
    const manifest = await readManifest(target);
    expect(Object.fromEntries(manifest.tables.map(({ name, rows }) => [name, rows]))).toMatchObject({
      ...{ events: 30, subject_keys: 6, erasure_ledger: 1, seal: 6, seal_checkpoint: 1, event_store_epoch: 1 },
      ...{ note: 2, projection_checkpoint: 1, parked_event: 1, clock_state: 1 },
    });
    expect(manifest).toMatchObject({
      head: await log.store.head(),
      clock: { startedAt: null, livedUntil: '2026-09-01T08:00:00.000Z' },
      masterKey: { ids: [wrapper.currentId], included: true },
    });
    expect(manifest.migrations).toContain('operation/001-seals');
    expect(statSync(target).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(target)) {
      expect(statSync(join(target, file)).mode & 0o777).toBe(0o600);
      const bytes = readFileSync(join(target, file));
      expect(file.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString()).not.toContain('canary');
    }
    expect(readdirSync(dirname(target))).toEqual(['first']);
  });

  test('holds no key when the key is in the environment or is to be kept elsewhere', async () => {
    for (const [more, options] of [
      [{ masterKey }, {}],
      [{ production: true }, {}],
      [{}, { includeMasterKey: false }],
    ] as const) {
      const directory = join(temporaryDirectory('backups'), 'keyless');
      const { manifest, notes } = await backup({ database, settings: { ...settings, ...more } }, directory, options);
      expect(readdirSync(directory)).not.toContain('master.key');
      expect(manifest.masterKey.included).toBe(false);
      expect(notes[0]).toContain('not in this backup');
    }
  });

  test('is never written over anything, and one that fails leaves nothing', async () => {
    const directory = temporaryDirectory('backups');
    writeFileSync(join(directory, 'mine'), 'x');
    await expect(backup({ database, settings }, directory)).rejects.toThrow(/not empty/);
    await database.owner.query('CREATE POLICY hide ON note AS RESTRICTIVE USING (false)');
    const other = join(directory, 'other');
    await expect(backup({ database, settings }, other)).rejects.toThrow(/may hide rows of note/);
    await database.owner.query('DROP POLICY hide ON note; REVOKE SELECT ON note FROM overstap_worker');
    await expect(backup({ database, settings }, other)).rejects.toThrow(/permission denied/);
    await database.owner.query('GRANT SELECT ON note TO overstap_worker');
    expect(readdirSync(directory)).toEqual(['mine']);
  });

  test('restored into another cluster reports the same, goes on, and forgets who was erased since', async () => {
    const dataDir = temporaryDirectory('restored');
    await recordErasure(dataDir, { tenant: 'a', subject: ann, categories: ['identity', 'search'] });
    const server = await startEmbeddedPostgres({ dataDir, durable: false });
    try {
      const into = {
        owner: server.connection,
        app: server.appConnection,
        sets,
        wrapper,
        dataDir,
        personTables: ['note'],
      };
      const report = await restoreInto(into, target);
      expect(report).toMatchObject({ erased: 1, log: { ok: true, head: await log.store.head() } });
      const before = await verifyLog({ database, store: log.store });
      expect(report.log.tenants).toEqual(before.tenants);

      const restored = await openDatabase(server.appConnection);
      const other = await PeopleLog.open(restored, wrapper);
      expect((await other.read('a', ann)).map(({ data, erased }) => [data, erased])[3]).toEqual([
        { marker: 'referral 3' },
        ['identity'],
      ]);
      expect(await other.read('b', bob)).toEqual(await log.read('b', bob));
      expect((await restored.worker.query('SELECT tenant, body FROM note')).rows).toEqual([
        { tenant: 'b', body: null },
      ]);
      expect((await restored.worker.query('SELECT name, holder, lease_until FROM projection_checkpoint')).rows).toEqual(
        [{ name: 'sends', holder: null, lease_until: null }],
      );
      const cas = randomUUID();
      await other.refer('b', cas, 'Cas', 3);
      await other.erase('b', cas);
      await new Sealer({ database: restored, store: other.store, clock, report: () => undefined }).sealNow();
      const after = await verifyLog({ database: restored, store: other.store });
      expect(after).toMatchObject({ ok: true, tenants: [{ events: 20 }, { events: 13, unsealed: 0 }] });
      expect(after.head.startsWith('2.')).toBe(true);
      await expect(restoreInto(into, target)).rejects.toThrow(/database is not empty/);
      await restored.close();
    } finally {
      await server.stop();
    }
  });

  test('that was damaged, or is of another key or program, restores nothing', async () => {
    const dataDir = temporaryDirectory('restored');
    const server = await startEmbeddedPostgres({ dataDir, durable: false });
    try {
      const into = { owner: server.connection, app: server.appConnection, sets, wrapper, dataDir };
      const damaged = (name: string, damage: (file: string) => void): string => {
        const copy = temporaryDirectory('damaged');
        cpSync(target, copy, { recursive: true });
        damage(join(copy, name));
        return copy;
      };
      const flip = (file: string): void => {
        const bytes = readFileSync(file);
        bytes[bytes.length >> 1]! ^= 1;
        writeFileSync(file, bytes);
      };
      for (const name of ['events.copy.gz', 'subject_keys.copy.gz'])
        await expect(restoreInto(into, damaged(name, flip))).rejects.toThrow(/not as the backup wrote it/);
      const edit = (file: string): void =>
        writeFileSync(file, gzipSync(gunzipSync(readFileSync(file)).toString().replace('referral 3', 'referral 8')));
      await expect(restoreInto(into, damaged('events.copy.gz', edit))).rejects.toThrow(/not as the backup wrote it/);
      const rewrite = (change: (text: string) => string) =>
        damaged('manifest.json', (file) => writeFileSync(file, change(readFileSync(file, 'utf8'))));
      await expect(
        restoreInto(
          into,
          rewrite((text) => text.replace('"rows": 30', '"rows": 31')),
        ),
      ).rejects.toThrow(/not as the backup/);
      await expect(
        restoreInto(
          into,
          rewrite((text) => text.replaceAll('"note"', '"pg_authid"')),
        ),
      ).rejects.toThrow(/does not have/);
      await expect(
        restoreInto(
          into,
          rewrite((text) => text.replace('notes/001-note', 'notes/009-x')),
        ),
      ).rejects.toThrow(/newer one/);
      await expect(
        restoreInto(
          into,
          rewrite((text) => text.replaceAll(wrapper.currentId, 'feed')),
        ),
      ).rejects.toThrow(/OVERSTAP_MASTER_KEY/);
      const empty = temporaryDirectory('empty');
      mkdirSync(empty, { recursive: true });
      await expect(restoreInto(into, empty)).rejects.toThrow(/is not a backup/);

      await migrate(server.connection, sets);
      const restored = await openDatabase(server.appConnection);
      expect((await restored.worker.query('SELECT count(*)::int AS count FROM events')).rows).toEqual([{ count: 0 }]);
      await restored.close();
      // What the attempts left is empty tables: the whole backup still goes in.
      expect(await restoreInto(into, target)).toMatchObject({ log: { ok: true } });
    } finally {
      await server.stop();
    }
  });
});
