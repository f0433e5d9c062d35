import type pg from 'pg';
import { type Grant, OPERATOR } from './principal.js';

/**
 * Whether somebody acts in a role as this person: by an account or an invitation, or by a key that is good at this moment. The operator does
 * without either.
 */
export async function isHeld(client: pg.ClientBase, tenant: string, { role, ref }: Grant, now: Date): Promise<boolean> {
  if (role === OPERATOR.type && ref === OPERATOR.id) return true;
  const { rows } = await client.query<{ held: boolean }>(
    `SELECT EXISTS (
        SELECT FROM account_role r JOIN account a ON a.tenant = r.tenant AND a.id = r.account AND a.status <> 'DISABLED'
        WHERE r.tenant = $1 AND r.role = $2 AND r.ref = $3)
      OR EXISTS (
        SELECT FROM api_key WHERE tenant = $1 AND role = $2 AND ref = $3 AND revoked_at IS NULL AND expires_at > $4) AS held`,
    [tenant, role, ref, now],
  );
  return rows[0]?.held ?? false;
}

/** Whether this very account may come in and has this role, or this very key is good for it at this moment. */
export async function isHeldBy(
  client: pg.ClientBase,
  tenant: string,
  holder: string,
  { role, ref }: Grant,
  now: Date,
): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(
    `SELECT EXISTS (
        SELECT FROM account_role r JOIN account a ON a.tenant = r.tenant AND a.id = r.account AND a.status = 'ACTIVE'
        WHERE r.tenant = $1 AND r.account = $2 AND r.role = $3 AND r.ref = $4)
      OR EXISTS (
        SELECT FROM api_key
        WHERE tenant = $1 AND id = $2 AND role = $3 AND ref = $4 AND revoked_at IS NULL AND expires_at > $5) AS held`,
    [tenant, holder, role, ref, now],
  );
  return rows[0]?.held ?? false;
}
