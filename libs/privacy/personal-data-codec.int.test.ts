import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { catalogue, Event, WholeField, TextField, type JsonObject, type StoredEvent } from '@overstap/kernel';
import { openDatabase, type Database } from '@overstap/platform';
import fc from 'fast-check';
import { testDatabase, type TestDatabase } from '../../test/support/postgres.js';
import { Erasure } from './erasure.js';
import { loadMasterKeys } from './master-key.js';
import { privacyMigrations } from './migrations.js';
import { PersonalDataCodec } from './personal-data-codec.js';
import { rewrapSubjectKeys } from './rotation.js';
import { SubjectErasedError, SubjectKeys } from './subject-keys.js';

@Event({
  privacy: 'P1',
  version: 2,
  upcasters: [(data) => ({ ...data, remark: `${String(data['note'] ?? 'gone')}!`, version: 2 })],
})
class NoteAdded {
  @WholeField({ optional: true }) count?: number;
  @TextField({ max: 5000, optional: true, privacy: 'P3' }) note?: string;
  @TextField({ max: 5000, optional: true, privacy: 'P3' }) more?: string;
  @TextField({ max: 5000, optional: true, privacy: 'P5' }) name?: string;
}
const events = catalogue({ NoteAdded });
const definition = events.get('NoteAdded')!;

