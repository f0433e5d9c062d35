import pg from 'pg';
import { databaseTrouble } from './database-trouble.js';
import { OperatorError } from './operator-error.js';
import { askAnew } from './silence.js';
import { type Needed } from './until-there.js';

/** The PostgreSQL of DATABASE_URL. */
export function postgresAt(databaseUrl: string): Needed {
  const whom = connectionOf(databaseUrl);
  const at = `${whom.host}:${whom.port}`;
  return {
    name: 'PostgreSQL',
    at,
    setting: 'DATABASE_URL',
    ask: () =>
      askAnew({ connectionString: databaseUrl }).catch((error: unknown) => {
        throw refusalOf(error, at, whom) ?? error;
      }),
    isAway: (error) => databaseTrouble(error) === 'away',
  };
}

type Whom = Pick<pg.Client, 'host' | 'port' | 'user' | 'database'>;

function connectionOf(connectionString: string): Whom {
  try {
    return new pg.Client({ connectionString });
  } catch (cause) {
    throw new OperatorError(
      'DATABASE_URL is no address of a PostgreSQL. Write postgres://user:password@host:5432/overstap, with %40 for @, %3A for :, %2F for /, %23 for # and %3F for ? in the password.',
      { cause },
    );
  }
}

/** What waiting does not mend, and who does; undefined for anything else. */
function refusalOf(error: unknown, at: string, { user = '', database = '' }: Whom): OperatorError | undefined {
  const { code, routine, message } = error as { code?: unknown; routine?: unknown; message?: unknown };
  const role = pg.escapeIdentifier(user);
  const said = (text: string): OperatorError => new OperatorError(`PostgreSQL at ${at} ${text}`, { cause: error });
  if (code === '28P01')
    return said(
      `refuses the password of the user ${user}, or has no such user. Correct DATABASE_URL, or let an administrator run: ALTER ROLE ${role} PASSWORD '…'`,
    );
  // So called by the server in the language of none.
  if (code === '28000' && routine === 'InitializeSessionUserId')
    return said(
      `has no user ${user} that may log in. Correct DATABASE_URL, or let an administrator run: CREATE ROLE ${role} LOGIN CREATEROLE PASSWORD '…'`,
    );
  if (code === '28000')
    return said(
      `does not let the user ${user} in from this machine, or only with TLS. Correct DATABASE_URL, or add a line to pg_hba.conf there.`,
    );
  if (code === '3D000')
    return said(
      `has no database ${database}. Correct DATABASE_URL, or let an administrator run: CREATE DATABASE ${pg.escapeIdentifier(database)} OWNER ${role}`,
    );
  if (code === '42501')
    return said(
      `keeps the user ${user} out of the database ${database}. Let an administrator run: GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(database)} TO ${role}`,
    );
  if (typeof message === 'string' && /^SASL: .*password/.test(message))
    return said(`asks for a password, and DATABASE_URL holds none. Write postgres://user:password@host:5432/overstap.`);
  if (message === 'The server does not support SSL connections')
    return said('takes no TLS. Let it, or leave TLS out of DATABASE_URL (sslmode=disable).');
  return undefined;
}
