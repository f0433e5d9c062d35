import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventStoreMigrations } from '@overstap/event-store';
import { loadMasterKeys, privacyMigrations } from '@overstap/privacy';
import { othersAreOver, testDatabase, type TestDatabase } from '../../test/support/postgres.js';
import { dailyRoots, operationMigrations, Sealer, verifyLog, type LogReport } from './index.js';
import { PeopleLog, SetClock } from './testing/people-log.js';

const keys = loadMasterKeys({ masterKey: randomBytes(32).toString('base64'), production: true });

describe('a sealed log', () => {
  let database: TestDatabase;
  let log: PeopleLog;
  let sealer: Sealer;
  const clock = new SetClock();
  const [ann, bob] = [randomUUID(), randomUUID()];
  const options = (batchSize: number) => ({ database, store: log.store, clock, report: () => undefined, batchSize });
  const sealNow = async () => {
    await othersAreOver(database);
    return sealer.sealNow();
  };
  const verify = async (more: object = {}): Promise<LogReport> => {
    await othersAreOver(database);
    return verifyLog({ database, store: log.store, pageSize: 4, ...more });
  };

  beforeEach(async () => {
    database = await testDatabase([eventStoreMigrations, privacyMigrations, operationMigrations]);
    log = await PeopleLog.open(database, keys);
    sealer = new Sealer(options(3));
    await log.refer('a', ann, 'Ann', 5);
    await log.refer('b', bob, 'Bob', 4);
    expect(await sealNow()).toEqual({ seals: 4, events: 9 });
    await log.refer('a', ann, 'Ann', 2);
  });
  afterEach(() => database.drop());

  test('holds, and what the sealer has not come to is counted', async () => {
    expect(await verify()).toMatchObject({
      ok: true,
      head: await log.store.head(),
      tenants: [
        { tenant: 'a', events: 7, seals: 2, unsealed: 2 },
        { tenant: 'b', events: 4, seals: 2, unsealed: 0 },
      ],
    });
    expect(await sealNow()).toEqual({ seals: 1, events: 2 });
    expect(await sealNow()).toEqual({ seals: 0, events: 0 });
    expect((await verify()).tenants.map(({ unsealed }) => unsealed)).toEqual([0, 0]);
  });

  test('still holds when a person was erased', async () => {
    await log.erase('a', ann);
    expect((await log.read('a', ann))[0]).toMatchObject({ erased: expect.arrayContaining(['identity']) });
    expect(await verify()).toMatchObject({ ok: true });
  });

  test('shows a change of one byte of a payload, of ciphertext and of an envelope', async () => {
    const eventOf = `tenant = 'a' AND stream = 'participant-${ann}'`;
    for (const change of [
      `data = replace(data::text, 'referral 3', 'referral 8')::json WHERE ${eventOf} AND revision = 3`,
      `sealed = overlay(sealed::text placing (CASE substr(sealed::text, 30, 1) WHEN 'A' THEN 'B' ELSE 'A' END) from 30 for 1)::json
       WHERE ${eventOf} AND revision = 3`,
      `occurred_at = '2026-09-01T08:00:00.001Z' WHERE ${eventOf} AND revision = 3`,
    ]) {
      await database.owner.query('CREATE TABLE kept AS SELECT * FROM events');
      await database.owner.query(`UPDATE events SET ${change}`);
      const report = await verify();
      expect(report.ok).toBe(false);
      expect(report.tenants[0]).toMatchObject({ tenant: 'a', seals: 1, broken: { fault: 'hash-differs', seal: 2 } });
      expect(report.tenants[1]).not.toHaveProperty('broken');
      await database.owner.query(
        `UPDATE events e SET data = k.data, sealed = k.sealed, occurred_at = k.occurred_at FROM kept k WHERE e.id = k.id; DROP TABLE kept`,
      );
      expect((await verify()).ok).toBe(true);
    }
  });

  test('shows an event that was deleted within, at the end of and after a batch, and where its stream lacks it', async () => {
    await database.owner.query(`DELETE FROM events WHERE tenant = 'a' AND revision = 1`);
    expect((await verify()).tenants[0]).toMatchObject({
      broken: { fault: 'events-differ', seal: 1 },
      gap: { stream: `participant-${ann}`, expected: 1, found: 2 },
    });
    await database.owner.query(`DELETE FROM events WHERE tenant = 'b' AND revision = 3`);
    expect((await verify()).tenants[1]).toMatchObject({ broken: { fault: 'events-differ', seal: 2 } });
    await database.owner.query(`DELETE FROM events WHERE tenant = 'b'`);
    expect((await verify()).tenants[1]).toMatchObject({ tenant: 'b', events: 0, broken: { seal: 1 } });
  });

  test('shows seals that were deleted or replaced', async () => {
    await database.owner.query(`DELETE FROM seal WHERE tenant = 'b' AND number = 2`);
    expect((await verify()).tenants[1]).toMatchObject({ broken: { fault: 'seal-missing', seal: 2 } });
    await database.owner.query(
      `UPDATE seal SET sealed_at = '2026-09-01T08:00:00.001Z' WHERE tenant = 'a' AND number = 1`,
    );
    expect((await verify()).tenants[0]).toMatchObject({ broken: { fault: 'hash-differs', seal: 1 } });
    await database.owner.query(`DELETE FROM seal WHERE tenant = 'a' AND number = 1`);
    expect((await verify()).tenants[0]).toMatchObject({ broken: { fault: 'chain-broken', seal: 2 } });
  });

  test('that was rewritten with all its seals differs from a root kept outside', async () => {
    clock.at = '2026-09-02T08:00:00.000Z';
    await sealNow();
    const roots = await dailyRoots(database);
    expect(roots.map(({ tenant, day, number }) => [tenant, day, number])).toEqual([
      ['a', '2026-09-01', 2],
      ['a', '2026-09-02', 3],
      ['b', '2026-09-01', 2],
    ]);
    expect(await dailyRoots(database, '2026-09-02')).toHaveLength(1);
    expect(await verify({ roots })).toMatchObject({ ok: true });
    await database.owner.query(`UPDATE events SET actor_id = 'q' WHERE tenant = 'a'; TRUNCATE seal, seal_checkpoint`);
    await sealNow();
    expect(await verify()).toMatchObject({ ok: true });
    expect((await verify({ roots })).tenants[0]).toMatchObject({ broken: { fault: 'root-differs', seal: 2 } });
    await database.owner.query(`DELETE FROM events WHERE tenant = 'b'; DELETE FROM seal WHERE tenant = 'b'`);
    expect((await verify({ roots })).tenants[1]).toMatchObject({ broken: { fault: 'seal-missing', seal: 2 } });
  });

  test('is sealed once by several sealers at once, while appends go on', async () => {
    const sealers = [1, 2, 3].map(() => new Sealer({ ...options(2), everyMs: 1 }));
    for (const each of sealers) each.start();
    await Promise.all([log.refer('a', randomUUID(), 'Cas', 40), log.refer('c', randomUUID(), 'Dee', 40)]);
    await Promise.all(sealers.map((each) => each.stop()));
    await sealNow();
    const report = await verify();
    expect(report).toMatchObject({ ok: true });
    expect(report.tenants.map(({ events, unsealed }) => [events, unsealed])).toEqual([
      [47, 0],
      [4, 0],
      [40, 0],
    ]);
  });

  test('may not be changed by any role of the program', async () => {
    for (const pool of [database.reader, database.appender, database.worker])
      for (const sql of [`UPDATE seal SET hash = ''`, 'DELETE FROM seal', 'TRUNCATE seal'])
        await expect(pool.query(sql)).rejects.toThrow(/permission denied/);
  });

  test('shows a read model that is ahead of the log', async () => {
    const position = await log.store.head();
    const lag = async () => [{ name: 'm', state: 'live', position, behind: 0, more: false, parked: 0 }];
    expect(await verify({ lag })).toMatchObject({ ok: true, readModels: [{ name: 'm', ahead: false }] });
    await database.owner.query(`DELETE FROM events WHERE tenant = 'a' AND revision = 6`);
    expect(await verify({ lag })).toMatchObject({ ok: false, readModels: [{ name: 'm', ahead: true }] });
  });
});
