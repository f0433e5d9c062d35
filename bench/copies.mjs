import { asOwner } from './ground.mjs';

/** An id; that of a copy begins with its number, from hexadecimal 11 on, for what is made by the clock begins with 01. */
const ID = String.raw`\m[0-9a-f]{2}([0-9a-f]{6}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})`;
const NAME = String.raw`\m(coach|BENCH)-(\d+)`;

/**
 * Puts so many copies of the log's rows and of the read models' beside them, under ids, coaches and programmes of their own: a store is large in an hour that
 * would take a day to live through. What is sealed in a copy cannot be opened, for it is bound to its place; nobody reads it.
 */
export async function addCopies(connection, copies) {
  const tables = await asOwner(connection, async (client) => {
    const { rows } = await client.query(
      `SELECT relation FROM projection_checkpoint WHERE state = 'live' ORDER BY relation`,
    );
    return ['events', ...rows.map(({ relation }) => relation)];
  });
  let next = 0;
  const copyTables = async (client) => {
    for (let table = tables[next++]; table !== undefined; table = tables[next++]) await copyRows(client, table, copies);
  };
  await Promise.all([asOwner(connection, copyTables), asOwner(connection, copyTables)]);
}

async function copyRows(client, table, copies) {
  const { rows } = await client.query(
    `SELECT attname AS name FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attidentity = '' AND attname <> 'xid' ORDER BY attnum`,
    [table],
  );
  const columns = rows.map(({ name }) => name);
  await client.query(`CREATE TEMP TABLE original AS SELECT * FROM ${table}`);
  for (let copy = 1; copy <= copies; copy++)
    await client.query(
      `INSERT INTO ${table} (${columns.join(', ')})
       SELECT ${columns.map((name) => `(changed).${name}`).join(', ')} FROM (
         SELECT regexp_replace(regexp_replace(o::text, '${ID}', to_hex($1::int + 16) || '\\1', 'g'),
           '${NAME}', '\\1-' || $1::int || '-\\2', 'g')::${table} AS changed FROM original o OFFSET 0) copied
       ON CONFLICT DO NOTHING`,
      [copy],
    );
  await client.query('DROP TABLE original');
}
