import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NEAR, PASSWORD, TENANT, type World, world } from './testing/world.js';

let here: World;
beforeAll(async () => {
  here = await world();
}, 60_000);
afterAll(() => here?.database.drop());

const welcome = (token: string, more: object = {}) =>
  here.access.welcome(TENANT, token, { name: 'Noor', password: PASSWORD, language: 'nl', ...more });
const invite = (email: string) =>
  here.access.invite(TENANT, {
    email,
    language: 'nl',
    grants: [{ role: 'PLANNER' }, { role: 'COACH', ref: 'coach-1' }],
  });

describe('the link for the first administrator', () => {
  test('lets one in, once, of however many that were printed and however many come at once', async () => {
    expect(await here.access.isSetUp(TENANT)).toBe(false);
    const links = [await here.access.firstLink(TENANT), await here.access.firstLink(TENANT)];
    const outcomes = await Promise.all(
      [...links, links[0]].map((token, n) => welcome(token!, { email: `beheer-${n}@voorbeeld.example` })),
    );
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['link-over', 'link-over', 'signed-in']);
    expect(await here.access.isSetUp(TENANT)).toBe(true);
    expect(await here.access.firstLink(TENANT)).toBeUndefined();
    const [administrator, ...others] = await here.access.accounts.list(TENANT);
    expect(others).toEqual([]);
    expect(administrator).toMatchObject({ name: 'Noor', status: 'ACTIVE', grants: [{ role: 'ADMIN' }] });
    // Nobody could let others in without the last one.
    expect(await here.access.accounts.disable(TENANT, administrator!.id)).toBe('last');
  });

  test('stays good when the address is one that was invited before, and goes after a day', async () => {
    const other = await world();
    try {
      await other.access.invite(TENANT, { email: 'al@voorbeeld.example', language: 'nl', grants: [{ role: 'COACH' }] });
      const link = (await other.access.firstLink(TENANT))!;
      const come = (email: string) =>
        other.access.welcome(TENANT, link, { name: 'Noor', password: PASSWORD, language: 'nl', email });
      expect(await come('al@voorbeeld.example')).toEqual({ outcome: 'address-taken' });
      expect(await other.access.links.look(TENANT, link)).toMatchObject({ kind: 'FIRST' });
      other.pass(24 * 60);
      expect(await come('nieuw@voorbeeld.example')).toEqual({ outcome: 'link-over' });
    } finally {
      await other.database.drop();
    }
  }, 60_000);
});

describe('an invitation', () => {
  test('lets its account in once, under the name and password it gives, in the roles it was invited to', async () => {
    const { id, token } = (await invite('Planner@voorbeeld.example'))!;
    expect(await here.access.links.look(TENANT, token)).toEqual({ kind: 'INVITATION', account: id });
    expect(await welcome(token, { email: 'ander@voorbeeld.example' })).toMatchObject({
      outcome: 'signed-in',
      account: id,
    });
    expect(await welcome(token)).toEqual({ outcome: 'link-over' });
    expect(await here.access.accounts.byId(TENANT, id)).toMatchObject({
      email: 'planner@voorbeeld.example',
      name: 'Noor',
      status: 'ACTIVE',
      grants: [
        { role: 'PLANNER', ref: id },
        { role: 'COACH', ref: 'coach-1' },
      ],
    });
  });

  test('goes after a week, and an address has one account', async () => {
    const { token } = (await invite('laat@voorbeeld.example'))!;
    expect(await invite('LAAT@voorbeeld.example')).toBeUndefined();
    here.pass(7 * 24 * 60);
    expect(await welcome(token)).toEqual({ outcome: 'link-over' });
    expect((await here.access.signIn(TENANT, 'laat@voorbeeld.example', PASSWORD, NEAR)).outcome).toBe('refused');
  });
});

describe('a link for a new password', () => {
  test('changes it once, ends the sessions begun with the old one, and is nothing to an account that is disabled', async () => {
    const id = await here.somebody('vergeten@voorbeeld.example');
    const signIn = (password: string) => here.access.signIn(TENANT, 'vergeten@voorbeeld.example', password, NEAR);
    const before = await signIn(PASSWORD);
    const link = async () => (await here.access.links.make(TENANT, 'PASSWORD', id)).token;
    const [over, token] = [await link(), await link()];
    expect(await welcome(over, { password: 'een andere zin' })).toEqual({ outcome: 'link-over' });
    expect(await welcome(token, { password: 'een andere zin' })).toMatchObject({ outcome: 'signed-in', account: id });
    expect(await welcome(token, { password: 'nog een andere' })).toEqual({ outcome: 'link-over' });
    expect([(await signIn(PASSWORD)).outcome, (await signIn('een andere zin')).outcome]).toEqual([
      'refused',
      'signed-in',
    ]);
    const old = before.outcome === 'signed-in' ? before.token : '';
    expect(await here.access.sessions.principalOf(TENANT, old)).toBeUndefined();
    expect((await here.access.accounts.byId(TENANT, id))?.name).toBe('Iemand');
    const last = await link();
    await here.access.accounts.disable(TENANT, id);
    expect(await welcome(last)).toEqual({ outcome: 'link-over' });
  });
});

describe('an API key', () => {
  test('acts in its one role until it is revoked or its day has come', async () => {
    const made = (await here.access.apiKeys.make(TENANT, { name: 'loonpakket', role: 'PLANNER', days: 2 }))!;
    const holder = (key = made.key) => here.access.apiKeys.principalOf(TENANT, key);
    expect(await holder()).toMatchObject({ kind: 'api-key', grants: [{ role: 'PLANNER', ref: `key-${made.prefix}` }] });
    expect(await holder(`${made.key.slice(0, -1)}${made.key.endsWith('A') ? 'B' : 'A'}`)).toBeUndefined();
    expect(await here.access.apiKeys.principalOf('another', made.key)).toBeUndefined();
    expect(JSON.stringify(await here.access.apiKeys.list(TENANT))).not.toContain(made.key.slice(17));
    here.pass(2 * 24 * 60);
    expect(await holder()).toBeUndefined();
    const other = (await here.access.apiKeys.make(TENANT, { name: 'uren', role: 'PLANNER', days: 2 }))!;
    expect(await here.access.apiKeys.revoke(TENANT, other.id)).toBe(true);
    expect([await holder(other.key), await here.access.apiKeys.revoke(TENANT, other.id)]).toEqual([undefined, false]);
  });
});
