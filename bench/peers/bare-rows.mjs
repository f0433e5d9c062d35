import pg from 'pg';
import { perSecond } from '../rounds.mjs';

const BATCH = 16;
const CONNECTIONS = 2;
const COLUMNS = `tenant, stream, revision, id, epoch, type, schema_version, programme, trajectory, subject, occurred_at, recorded_at, actor_type,
  actor_id, command, causation, correlation, data, sealed`;

/**
 * What PostgreSQL alone stores of the log's own rows, with the log's indexes, in transactions of a batch, when it is told nothing but "again": the
 * most that any program in front of it can reach. Answers a measurement that gives rows a second.
 */
export async function bareRows(ground, seconds) {
  const clients = Array.from({ length: CONNECTIONS }, () => new pg.Client(ground.owner));
  for (const client of clients) await client.connect();
  await clients[0].query(`CREATE TABLE bench_sample AS SELECT ${COLUMNS} FROM events LIMIT ${BATCH};
    CREATE TABLE bench_rows (LIKE events INCLUDING ALL)`);
  const again = `INSERT INTO bench_rows (${COLUMNS})
    SELECT ${COLUMNS.replace('stream', '$1').replace('revision', '(row_number() OVER ())::int').replace(' id,', ' gen_random_uuid(),')} FROM bench_sample`;
  let next = 0;
  return {
    measure: async () =>
      BATCH *
      (await perSecond(CONNECTIONS, seconds, (nth) =>
        clients[nth].query({ name: 'again', text: again, values: [`bench-${next++}`] }),
      )),
    close: async () => {
      for (const client of clients) await client.end();
    },
  };
}
