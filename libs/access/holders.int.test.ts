import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { BY, TENANT, type World, world } from './testing/world.js';

describe('whether this very account or key may act so now', () => {
  let here: World;
  beforeEach(async () => {
    here = await world();
  });
  afterEach(() => here?.database.drop());

  const NORTH = { role: 'COACH', ref: 'north' } as const;

  test('an account while it has the role as this person and is not disabled, whoever else has it too', async () => {
    const [first, second] = [
      await here.somebody('een@voorbeeld.example', NORTH.role, NORTH.ref),
      await here.somebody('twee@voorbeeld.example', NORTH.role, NORTH.ref),
    ];
    const { isHeldBy, administration } = here.access;
    const held = async () => [await isHeldBy(TENANT, first, NORTH), await isHeldBy(TENANT, second, NORTH)];
    expect(await held()).toEqual([true, true]);
    expect(await isHeldBy(TENANT, first, { ...NORTH, ref: 'south' })).toBe(false);
    expect(await isHeldBy('another', first, NORTH)).toBe(false);
    await administration.changeRoles(TENANT, first, [{ role: 'COACH', ref: 'south' }], BY);
    expect(await held()).toEqual([false, true]);
    await administration.changeRoles(TENANT, first, [NORTH], BY);
    await administration.disable(TENANT, second, BY);
    expect(await held()).toEqual([true, false]);
  });

  test('not an invitation that nobody accepted yet', async () => {
    const invitation = { email: 'drie@voorbeeld.example', language: 'nl', grants: [NORTH] } as const;
    const invited = await here.access.invite(TENANT, invitation, BY);
    expect(await here.access.isHeldBy(TENANT, invited?.id ?? '', NORTH)).toBe(false);
  });

  test('a key until its day, or until it is revoked', async () => {
    const make = async () => {
      const made = await here.access.apiKeys.make(TENANT, { name: 'uren', role: 'PLANNER', days: 1 });
      const { id = '', prefix } = made ?? {};
      return { id, held: () => here.access.isHeldBy(TENANT, id, { role: 'PLANNER', ref: `key-${prefix}` }) };
    };
    const [kept, revoked] = [await make(), await make()];
    await here.access.apiKeys.revoke(TENANT, revoked.id);
    expect([await kept.held(), await revoked.held()]).toEqual([true, false]);
    here.pass(24 * 60);
    expect(await kept.held()).toBe(false);
  });
});
