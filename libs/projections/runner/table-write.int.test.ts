import { beforeEach, describe, expect, test } from '@jest/globals';
import { arrayLiteral } from './columns.js';
import { ReadModelError } from './row-set.js';
import { type TableWrite, writeTables } from './table-write.js';
import { suiteOfRunners } from './testing/runners.js';

const { database } = suiteOfRunners([]);
const TABLES = ['one', 'two', 'three'].map((name) => `read_model.write_${name}`);

const adding = (relation: string, ids: readonly string[]): TableWrite => ({
  relation,
  remove: undefined,
  add: { text: `COPY ${relation} (id) FROM STDIN`, rows: Buffer.from(ids.map((id) => `${id}\n`).join('')) },
});
const removing = (relation: string, ids: readonly string[]): NonNullable<TableWrite['remove']> => ({
  text: `DELETE FROM ${relation} WHERE id = ANY ('${arrayLiteral(ids)}'::text[])`,
  count: ids.length,
});

describe('rows of several tables in one message', () => {
  beforeEach(async () => {
    for (const table of TABLES)
      await database().worker.query(`DROP TABLE IF EXISTS ${table}; CREATE TABLE ${table} (id text PRIMARY KEY)`);
  });

  /** On one connection, and whether that is as good as new afterwards. */
  async function write(writes: readonly TableWrite[]): Promise<unknown> {
    const client = await database().worker.connect();
    try {
      await client.query('BEGIN');
      const failure: unknown = await writeTables(client, writes).then(
        () => undefined,
        (error: unknown) => error,
      );
      await client.query(failure === undefined ? 'COMMIT' : 'ROLLBACK');
      expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
      return failure;
    } finally {
      client.release();
    }
  }
  const counts = () =>
    Promise.all(
      TABLES.map(
        async (table) =>
          (await database().worker.query<{ rows: number }>(`SELECT count(*)::int AS rows FROM ${table}`)).rows[0]?.rows,
      ),
    );
  const many = Array.from({ length: 200_000 }, (_, nth) => `row ${nth}`);
  const [one = '', two = '', three = ''] = TABLES;

  test('are removed and added, table by table', async () => {
    expect(await write([adding(one, ['a', 'b']), adding(two, many), adding(three, ['x'])])).toBeUndefined();
    const changed = { ...adding(one, ['b', 'c', 'd']), remove: removing(one, ['b']) };
    const removed = { relation: two, remove: removing(two, many.slice(1)), add: undefined };
    expect(await write([changed, removed])).toBeUndefined();
    expect(await counts()).toEqual([4, 1, 1]);
    expect(await write([])).toBeUndefined();
  });

  test('are all refused with the first that is, and what was sent behind it troubles nobody', async () => {
    expect(await write([adding(one, ['a', 'a']), adding(two, many), adding(three, many)])).toMatchObject({
      code: '23505',
    });
    expect(await write([adding(one, many), adding(two, ['a', 'a']), adding(three, many)])).toMatchObject({
      code: '23505',
    });
    expect(await counts()).toEqual([0, 0, 0]);
  });

  test('are refused where a table lacks a row that is to be removed', async () => {
    await write([adding(one, ['a']), adding(two, ['b'])]);
    const lacks = { ...adding(one, ['c']), remove: removing(one, ['a', 'z']) };
    const failure = await write([lacks, { ...adding(two, ['d']), remove: removing(two, ['b']) }]);
    expect(failure).toEqual(new ReadModelError(`${one} lacks rows that it held before`));
    expect(await counts()).toEqual([1, 1, 0]);
  });
});
