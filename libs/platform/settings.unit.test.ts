import { describe, expect, test } from '@jest/globals';
import { readSettings, type SettingProblem, type Settings } from './settings.js';

const accepted = (env: Record<string, string>): Settings => {
  const outcome = readSettings(env);
  if ('problems' in outcome) throw new Error(outcome.problems.map((problem) => problem.message).join('\n'));
  return outcome.settings;
};
const problems = (env: Record<string, string>): readonly SettingProblem[] => {
  const outcome = readSettings(env);
  return 'problems' in outcome ? outcome.problems : [];
};
const refusedVariables = (env: Record<string, string>): readonly string[] => problems(env).map((p) => p.variable);

describe('settings', () => {
  test('an empty environment runs the embedded way on loopback', () => {
    const settings = accepted({ PORT: '', NODE_ENV: '' });
    expect(settings).toMatchObject({ port: 3000, host: '127.0.0.1', eventStore: 'postgres', queue: 'postgres' });
    expect(settings.dataDir).toBe(`${process.cwd()}/.overstap`);
    expect(settings.databaseUrl).toBeUndefined();
  });

  test('naming a server chooses it, unless the choice is spelt out', () => {
    const servers = { REDIS_URL: 'redis://r:6379', KURRENTDB_URL: 'kurrentdb://k:2113?tls=false' };
    expect(accepted(servers)).toMatchObject({ eventStore: 'kurrentdb', queue: 'redis' });
    expect(accepted({ ...servers, QUEUE: 'postgres', EVENT_STORE: 'postgres' })).toMatchObject({
      eventStore: 'postgres',
      queue: 'postgres',
    });
  });

  test('a clock is read with its offset and kept in UTC', () => {
    expect(accepted({ OVERSTAP_CLOCK: '2027-03-01T09:00:00+01:00' }).clock).toBe('2027-03-01T08:00:00.000Z');
  });

  test('a start waits a minute for its servers, unless another time is said', () => {
    expect(accepted({}).startWaitMs).toBe(60_000);
    expect(accepted({ OVERSTAP_START_WAIT: '0' }).startWaitMs).toBe(0);
  });

  test.each([
    ['PORT', '70000'],
    ['PORT', '3000 '.repeat(2)],
    ['EVENT_STORE', 'mysql'],
    ['QUEUE', 'rabbit'],
    ['DATABASE_URL', 'mysql://x'],
    ['REDIS_URL', 'localhost:6379'],
    ['KURRENTDB_URL', 'http://k:2113'],
    ['SMTP_URL', 'post.example.org'],
    ['OVERSTAP_PUBLIC_URL', 'https://x.example.org/path'],
    ['OVERSTAP_PUBLIC_URL', 'http://x.example.org'],
    ['OVERSTAP_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['OVERSTAP_TRUSTED_PROXIES', 'proxy'],
    ['OVERSTAP_WEBHOOK_NETWORKS', 'intranet'],
    ['OVERSTAP_START_WAIT', '1m'],
    ['OVERSTAP_START_WAIT', '3601'],
    ['OVERSTAP_CLOCK', '2027-02-30T09:00:00+01:00'],
    ['OVERSTAP_CLOCK', '2027-03-01T10:00:00'],
    ['OVERSTAP_MASTER_KEY', 'c2hvcnQ='],
    ['OVERSTAP_MASTER_KEY_PREVIOUS', 'c2hvcnQ='],
    ['LOG_LEVEL', 'loud'],
    ['OVERSTAP_HOST', '0.0.0.0'],
    ['OVERSTAP_URL', 'ftp://x'],
  ])('%s=%s is refused by name, without repeating the value', (variable, value) => {
    const found = problems({ [variable]: value, MAIL_FROM: 'a@b.c' });
    expect(found.map((problem) => problem.variable)).toEqual([variable]);
    expect(found[0]!.message).toContain(variable);
    if (variable !== 'OVERSTAP_HOST') expect(found[0]!.message).not.toContain(value);
  });

  test.each([
    [{ OVERSTAP_TLS_CERT: '/etc/hostname' }, 'OVERSTAP_TLS_KEY'],
    [{ OVERSTAP_TLS_KEY: '/etc/hostname' }, 'OVERSTAP_TLS_CERT'],
    [{ OVERSTAP_TLS_KEY: '/etc/hostname', OVERSTAP_TLS_CERT: '/nowhere' }, 'OVERSTAP_TLS_CERT'],
    [{ SMTP_URL: 'smtp://m' }, 'MAIL_FROM'],
    [{ EVENT_STORE: 'kurrentdb' }, 'KURRENTDB_URL'],
    [{ QUEUE: 'redis' }, 'REDIS_URL'],
    [{ OVERSTAP_CLOCK: '2027-03-01T09:00Z', NODE_ENV: 'production' }, 'OVERSTAP_CLOCK'],
  ])('%j names %s', (env, variable) => {
    expect(refusedVariables(env)).toEqual([variable]);
  });

  test('a host beyond loopback is refused with its reason, unless nothing goes there in clear', () => {
    const [host, proxy] = [{ OVERSTAP_HOST: '0.0.0.0' }, { OVERSTAP_TRUSTED_PROXIES: '10.0.0.5' }];
    const https = { OVERSTAP_PUBLIC_URL: 'https://overstap.example.org' };
    for (const env of [
      host,
      { ...host, ...proxy },
      { ...host, ...https },
      { ...host, OVERSTAP_PUBLIC_URL: 'http://localhost' },
    ])
      expect(problems(env).map(({ message }) => message)).toEqual([expect.stringMatching(/would travel in clear/)]);
    expect(accepted({ ...host, ...proxy, ...https }).host).toBe('0.0.0.0');
    expect(accepted({ ...host, OVERSTAP_TLS_CERT: '/etc/hostname', OVERSTAP_TLS_KEY: '/etc/hostname' }).host).toBe(
      '0.0.0.0',
    );
    for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost'])
      expect(accepted({ OVERSTAP_HOST: host }).host).toBe(host);
  });

  test('all problems are reported at once', () => {
    expect(refusedVariables({ PORT: 'x', QUEUE: 'x', SMTP_URL: 'smtp://m' })).toEqual(['PORT', 'QUEUE', 'MAIL_FROM']);
  });

  test('a misspelt variable is named with its likely meaning; it stops nothing', () => {
    const { warnings } = readSettings({ OVERSTAP_DATADIR: '/x', OVERSTAP_SOMETHING_ELSE: '1' });
    expect(warnings[0]!.message).toContain('OVERSTAP_DATA_DIR?');
    expect(warnings[1]!.message).not.toContain('Did you mean');
    expect(accepted({ OVERSTAP_DATADIR: '/x' }).port).toBe(3000);
  });

  test('a master key is read from hexadecimal digits and from base64 alike', () => {
    const key = Buffer.alloc(32, 7);
    for (const encoding of ['hex', 'base64', 'base64url'] as const)
      expect(accepted({ OVERSTAP_MASTER_KEY: key.toString(encoding) }).masterKey).toEqual(key);
    expect(accepted({ OVERSTAP_MASTER_KEY_PREVIOUS: key.toString('hex') }).previousMasterKey).toEqual(key);
    expect(accepted({ OVERSTAP_MASTER_KEY_FILE: '/etc/overstap/master.key' }).masterKeyFile).toBe(
      '/etc/overstap/master.key',
    );
  });
});
