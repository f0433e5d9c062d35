import { type SealRoot } from '@overstap/operation';
import { type Database } from '@overstap/platform';

/** The chains of hashes that there are: over the log of events, over who read what, over who got which roles. */
export const SEALED_LOGS = ['events', 'access', 'roles'] as const;
type SealedLog = (typeof SEALED_LOGS)[number];

/** The last link of one agency's chain: its hash covers everything before it. */
export interface LogRoot extends SealRoot {
  readonly log: SealedLog;
}

const TABLES: Readonly<Record<SealedLog, string>> = { events: 'seal', access: 'access_seal', roles: 'role_change' };

/** `access:default:1204:9f…`: one line, to be kept where whoever can write to the database cannot. */
export const rootText = ({ log, tenant, number, hash }: LogRoot): string => [log, tenant, number, hash].join(':');

/** Undefined for a text that is none. */
export function rootFrom(text: string): LogRoot | undefined {
  const [, name, tenant = '', number, hash = ''] = /^(\w+):(.+):([1-9]\d{0,9}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  const log = SEALED_LOGS.find((each) => each === name);
  return log && { log, tenant, number: Number(number), hash };
}

/** Where every chain stands now. Whoever keeps this can show later that none was made anew: `overstap verify --root`. */
export async function logRoots({ worker }: Pick<Database, 'worker'>): Promise<readonly LogRoot[]> {
  const roots: LogRoot[] = [];
  for (const log of SEALED_LOGS) {
    const { rows } = await worker.query<SealRoot>(
      `SELECT DISTINCT ON (tenant) tenant, number, hash FROM ${TABLES[log]} ORDER BY tenant, number DESC`,
    );
    roots.push(...rows.map((row) => ({ log, ...row })));
  }
  return roots;
}
