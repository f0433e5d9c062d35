import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { CATEGORIES } from '@overstap/kernel';
import { Erasure, PersonalDataCodec } from '@overstap/privacy';
import pg from 'pg';
import { BY, NEAR, PASSWORD, TENANT, type World, world } from './testing/world.js';

let here: World;
beforeAll(async () => {
  here = await world();
});
afterAll(() => here?.database.drop());

const signIn = (email: string, password = PASSWORD, address = NEAR) =>
  here.access.signIn(TENANT, email, password, address);
const tokenOf = async (email: string): Promise<string> => {
  const outcome = await signIn(email);
  if (outcome.outcome !== 'signed-in') throw new Error(outcome.outcome);
  return outcome.token;
};
const holder = (token: string) => here.access.sessions.principalOf(TENANT, token);

describe('signing in', () => {
  test('begins a session under a new token each time, as the account and in its roles', async () => {
    const account = await here.somebody('Eva@voorbeeld.example', 'COACH', 'coach-7');
    const [first, second] = [await tokenOf(' eva@VOORBEELD.example '), await tokenOf('eva@voorbeeld.example')];
    expect(first).not.toBe(second);
    expect(await holder(first)).toEqual({
      kind: 'account',
      tenant: TENANT,
      account,
      language: 'nl',
      grants: [{ role: 'COACH', ref: 'coach-7' }],
    });
    expect(await here.access.sessions.principalOf('another', first)).toBeUndefined();
  });

  test('is refused alike with a wrong password, for an account that is not there, not yet accepted, or disabled', async () => {
    const disabled = await here.somebody('weg@voorbeeld.example');
    await here.access.administration.disable(TENANT, disabled, BY);
    const soon = { email: 'straks@voorbeeld.example', language: 'nl', grants: [{ role: 'COACH' }] } as const;
    await here.access.invite(TENANT, soon, BY);
    for (const [email, password] of [
      ['eva@voorbeeld.example', 'not the password'],
      ['niemand@voorbeeld.example', PASSWORD],
      ['straks@voorbeeld.example', PASSWORD],
      ['weg@voorbeeld.example', PASSWORD],
      ['eva@voorbeeld.example', 'x'.repeat(5000)],
    ] as const)
      expect(await signIn(email, password, '192.0.2.99')).toEqual({ outcome: 'refused' });
  });

  test('asks the database for the same and opens nothing, whether there is such an account or not', async () => {
    await here.somebody('bestaat@voorbeeld.example');
    const asks = jest.spyOn(pg.Client.prototype, 'query');
    const opens = jest.spyOn(PersonalDataCodec.prototype, 'openTexts');
    try {
      const askedFor = async (email: string): Promise<readonly unknown[]> => {
        asks.mockClear();
        await signIn(email, 'not the password', '192.0.2.98');
        return asks.mock.calls.map(([statement]) => statement);
      };
      // Once before, so that what a process asks for once alone is asked for.
      await askedFor('bestaat@voorbeeld.example');
      const known = await askedFor('bestaat@voorbeeld.example');
      expect(known.length).toBeGreaterThan(1);
      expect(await askedFor('nooit@voorbeeld.example')).toEqual(known);
      expect(opens).not.toHaveBeenCalled();
    } finally {
      asks.mockRestore();
      opens.mockRestore();
    }
  });

  test('is looked at ten times per account in a quarter of an hour, whoever and from wherever, many at once included', async () => {
    await here.somebody('vast@voorbeeld.example');
    for (const email of ['vast@voorbeeld.example', 'bestaat-niet@voorbeeld.example']) {
      const outcomes = await Promise.all(
        Array.from({ length: 14 }, (_, n) => signIn(email, `guess ${n}`, `198.51.100.${n}`)),
      );
      expect(outcomes.filter(({ outcome }) => outcome === 'refused')).toHaveLength(10);
      const [blocked] = outcomes.filter(({ outcome }) => outcome === 'too-many');
      expect(blocked).toEqual({ outcome: 'too-many', retryAfter: 15 * 60 });
    }
    // The right password does not help before the time is over, and does after it.
    expect((await signIn('vast@voorbeeld.example')).outcome).toBe('too-many');
    here.pass(15);
    expect((await signIn('vast@voorbeeld.example')).outcome).toBe('signed-in');
  });

  test('is looked at sixty times per address, of which those that succeed do not count', async () => {
    await here.somebody('kantoor@voorbeeld.example');
    const from = '203.0.113.5';
    for (let n = 0; n < 59; n += 1) await signIn(`raad-${n}@voorbeeld.example`, 'x', from);
    for (let n = 0; n < 3; n += 1)
      expect((await signIn('kantoor@voorbeeld.example', PASSWORD, from)).outcome).toBe('signed-in');
    expect((await signIn('nog-een@voorbeeld.example', 'x', from)).outcome).toBe('refused');
    expect((await signIn('kantoor@voorbeeld.example', PASSWORD, from)).outcome).toBe('too-many');
    expect((await signIn('kantoor@voorbeeld.example', PASSWORD, '203.0.113.6')).outcome).toBe('signed-in');
  });
});

