import { EventStoreAwayError } from '@overstap/kernel';
import type pg from 'pg';
import { type TableWrite, writeTables } from './table-write.js';

/** Another worker has taken over, or an operator has changed the rows: what this worker holds in memory is out of date. */
export class Fenced extends Error {
  constructor() {
    super('another worker moved this projection on');
  }
}

const codeOf = (error: unknown): string | undefined => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
};

/** The database refused a value or a duplicate key (SQLSTATE classes 22 and 23): trying again changes nothing. */
export const isRefusedRow = (error: unknown): boolean => /^2[23][0-9A-Z]{3}$/.test(codeOf(error) ?? '');

/** A table was waited for in vain: a query that runs long holds it, or somebody who fills it. */
export const isHeldUp = (error: unknown): boolean => codeOf(error) === '55P03';

/** Somebody began a rebuild anew: the rows that this one filled are gone (SQLSTATE 42P01), or are being taken away. */
export const isOvertaken = (error: unknown): boolean =>
  error instanceof Fenced || codeOf(error) === '42P01' || isHeldUp(error);

/** Changes of hands are rare; so many in a row are a fault. */
export const FENCED_AT_MOST = 5;

/** Writes under a savepoint: undefined when it was written, else why the database refused it, and then nothing was. */
export async function refusalOf(client: pg.ClientBase, write: TableWrite | undefined): Promise<unknown> {
  if (!write) return undefined;
  await client.query('SAVEPOINT one_write');
  try {
    await writeTables(client, [write]);
    await client.query('RELEASE one_write');
    return undefined;
  } catch (error) {
    if (!isRefusedRow(error)) throw error;
    await client.query('ROLLBACK TO one_write');
    return error;
  }
}

/** A store, database or network that is away: no event is to blame. SQLSTATE classes 08, 40, 53, 55, 57, 58, a session that idled too long, and system errors. */
export const isPassing = (error: unknown): boolean =>
  error instanceof EventStoreAwayError ||
  /^(08|40|53|55|57|58)[0-9A-Z]{3}$|^25P03$|^E[A-Z]{3,}$|^UND_ERR/.test(codeOf(error) ?? '') ||
  /connection terminated|timeout/i.test(error instanceof Error ? error.message : '');

/** A short code for lists and metrics. Never the message: it may quote the event. */
export function failureCode(error: unknown): string {
  const code = codeOf(error);
  if (code !== undefined && /^[\w.-]{1,60}$/.test(code)) return code;
  const name = error instanceof Error ? error.name : typeof error;
  return /^[\w.-]{1,60}$/.test(name) ? name : 'Error';
}
