import { ROLES, type DatabaseRole } from './roles.js';

export type Privilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

/** What each role may do with a table. Column lists narrow: `'SELECT (id, revision)'`. */
export type Grants = { readonly [role in DatabaseRole]?: readonly (Privilege | `SELECT (${string})`)[] };

const TENANT_GRANTS: Grants = { reader: ['SELECT'], worker: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] };

/** The SQL that gives the three roles these privileges on a table, and no others. */
export const grantsFor = (table: string, grants: Grants): string =>
  [
    `REVOKE ALL ON ${table} FROM PUBLIC;`,
    ...Object.entries(grants)
      .filter(([, privileges]) => privileges.length > 0)
      .map(([role, privileges]) => `GRANT ${privileges.join(', ')} ON ${table} TO ${ROLES[role as DatabaseRole]};`),
  ].join('\n');

/**
 * The SQL of a table that holds rows of many tenants: column `tenant`, row-level security that binds its owner too, the
 * reader's policy (rows of the session's tenant, read and written), the appender's (inserts alone; columns named in
 * a `SELECT (…)` grant come back from RETURNING), the worker's (all rows), and the grants. Default: reader selects, worker does everything.
 *
 * ```ts
 * export const inboxMigrations: MigrationSet = {
 *   name: 'inbox',
 *   steps: {
 *     '001-messages': tenantTable('inbox_message', 'id uuid NOT NULL, read_at timestamptz, PRIMARY KEY (tenant, id)', {
 *       reader: ['SELECT', 'UPDATE'],
 *       worker: ['SELECT', 'INSERT', 'DELETE'],
 *     }),
 *   },
 * };
 * ```
 */
export const tenantTable = (name: string, columns: string, grants: Grants = TENANT_GRANTS): string => `
CREATE TABLE ${name} (tenant text NOT NULL CHECK (tenant <> ''), ${columns});
${tenantPolicies(name, grants)}`;

/** The security half of `tenantTable`, for a table that is made in another way (`CREATE TABLE … (LIKE …)`) and has a `tenant`. */
export const tenantPolicies = (name: string, grants: Grants = TENANT_GRANTS): string => `
ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;
ALTER TABLE ${name} FORCE ROW LEVEL SECURITY;
CREATE POLICY reader_own_tenant ON ${name} TO ${ROLES.reader}
  USING (tenant = current_setting('overstap.tenant', true)) WITH CHECK (tenant = current_setting('overstap.tenant', true));
CREATE POLICY appender_inserts ON ${name} FOR INSERT TO ${ROLES.appender} WITH CHECK (tenant <> '');
CREATE POLICY appender_returning ON ${name} FOR SELECT TO ${ROLES.appender} USING (true);
CREATE POLICY worker_all_tenants ON ${name} TO ${ROLES.worker} USING (true) WITH CHECK (true);
${grantsFor(name, grants)}`;