test('many may sign in at once from one address', async () => {
  const people = Array.from({ length: 12 }, (_, n) => `druk-${n}@voorbeeld.example`);
  for (const email of people) await here.somebody(email);
  for (let round = 0; round < 5; round += 1) {
    const outcomes = await Promise.all([...people, ...people].map((email) => signIn(email, PASSWORD, '203.0.113.77')));
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['signed-in']));
  }
});

describe('a session', () => {
  test('ends when it is left alone for two hours, and after twelve however busy', async () => {
    await here.somebody('lang@voorbeeld.example');
    const idle = await tokenOf('lang@voorbeeld.example');
    here.pass(119);
    const busy = await tokenOf('lang@voorbeeld.example');
    expect(await holder(idle)).toBeDefined();
    here.pass(121);
    expect(await holder(idle)).toBeUndefined();
    const kept = await tokenOf('lang@voorbeeld.example');
    expect(await holder(busy)).toBeUndefined();
    for (let hour = 1; hour < 12; hour += 1) {
      here.pass(60);
      expect(await holder(kept)).toBeDefined();
    }
    here.pass(60);
    expect(await holder(kept)).toBeUndefined();
  });

  test('ends where it is signed out, everywhere when that is asked, and with the account', async () => {
    const account = await here.somebody('overal@voorbeeld.example');
    const [one, two, three] = await Promise.all([1, 2, 3].map(() => tokenOf('overal@voorbeeld.example')));
    await here.access.sessions.end(TENANT, one!);
    expect([await holder(one!), (await holder(two!))?.kind]).toEqual([undefined, 'account']);
    // The invitation began one too.
    expect(await here.access.sessions.endAll(TENANT, account)).toBe(3);
    expect([await holder(two!), await holder(three!)]).toEqual([undefined, undefined]);
    const last = await tokenOf('overal@voorbeeld.example');
    expect(await here.access.administration.disable(TENANT, account, BY)).toBe('done');
    expect(await holder(last)).toBeUndefined();
  });

  test('is nobody’s for what is no token', async () => {
    for (const text of ['', 'x', "' OR true --", 'x'.repeat(43)]) expect(await holder(text)).toBeUndefined();
  });
});

describe('what is stored', () => {
  test('holds no address, name, password, token or key in clear', async () => {
    await here.somebody('kanarie@zangvogel.example');
    const token = await tokenOf('kanarie@zangvogel.example');
    const key = await here.access.apiKeys.make(TENANT, { name: 'loon', role: 'PLANNER', days: 1 });
    for (const table of ['account', 'account_session', 'access_link', 'api_key', 'sign_in_attempt']) {
      const { rows } = await here.database.owner.query<{ text: string }>(`SELECT t::text AS text FROM ${table} t`);
      const text = rows.map((row) => row.text).join('\n');
      for (const secret of ['zangvogel', 'Iemand', PASSWORD, token, key!.key, NEAR]) expect(text).not.toContain(secret);
    }
  });

  test('of somebody erased lets nobody in any more, even where an older backup put the row back', async () => {
    const account = await here.somebody('gewist@voorbeeld.example', 'PARTICIPANT', 'p-1');
    await new Erasure(here.database, here.keys).erase(TENANT, 'p-1', CATEGORIES);
    expect(await signIn('gewist@voorbeeld.example')).toEqual({ outcome: 'refused' });
    expect((await here.access.accounts.list(TENANT)).map(({ id }) => id)).not.toContain(account);
  });
});
