import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { commandIdOf } from '@overstap/commands';
import { type Actor } from '@overstap/kernel';
import { KeyedRequest } from './keyed-request.js';

/** As the tenant's secret has it. */
const hashes = {
  of: async (tenant: string, kind: string, text: string) =>
    createHmac('sha256', tenant).update(`${kind} ${text}`).digest(),
};
const program = { access: { hashes } } as unknown as ConstructorParameters<typeof KeyedRequest>[0];
const LEAD: Actor = { type: 'TEAM_LEAD', id: 'lead-1' };
const keyed = (more: Partial<ConstructorParameters<typeof KeyedRequest>[1]> = {}) =>
  new KeyedRequest(program, { tenant: 'one', actor: LEAD, idempotencyKey: 'k', ...more });

describe('a request under an Idempotency-Key', () => {
  test('is its sender’s own: with the same key no other tenant, actor or account sends it again', () => {
    const others = [
      keyed({ tenant: 'another' }),
      keyed({ actor: { type: 'TEAM_LEAD', id: 'lead-2' } }),
      keyed({ actor: { type: 'PLANNER', id: 'lead-1' } }),
      keyed({ account: 'account-1' }),
      keyed({ account: 'account-2' }),
      keyed({ idempotencyKey: 'l' }),
    ];
    const ids = [keyed(), ...others].map((each) => each.idOf('http', 'HoldIntake', 't-1'));
    expect(new Set(ids).size).toBe(7);
    expect(keyed().idOf('http', 'HoldIntake', 't-1')).toBe(ids[0]);
  });

  test('of the operator has the id that it had before accounts told requests apart', () => {
    expect(keyed().idOf('http', 'HoldIntake', 't-1')).toBe(
      commandIdOf('http', 'one', LEAD.type, LEAD.id, 'HoldIntake', 't-1', 'k'),
    );
  });

  test('is the same in whatever order its fields come, and another with any other value', async () => {
    const digest = await keyed().digestOf({ a: 1, b: { c: [1, 2], d: 'x' } });
    expect(await keyed().digestOf({ b: { d: 'x', c: [1, 2] }, a: 1 })).toBe(digest);
    for (const body of [{ a: 1 }, { a: 1, b: { c: [2, 1], d: 'x' } }, { a: '1', b: { c: [1, 2], d: 'x' } }])
      expect(await keyed().digestOf(body)).not.toBe(digest);
    expect(await keyed({ idempotencyKey: 'l' }).digestOf({ a: 1, b: { c: [1, 2], d: 'x' } })).not.toBe(digest);
  });
});
