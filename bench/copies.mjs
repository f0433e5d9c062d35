import { once } from 'node:events';
import copyStreams from 'pg-copy-streams';
import { asOwner } from './ground.mjs';

/** An id, of which a copy has its number, from hexadecimal 11 on, in place of the first two digits: what is made by the clock begins with 01. */
const ID = /\b[0-9a-f]{2}(?=[0-9a-f]{6}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/g;
const NAME = /\b(coach|BENCH)-(?=\d)/g;
const FIRST = 0x11;
/** Two digits hold no more. */
export const MOST_COPIES = 0xff - FIRST;
const MARK = '\u0000';
/** Lines that travel and are stored together. */
const LINES = 2_000;

/**
 * Puts so many copies of the log's rows and of the read models' beside them, under ids, coaches and programmes of their own: a store is large in minutes that
 * would take a day to live through. What is sealed in a copy cannot be opened, for it is bound to its place; nobody reads it.
 */
export async function addCopies(connection, copies) {
  if (copies === 0) return;
  const tables = await asOwner(connection, async (client) => {
    const { rows } = await client.query(
      `SELECT relation FROM projection_checkpoint WHERE state = 'live' ORDER BY pg_table_size(relation) DESC`,
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
    `SELECT string_agg(attname, ', ' ORDER BY attnum) AS columns FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attidentity = '' AND attname <> 'xid'`,
    [table],
  );
  const [{ columns }] = rows;
  const groups = await marked(client, `COPY ${table} (${columns}) TO STDOUT`);
  await client.query(`CREATE TEMP TABLE copied AS SELECT ${columns} FROM ${table} WITH NO DATA`);
  for (let copy = 0; copy < copies; copy++)
    for (const group of groups) {
      const into = client.query(copyStreams.from('COPY copied FROM STDIN'));
      into.end(Buffer.from(group.join((FIRST + copy).toString(16)), 'latin1'));
      await once(into, 'finish');
      // A row without an id of its own is there already.
      await client.query(`INSERT INTO ${table} (${columns}) SELECT * FROM copied ON CONFLICT DO NOTHING`);
      await client.query('TRUNCATE copied');
    }
  await client.query('DROP TABLE copied');
}

/** The rows, byte by byte, in groups; each is cut where the number of a copy belongs. */
async function marked(client, copy) {
  let text = '';
  for await (const chunk of client.query(copyStreams.to(copy))) text += chunk.toString('latin1');
  const lines = text.split('\n').slice(0, -1);
  const groups = [];
  for (let at = 0; at < lines.length; at += LINES) {
    const some = `${lines.slice(at, at + LINES).join('\n')}\n`;
    groups.push(some.replace(ID, MARK).replace(NAME, `$1-${MARK}-`).split(MARK));
  }
  return groups;
}
