import { setTimeout as pause } from 'node:timers/promises';
import { type RestartablePostgres } from '../faults/support/restartable-postgres.js';

/** A digest of the rows of every read model, once all of them are there; by default once they stand at the same place and stay there. */
export async function rowsOfAll(
  postgres: RestartablePostgres,
  database: string,
  areThere: (positions: readonly string[]) => boolean | Promise<boolean> = standStill(),
): Promise<Readonly<Record<string, string>>> {
  for (; ; await pause(3_000)) {
    const { rows } = await postgres.query<{ position: string }>(
      database,
      `SELECT DISTINCT position FROM projection_checkpoint WHERE state = 'live'`,
    );
    if (await areThere(rows.map(({ position }) => position))) break;
  }
  const { rows: views } = await postgres.query<{ name: string }>(
    database,
    `SELECT viewname AS name FROM pg_views WHERE schemaname = 'read_model' ORDER BY 1`,
  );
  const digests: Record<string, string> = {};
  for (const { name } of views) {
    const { rows } = await postgres.query<{ count: number; digest: string }>(
      database,
      `SELECT count(*)::int, md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text COLLATE "C"), '')) AS digest FROM read_model.${name} t`,
    );
    digests[name] = `${rows[0]?.count} rows, ${rows[0]?.digest}`;
  }
  return digests;
}

function standStill(): (positions: readonly string[]) => boolean {
  let before = '';
  return ([position = '', ...others]) => {
    const now = others.length === 0 ? position : '';
    const stayed = now !== '' && now === before;
    before = now;
    return stayed;
  };
}
