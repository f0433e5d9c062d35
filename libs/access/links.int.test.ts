import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Grant } from './principal.js';
import { BY, NEAR, PASSWORD, TENANT, type World, world } from './testing/world.js';

let here: World;
beforeAll(async () => {
  here = await world();
});
afterAll(() => here?.database.drop());

const welcome = (token: string, more: object = {}) =>
  here.access.welcome(TENANT, token, { name: 'Noor', password: PASSWORD, language: 'nl', ...more });
const invite = (email: string) =>
  here.access.invite(
    TENANT,
    { email, language: 'nl', grants: [{ role: 'PLANNER' }, { role: 'COACH', ref: 'coach-1' }] },
    BY,
  );

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
    expect(await here.access.administration.disable(TENANT, administrator!.id, BY)).toBe('last');
  });

  test('stays good when the address is one that was invited before, and goes after a day', async () => {
    const other = await world();
    try {
      await other.access.invite(
        TENANT,
        { email: 'al@voorbeeld.example', language: 'nl', grants: [{ role: 'COACH' }] },
        BY,
      );
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
  });
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
    await here.access.administration.disable(TENANT, id, BY);
    expect(await welcome(last)).toEqual({ outcome: 'link-over' });
  });
});

describe('a link that is mailed', () => {
  test('for a new password lasts half an hour, stands beside others, and the first to be used ends them all', async () => {
    const id = await here.somebody('post@voorbeeld.example');
    const mailed = async () => (await here.access.links.makeToMail(TENANT, 'PASSWORD', id)).token;
    const late = await mailed();
    here.pass(29);
    expect(await here.access.links.look(TENANT, late)).toEqual({ kind: 'PASSWORD', account: id });
    const [one, two] = [await mailed(), await mailed()];
    here.pass(1);
    expect(await welcome(late, { password: 'een andere zin' })).toEqual({ outcome: 'link-over' });
    expect(await welcome(two, { password: 'een andere zin' })).toMatchObject({ outcome: 'signed-in' });
    expect(await welcome(one, { password: 'nog een andere' })).toEqual({ outcome: 'link-over' });
    expect(await here.access.links.look(TENANT, one)).toBeUndefined();
  });

  test('to an account that has a password of its own is all that forgetting it brings about', async () => {
    const id = await here.somebody('eigen@voorbeeld.example');
    const provided = await here.somebody('organisatie@voorbeeld.example');
    await here.database.readAs(TENANT, (client) =>
      client.query('UPDATE account SET password_hash = NULL WHERE id = $1', [provided]),
    );
    await invite('genodigd@voorbeeld.example');
    const found = (email: string) => here.access.accounts.withPassword(TENANT, email);
    expect(await found(' EIGEN@voorbeeld.example')).toMatchObject({ id });
    for (const email of ['organisatie@voorbeeld.example', 'genodigd@voorbeeld.example', 'niemand@voorbeeld.example'])
      expect(await found(email)).toBeUndefined();
    await here.access.administration.disable(TENANT, id, BY);
    expect(await found('eigen@voorbeeld.example')).toBeUndefined();
  });

  test('is asked for three times per account in a quarter of an hour, known or not, and signing in is counted apart', async () => {
    await here.somebody('vaak@voorbeeld.example');
    for (const email of ['vaak@voorbeeld.example', 'nergens@voorbeeld.example']) {
      const ask = () => here.access.countForgotten(TENANT, email, '198.51.100.77');
      expect([await ask(), await ask(), await ask(), await ask()]).toEqual([
        ...['counted', 'counted', 'counted'],
        { retryAfter: 900 },
      ]);
    }
    const signedIn = await here.access.signIn(TENANT, 'vaak@voorbeeld.example', PASSWORD, '198.51.100.77');
    expect(signedIn.outcome).toBe('signed-in');
    here.pass(15);
    expect(await here.access.countForgotten(TENANT, 'vaak@voorbeeld.example', '198.51.100.77')).toBe('counted');
  });
});

describe('the roles of an account', () => {
  const change = (id: string, ...grants: readonly Grant[]) =>
    here.access.administration.changeRoles(TENANT, id, grants, BY);

  test('are changed at once for sessions that are open', async () => {
    const id = await here.somebody('rol@voorbeeld.example');
    const signedIn = await here.access.signIn(TENANT, 'rol@voorbeeld.example', PASSWORD, NEAR);
    const token = signedIn.outcome === 'signed-in' ? signedIn.token : '';
    expect(await change(id, { role: 'PLANNER', ref: id }, { role: 'COACH', ref: 'c-2' })).toBe('done');
    expect(await here.access.sessions.principalOf(TENANT, token)).toMatchObject({
      grants: [
        { role: 'PLANNER', ref: id },
        { role: 'COACH', ref: 'c-2' },
      ],
    });
    expect(await change('00000000-0000-7000-8000-000000000000', { role: 'PLANNER', ref: 'x' })).toBe('unknown');
    expect(await here.access.administration.changeRoles('another', id, [{ role: 'ADMIN', ref: id }], BY)).toBe(
      'unknown',
    );
  });

  test('never leave the agency without an administrator, however many are changed at once', async () => {
    const other = await world();
    try {
      const [one, two] = [await other.somebody('a@x.example', 'ADMIN'), await other.somebody('b@x.example', 'ADMIN')];
      const planner = (id: string) =>
        other.access.administration.changeRoles(TENANT, id, [{ role: 'PLANNER', ref: id }], BY);
      const outcomes = await Promise.all([planner(one!), planner(two!)]);
      expect(outcomes.toSorted()).toEqual(['done', 'last']);
      expect(await other.access.administration.hasAdministrator(TENANT)).toBe(true);
    } finally {
      await other.database.drop();
    }
  });

  test('do not make a participant of an account, nor the other way round: it is sealed under their key', async () => {
    const coach = await here.somebody('c@voorbeeld.example');
    const participant = await here.somebody('p@voorbeeld.example', 'PARTICIPANT', 'p-1');
    expect(await change(coach, { role: 'PARTICIPANT', ref: 'p-2' })).toBe('person');
    expect(await change(participant, { role: 'COACH', ref: 'c-3' })).toBe('person');
    expect(await change(participant, { role: 'PARTICIPANT', ref: 'p-2' })).toBe('person');
    expect(await change(participant, { role: 'PARTICIPANT', ref: 'p-1' }, { role: 'COACH', ref: 'c-3' })).toBe('done');
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
