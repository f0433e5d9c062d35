import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestDatabase, testDatabase } from '../../../test/support/postgres.js';
import { type DueRow, SqlDueTable } from './due-table.js';

/** As the read model has it: a rung that has fired stays, without a moment. */
const TABLE = `CREATE TABLE reminder_due (tenant text, id text, aggregate text, aggregate_id text, share int, clock_id text, generation int,
  rung text, at timestamptz, PRIMARY KEY (tenant, id)); CREATE INDEX ON reminder_due (tenant, at, share);
  GRANT SELECT ON reminder_due TO PUBLIC`;

describe('the due table in PostgreSQL', () => {
  let database: TestDatabase;
  let table: SqlDueTable;
  beforeAll(async () => {
    database = await testDatabase();
    await database.owner.query(TABLE);
    table = new SqlDueTable(database.worker, 'reminder_due');
  });
  afterAll(() => database.drop());

  it('is empty at first', async () => {
    expect(await table.earliest()).toBeUndefined();
    expect(await table.dueBefore('2027-01-01T00:00:00.000Z', 10)).toEqual([]);
  });

  it('gives every tenant’s rows in order, page by page, and never one that has fired', async () => {
    await database.owner.query(`INSERT INTO reminder_due
      SELECT 't' || n % 3, n::text, 'trajectory', 'a' || n % 7, n % 7 % 2, 'task.A', 1, 'r' || n,
        CASE WHEN n % 10 = 0 THEN NULL ELSE timestamptz '2027-03-01 08:00Z' + (n % 5) * interval '1 day' END
      FROM generate_series(1, 100) n`);
    const all: DueRow[] = [];
    let after: DueRow | undefined;
    do {
      const page = await table.dueBefore('2027-03-03T08:00:00.000Z', 7, after);
      all.push(...page);
      after = page.at(-1);
    } while (after);
    const inOne = await table.dueBefore('2027-03-03T08:00:00.000Z', 1000);
    expect(all).toEqual(inOne);
    expect(all).toHaveLength(50);
    expect(new Set(all.map(({ rung }) => rung)).size).toBe(50);
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted());
    expect(all[0]).toMatchObject({
      aggregate: 'trajectory',
      clockId: 'task.A',
      generation: 1,
      at: '2027-03-01T08:00:00.000Z',
    });
    expect(await table.earliest()).toBe('2027-03-01T08:00:00.000Z');
    const moments = await table.momentsBefore('2027-03-03T08:00:00.000Z');
    expect(moments.reduce((sum, { rows }) => sum + rows, 0)).toBe(50);
    expect(moments.map(({ at }) => at)).toEqual(moments.map(({ at }) => at).toSorted());
    const streams = await Promise.all(moments.map((moment) => table.streamsAt(moment, moment.at)));
    const named = ({ tenant, id, at }: { tenant: string; id: string; at: string }): string => `${tenant} ${id} ${at}`;
    expect(streams.flat().map(named).toSorted()).toEqual([...new Set(all.map(named))].toSorted());
    expect(await table.earliest('2027-03-01T08:00:00.000Z')).toBe('2027-03-02T08:00:00.000Z');
    expect(await table.earliest('2027-03-05T08:00:00.000Z')).toBeUndefined();
  });

  it('makes one moment of a quarter of a second, which holds what has fallen due by now', async () => {
    await database.owner.query(`TRUNCATE reminder_due; INSERT INTO reminder_due
      SELECT 't', n::text, 'trajectory', 'a' || n, 3, 'task.A', 1, 'due', timestamptz '2027-03-01 08:00Z' + n * interval '100 ms'
      FROM generate_series(0, 4) n`);
    const moments = await table.momentsBefore('2027-03-02T08:00:00.000Z');
    expect(moments.map(({ from, at, rows }) => [from.slice(17), at.slice(17), rows])).toEqual([
      ['00.000Z', '00.200Z', 3],
      ['00.250Z', '00.400Z', 2],
    ]);
    const [first] = moments;
    const streams = await table.streamsAt(first!, '2027-03-01T08:00:00.150Z');
    expect(streams.map(({ id, at }) => [id, at.slice(17)])).toEqual([
      ['a0', '00.000Z'],
      ['a1', '00.100Z'],
    ]);
  });
});
