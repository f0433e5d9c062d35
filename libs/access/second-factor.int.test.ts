import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NEAR, PASSWORD, TENANT, type World, world } from './testing/world.js';
import { codeOf, stepAt } from './totp.js';

let here: World;
let account: string;
let secret: Buffer;
let recovery: readonly string[];
const EMAIL = 'eva@voorbeeld.example';

beforeAll(async () => {
  here = await world();
  account = await here.somebody(EMAIL);
});
afterAll(() => here?.database.drop());

const factors = () => here.access.secondFactors;
const code = (stepsAhead = 0): string => codeOf(secret, stepAt(here.now()) + stepsAhead);
const signIn = () => here.access.signIn(TENANT, EMAIL, PASSWORD, NEAR);
const half = async (): Promise<string> => {
  const outcome = await signIn();
  if (outcome.outcome !== 'code-needed') throw new Error(outcome.outcome);
  return outcome.token;
};
const give = async (token: string, given: string) =>
  (await here.access.signInWithCode(TENANT, token, given, NEAR)).outcome;

describe('a second factor', () => {
  test('is begun by whoever knows the password, and by nobody who found a session open', async () => {
    const begin = (password: string) => here.access.ownSecondFactor.begin(TENANT, account, password);
    for (const wrong of ['', 'een andere zin', 'x'.repeat(500)])
      expect(await begin(wrong)).toEqual({ outcome: 'password-wrong' });
    expect(await factors().begun(TENANT, account)).toBeUndefined();
    expect(await begin(PASSWORD)).toMatchObject({ outcome: 'begun', email: EMAIL });
    for (let n = 0; n < 6; n += 1) await begin('een andere zin');
    // As often as a password may be tried; from then on the right one helps no more.
    expect(await begin(PASSWORD)).toEqual({ outcome: 'password-wrong' });
    here.pass(16);
    expect(await begin(PASSWORD)).toMatchObject({ outcome: 'begun' });
  });

  test('is the provider’s to ask for where an account has no password', async () => {
    const provided = await here.somebody('provider@voorbeeld.example');
    await here.database.owner.query('UPDATE account SET password_hash = NULL WHERE id = $1', [provided]);
    expect(await here.access.ownSecondFactor.begin(TENANT, provided, PASSWORD)).toEqual({ outcome: 'by-provider' });
  });

  test('counts once a code of it was given, and is stored sealed', async () => {
    secret = (await factors().begin(TENANT, account))!;
    expect((await signIn()).outcome).toBe('signed-in');
    expect(await factors().confirm(TENANT, account, '000000')).toBeUndefined();
    recovery = (await factors().confirm(TENANT, account, code()))!;
    expect(new Set(recovery).size).toBe(10);
    expect(await factors().begin(TENANT, account)).toBeUndefined();
    expect(await here.access.ownSecondFactor.begin(TENANT, account, PASSWORD)).toEqual({ outcome: 'second-factor-on' });
    const { rows } = await here.database.owner.query<{ sealed: string }>('SELECT sealed FROM account_second_factor');
    expect(Buffer.from(rows[0]!.sealed, 'base64').includes(secret)).toBe(false);
  });

  test('is asked for beside the password, each code once', async () => {
    const token = await half();
    // That it was confirmed with.
    expect(await give(token, code())).toBe('code-needed');
    here.pass(1);
    const next = code();
    expect(await give(token, next)).toBe('signed-in');
    expect(await give(token, code(1))).toBe('refused');
    expect(await give(await half(), next)).toBe('code-needed');
  });

  test('is replaced by a recovery code, each once, however it is written', async () => {
    const [first = ''] = recovery;
    expect(await give(await half(), first.toLowerCase().replaceAll('-', ' '))).toBe('signed-in');
    expect(await give(await half(), first)).toBe('code-needed');
  });

  test('cannot be guessed: ten attempts, and the half that was right ends after five minutes', async () => {
    here.pass(16);
    const token = await half();
    const outcomes: string[] = [];
    for (let n = 0; n < 11; n += 1) outcomes.push(await give(token, '000000'));
    expect(outcomes).toEqual([...Array<string>(9).fill('code-needed'), 'too-many', 'too-many']);
    here.pass(16);
    const late = await half();
    here.pass(5);
    expect(await give(late, code())).toBe('refused');
  });

  test('is asked for after a new password too, and opens nothing as a link', async () => {
    const { token } = await here.access.links.make(TENANT, 'PASSWORD', account);
    const renewed = await here.access.welcome(TENANT, token, { name: '', password: PASSWORD, language: 'nl' });
    if (renewed.outcome !== 'code-needed') throw new Error(renewed.outcome);
    const welcomed = { name: 'Dief', password: PASSWORD, language: 'nl' } as const;
    expect(await here.access.welcome(TENANT, renewed.token, welcomed)).toEqual({ outcome: 'link-over' });
    here.pass(1);
    expect(await give(renewed.token, code())).toBe('signed-in');
  });

  test('is removed with a code, and no code is asked for after that', async () => {
    expect(await here.access.ownSecondFactor.remove(TENANT, account, '000000')).toBe(false);
    here.pass(1);
    expect(await here.access.ownSecondFactor.remove(TENANT, account, code())).toBe(true);
    expect((await signIn()).outcome).toBe('signed-in');
  });
});
