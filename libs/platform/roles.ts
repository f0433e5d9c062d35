import pg from 'pg';
import { OperatorError } from './operator-error.js';

/**
 * The three roles of docs/privacy.md. None can log in, none owns a table, none bypasses row-level security: reader sees one
 * tenant, appender only inserts, worker sees all tenants through policies of its own.
 */
export const ROLES = { reader: 'overstap_reader', appender: 'overstap_appender', worker: 'overstap_worker' } as const;
export type DatabaseRole = keyof typeof ROLES;

const APP = 'overstap_app';

/** The connecting user may not do what is needed; the message holds the SQL that an administrator runs once. */
export class DatabasePrivilegeError extends OperatorError {}

/** Roles belong to the whole server, and two databases may be migrated at once: whoever is second finds the role there. */
const createRole = (name: string, attributes: string): string => `
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${name}') THEN
    BEGIN
      CREATE ROLE ${name} ${attributes};
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END IF;`;

const grantRole = (role: string, to: string): string => `
  IF NOT pg_has_role(${to === 'CURRENT_USER' ? 'current_user' : `'${to}'`}, '${role}', mode) THEN
    BEGIN
      EXECUTE format('GRANT ${role} TO %I', ${to === 'CURRENT_USER' ? 'current_user' : `'${to}'`});
    EXCEPTION WHEN unique_violation OR duplicate_object THEN NULL;
    END;
  END IF;`;

const block = (...steps: readonly string[]): string => `DO $roles$
DECLARE
  -- Before 16 whoever is a member may SET ROLE.
  mode text := CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END;
BEGIN${steps.join('')}
END $roles$`;

/** Makes the three roles when they are missing and lets the connecting user become each of them. */
export async function ensureRoles(client: pg.ClientBase): Promise<void> {
  const roles = Object.values(ROLES);
  try {
    await client.query(
      block(
        ...roles.map((role) => createRole(role, 'NOLOGIN NOINHERIT')),
        ...roles.map((role) => grantRole(role, 'CURRENT_USER')),
      ),
    );
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    const { rows } = await client.query<{ name: string }>('SELECT quote_ident(current_user) AS name');
    throw new DatabasePrivilegeError(
      'The user of DATABASE_URL may not create the roles that Overstap needs. Let an administrator of the server run this once:\n' +
        roles.map((role) => `  CREATE ROLE ${role} NOLOGIN NOINHERIT;\n`).join('') +
        `  GRANT ${roles.join(', ')} TO ${rows[0]?.name ?? 'the_user'};`,
      { cause: error },
    );
  }
}

/** Makes the login that serves requests: it owns nothing and may only become one of the three roles. */
export async function ensureAppLogin(
  connection: pg.ClientConfig,
  password: string,
): Promise<{ user: string; password: string }> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await ensureRoles(client);
    await client.query(
      block(
        createRole(APP, 'LOGIN NOINHERIT'),
        `\n  ALTER ROLE ${APP} PASSWORD ${pg.escapeLiteral(password)};`,
        ...Object.values(ROLES).map((role) => grantRole(role, APP)),
      ),
    );
    return { user: APP, password };
  } finally {
    await client.end();
  }
}