describe('personal data under subject keys', () => {
  let database: TestDatabase;
  let second: Database;
  const masterKey = randomBytes(32).toString('base64');
  const wrapper = loadMasterKeys({ masterKey, production: true });
  const process = (connections: Database) => {
    const keys = new SubjectKeys(connections, wrapper);
    return { keys, codec: new PersonalDataCodec(keys), erasure: new Erasure(connections, keys) };
  };
  beforeAll(async () => {
    database = await testDatabase([privacyMigrations]);
    second = await openDatabase(database.appConnection);
  });
  afterAll(async () => {
    await second.close();
    await database.drop();
  });

  const place = (subject = randomUUID()) => ({
    tenant: `tenant-${randomUUID()}`,
    stream: 'trajectory-1',
    id: randomUUID(),
    type: 'NoteAdded',
    subject,
  });
  type At = ReturnType<typeof place>;
  const stored = (at: At, payload: Pick<StoredEvent, 'data' | 'sealed'>, schemaVersion = 2): StoredEvent => ({
    ...at,
    ...payload,
    revision: 0,
    position: '1',
    schemaVersion,
    occurredAt: '2026-09-01T08:00:00.000Z',
    recordedAt: '2026-09-01T08:00:00.000Z',
    actor: { type: 'COACH', id: 'coach-1' },
    command: 'c',
    correlation: 'c',
  });
  const keyRows = async (where: string): Promise<number> =>
    (await database.owner.query(`SELECT FROM subject_keys WHERE ${where}`)).rowCount ?? 0;

  test('what was sealed opens whole, and no personal field lies in the clear part', async () => {
    const { codec } = process(database);
    const text = fc.option(fc.string({ maxLength: 200 }), { nil: undefined });
    const at = place();
    await fc.assert(
      fc.asyncProperty(fc.record({ count: fc.integer(), note: text, more: text, name: text }), async (data) => {
        const payload = await codec.seal({ ...at, definition, data });
        expect(payload.data).toEqual({ count: data.count });
        expect(Object.keys(payload.sealed).sort()).toEqual([
          ...(data.note !== undefined || data.more !== undefined ? ['coaching'] : []),
          ...(data.name !== undefined ? ['identity'] : []),
        ]);
        const [opened] = await codec.open([stored(at, payload)], events);
        expect(opened!.data).toEqual(JSON.parse(JSON.stringify(data)));
        // What had nothing sealed is answered as it is stored.
        expect((opened as Partial<StoredEvent>).sealed ?? {}).toEqual({});
        expect(opened).not.toHaveProperty('erased');
      }),
      { numRuns: 50 },
    );
  });

  test('an upcaster sees the clear and the sealed fields together', async () => {
    const { codec } = process(database);
    const at = place();
    const payload = await codec.seal({ ...at, definition, data: { count: 1, note: 'hello' } });
    const [opened] = await codec.open([stored(at, payload, 1)], events);
    expect(opened).toMatchObject({ schemaVersion: 2, data: { count: 1, note: 'hello', remark: 'hello!', version: 2 } });
  });

  test('a block does not open in another tenant, stream, event, type or subject', async () => {
    const { codec } = process(database);
    const at = place();
    const payload = await codec.seal({ ...at, definition, data: { note: 'hello' } });
    // Every other tenant and subject has keys of its own, so that the place and not a missing key is what fails.
    const other = place();
    await codec.seal({ ...at, ...{ subject: other.subject }, definition, data: { note: 'x' } });
    await codec.seal({ ...at, ...{ tenant: other.tenant }, definition, data: { note: 'x' } });
    for (const part of [
      { tenant: other.tenant },
      { subject: other.subject },
      { stream: 'trajectory-2' },
      { id: other.id },
    ] as Partial<At>[])
      await expect(codec.open([stored({ ...at, ...part }, payload)], events)).rejects.toThrow(/does not open/);
    const swapped = { data: {}, sealed: { coaching: payload.sealed.coaching!.replace(/^../, 'zz') } };
    await expect(codec.open([stored(at, swapped)], events)).rejects.toThrow(
      /The coaching block of event .* does not open/,
    );
  });

  test('a personal field without a subject is a programming error; clear fields need none', async () => {
    const { codec } = process(database);
    const { tenant, stream, id, type } = place();
    const at = { tenant, stream, id, type };
    await expect(codec.seal({ ...at, definition, data: { note: 'x' } })).rejects.toThrow(/names no subject/);
    expect(await codec.seal({ ...at, definition, data: { count: 1 } })).toEqual({ data: { count: 1 }, sealed: {} });
  });

  test('reading makes no key, and a block without any key row says that the table is incomplete', async () => {
    const { codec } = process(database);
    const at = place();
    const sealed = { coaching: randomBytes(60).toString('base64') };
    await expect(codec.open([stored(at, { data: {}, sealed })], events)).rejects.toThrow(/key table is incomplete/);
    expect(await keyRows(`tenant = '${at.tenant}'`)).toBe(0);
  });

  test('two processes that make the same keys at once get the same ones', async () => {
    const [one, other] = [process(database), process(second)];
    const at = place();
    const subjects = Array.from({ length: 50 }, () => randomUUID());
    const seal = (by: typeof one) =>
      Promise.all(subjects.map((subject) => by.codec.seal({ ...at, subject, definition, data: { note: subject } })));
    const [a, b] = await Promise.all([seal(one), seal(other)]);
    expect(await keyRows(`tenant = '${at.tenant}'`)).toBe(50);
    for (const [payloads, reader] of [
      [a, other],
      [b, one],
      [a, process(database)],
    ] as const) {
      const opened = await reader.codec.open(
        subjects.map((subject, n) => stored({ ...at, subject }, payloads[n]!)),
        events,
      );
      expect(opened.map((event) => event.data['note' as never])).toEqual(subjects);
    }
  });

  test('10,000 people of an import get their keys quickly', async () => {
    const { keys } = process(database);
    const names = Array.from({ length: 10_000 }, () => ({ subject: randomUUID(), category: 'identity' as const }));
    const start = performance.now();
    expect((await keys.forWriting(place().tenant, names)).size).toBe(10_000);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test('texts of read models open at their row only, and in order', async () => {
    const { codec } = process(database);
    const { tenant, subject } = place();
    const item = (row: string) => ({ subject, category: 'identity' as const, table: 'trajectory_summary', row });
    const [a, b] = await codec.sealTexts(tenant, [
      { ...item('1'), text: 'Anna' },
      { ...item('2'), text: 'Bram' },
    ]);
    expect(
      await codec.openTexts(tenant, [
        { ...item('2'), sealed: b! },
        { ...item('1'), sealed: a! },
      ]),
    ).toEqual(['Bram', 'Anna']);
    await expect(codec.openText(tenant, item('2'), a!)).rejects.toThrow(/A identity text|does not open/);
  });

  describe('erasure', () => {
    test('makes one category unreadable, names it, and leaves the others', async () => {
      const { codec, erasure } = process(database);
      const at = place();
      const payload = await codec.seal({ ...at, definition, data: { count: 1, note: 'secret', name: 'Anna' } });
      await erasure.erase(at.tenant, at.subject, ['coaching']);
      const [opened] = await codec.open([stored(at, payload)], events);
      expect(opened).toMatchObject({ data: { count: 1, name: 'Anna' }, erased: ['coaching'] });
      expect(opened!.data).not.toHaveProperty('note');
      const [old] = await codec.open([stored(at, payload, 1)], events);
      expect(old).toMatchObject({ data: { remark: 'gone!' } as JsonObject });
    });

    test('is a fence: no key is made again, nor where there was none yet', async () => {
      const { codec, erasure } = process(database);
      const at = place();
      const seal = (data: object) => codec.seal({ ...at, definition, data });
      await seal({ note: 'x' });
      await erasure.erase(at.tenant, at.subject, ['coaching', 'identity']);
      for (const by of [codec, process(second).codec])
        for (const data of [{ note: 'x' }, { name: 'x' }])
          await expect(by.seal({ ...at, definition, data })).rejects.toThrow(SubjectErasedError);
      expect(await seal({ count: 2 })).toEqual({ data: { count: 2 }, sealed: {} });
      expect(await keyRows(`tenant = '${at.tenant}' AND wrapped IS NOT NULL`)).toBe(0);
    });

    test('reaches another process that had the key in its cache, within a second', async () => {
      const [one, other] = [process(database), process(second)];
      const at = place();
      const payload = await one.codec.seal({ ...at, definition, data: { note: 'secret' } });
      const read = async () => (await other.codec.open([stored(at, payload)], events))[0]!;
      expect((await read()).data).toEqual({ note: 'secret' });
      await one.erasure.erase(at.tenant, at.subject, ['coaching']);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      expect(await read()).toMatchObject({ data: {}, erased: ['coaching'] });
      await expect(other.codec.seal({ ...at, definition, data: { note: 'x' } })).rejects.toThrow(SubjectErasedError);
    });

    test('in the midst of reads leaves no key behind in any cache', async () => {
      const [one, other] = [process(database), process(second)];
      for (let round = 0; round < 10; round++) {
        const at = place();
        const payload = await one.codec.seal({ ...at, definition, data: { note: 'secret' } });
        const reads = Array.from({ length: 20 }, async (_, n) => {
          await new Promise((resolve) => setTimeout(resolve, n));
          await (n % 2 === 0 ? one : other).codec.open([stored(at, payload)], events);
        });
        await one.erasure.erase(at.tenant, at.subject, ['coaching']);
        await Promise.all(reads);
        await new Promise((resolve) => setTimeout(resolve, 600));
        for (const { codec } of [one, other])
          expect((await codec.open([stored(at, payload)], events))[0]!.erased).toEqual(['coaching']);
      }
    });

    test('is remembered once in a ledger that nobody can change, and replayed over an older database', async () => {
      const { codec, erasure } = process(database);
      const at = place();
      const payload = await codec.seal({ ...at, definition, data: { note: 'secret' } });
      const { rows } = await database.owner.query(`SELECT * FROM subject_keys WHERE tenant = $1`, [at.tenant]);
      await erasure.erase(at.tenant, at.subject, ['coaching']);
      await erasure.erase(at.tenant, at.subject, ['coaching']);
      const mine = (await erasure.ledger()).filter((entry) => entry.tenant === at.tenant);
      expect(mine).toEqual([{ tenant: at.tenant, subject: at.subject, categories: ['coaching'] }]);
      await expect(database.worker.query('DELETE FROM erasure_ledger')).rejects.toThrow(/permission denied/);
      await expect(database.worker.query(`UPDATE erasure_ledger SET subject = ''`)).rejects.toThrow(
        /permission denied/,
      );

      // The backup still holds the key, and knows nothing of the erasure.
      await database.owner.query('DELETE FROM erasure_ledger WHERE tenant = $1', [at.tenant]);
      await database.owner.query(
        `UPDATE subject_keys SET state = 'active', wrapped = $2, master_key = $3, erased_at = NULL WHERE tenant = $1`,
        [at.tenant, rows[0].wrapped, rows[0].master_key],
      );
      const restored = process(second);
      expect((await restored.codec.open([stored(at, payload)], events))[0]!.data).toEqual({ note: 'secret' });
      expect(await restored.erasure.replay(mine)).toBe(1);
      expect(await restored.erasure.replay(mine)).toBe(0);
      expect((await restored.codec.open([stored(at, payload)], events))[0]!.erased).toEqual(['coaching']);
    });

    test('is out of reach of the role that serves requests', async () => {
      const { tenant } = place();
      const update = `UPDATE subject_keys SET state = 'active'`;
      await expect(database.readAs(tenant, (client) => client.query(update))).rejects.toThrow(/permission denied/);
    });
  });

  test('rotation wraps every active key anew and changes nothing that was sealed', async () => {
    const { codec, erasure } = process(database);
    const at = place();
    const payload = await codec.seal({ ...at, definition, data: { note: 'kept', name: 'Anna' } });
    await erasure.erase(at.tenant, at.subject, ['identity']);
    const young = loadMasterKeys({
      masterKey: randomBytes(32).toString('base64'),
      previousMasterKey: masterKey,
      production: true,
    });
    expect(await rewrapSubjectKeys(database, young)).toBeGreaterThan(0);
    expect(await keyRows(`state = 'active' AND master_key <> '${young.currentId}'`)).toBe(0);
    const after = new PersonalDataCodec(new SubjectKeys(database, young));
    const [opened] = await after.open([stored(at, payload)], events);
    expect(opened).toMatchObject({ data: { note: 'kept' }, erased: ['identity'] });
  });
});
