import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHookServer, type HookServer } from '../testing/hook-server.js';
import { AddressError, type Resolve, WebhookAddresses } from './addresses.js';
import { call } from './call.js';
import { isSignedBy, newSecret, sign, SIGNATURE_HEADER } from './signature.js';

/** A DNS of our own: what each name resolves to, one answer after the other. */
const dns = (names: Readonly<Record<string, readonly (readonly string[])[]>>): Resolve => {
  const asked = new Map<string, number>();
  return async (host) => {
    const answers = names[host];
    if (!answers) throw Object.assign(new Error('unknown'), { code: 'ENOTFOUND' });
    const nth = asked.get(host) ?? 0;
    asked.set(host, nth + 1);
    const answer = answers[Math.min(nth, answers.length - 1)] ?? [];
    return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
};
const refusal = (addresses: WebhookAddresses, url: string): Promise<string> =>
  addresses.check(url).then(
    ({ address }) => `called at ${address.address}`,
    (error: unknown) => (error instanceof AddressError ? error.code : String(error)),
  );

describe('the address of a webhook', () => {
  it.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://0.0.0.0/',
    'https://169.254.169.254/latest/meta-data/',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://172.31.255.255/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://198.18.0.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a01:203]/',
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:0:7f00:1::]/',
    'https://localhost/',
  ])('%s is refused', async (url) => {
    expect(await refusal(new WebhookAddresses(), url)).toBe('ADDRESS_REFUSED');
  });

  it.each(['127.0.0.1', '169.254.1.1', '10.0.0.8', '::1', 'fe80::1', '93.184.215.14 and 10.0.0.8'])(
    'that is a name for %s is refused',
    async (answer) => {
      const addresses = new WebhookAddresses([], dns({ 'hooks.example.org': [answer.split(' and ')] }));
      expect(await refusal(addresses, 'https://hooks.example.org/in')).toBe('ADDRESS_REFUSED');
    },
  );

  it.each([
    ['https://172.15.0.1/', 'called at 172.15.0.1'],
    ['https://172.32.0.1/', 'called at 172.32.0.1'],
    ['https://[2a00:1450:400e::1]:8443/x', 'called at 2a00:1450:400e::1'],
    ['https://hooks.example.org/in', 'called at 93.184.215.14'],
    ['http://hooks.example.org/in', 'ADDRESS_INSECURE'],
    ['https://nobody.example.org/', 'ADDRESS_UNKNOWN'],
    ['https://user:word@hooks.example.org/', 'ADDRESS_MALFORMED'],
    ['ftp://hooks.example.org/', 'ADDRESS_MALFORMED'],
    ['file:///etc/passwd', 'ADDRESS_MALFORMED'],
    ['hooks.example.org', 'ADDRESS_MALFORMED'],
  ])('%s: %s', async (url, expected) => {
    const addresses = new WebhookAddresses([], dns({ 'hooks.example.org': [['93.184.215.14']] }));
    expect(await refusal(addresses, url)).toBe(expected);
  });

  it('may be in a network that the operator allows, over plain http too, and in no other', async () => {
    const names = dns({ 'in.example': [['10.1.0.9']], 'out.example': [['10.2.0.9']] });
    const addresses = new WebhookAddresses(['10.1.0.0/16', '::1'], names);
    expect(await refusal(addresses, 'http://in.example/')).toBe('called at 10.1.0.9');
    expect(await refusal(addresses, 'http://[::1]/')).toBe('called at ::1');
    expect(await refusal(addresses, 'http://out.example/')).toBe('ADDRESS_REFUSED');
    expect(await refusal(addresses, 'http://127.0.0.1/')).toBe('ADDRESS_REFUSED');
  });
});

describe('a call', () => {
  let server: HookServer;
  beforeAll(async () => {
    server = await startHookServer();
  });
  afterAll(() => server.stop());
  const secret = newSecret();
  const what = { id: 'd-1', type: 'IntakeHeld', body: '{"id":"d-1"}' };
  const to = (host: string) => ({ url: `http://${host}:${server.port}/in?key=1`, secret });

  it('goes to the address that was checked, under the name that was asked for, and is signed', async () => {
    // A name that changes its mind: were it looked up again for the connection, nobody would answer at the second address.
    const addresses = new WebhookAddresses(['127.0.0.0/8'], dns({ 'in.example': [['127.0.0.1'], ['127.99.9.9']] }));
    expect(await call(addresses, to('in.example'), what)).toBeUndefined();
    const [received] = server.received.splice(0);
    expect(received).toMatchObject({ path: '/in?key=1', body: what.body });
    expect(received?.headers).toMatchObject({
      host: `in.example:${server.port}`,
      'overstap-delivery': 'd-1',
      'overstap-event': 'IntakeHeld',
      'content-type': 'application/json',
    });
    const header = String(received?.headers[SIGNATURE_HEADER]);
    expect(isSignedBy(secret, header, what.body, Date.now() / 1000)).toBe(true);
  });

  it('to a name that now means another address is not made', async () => {
    const names = dns({ 'in.example': [['127.0.0.1'], ['10.0.0.1']] });
    const addresses = new WebhookAddresses(['127.0.0.0/8'], names);
    expect(await call(addresses, to('in.example'), what)).toBeUndefined();
    expect(await call(addresses, to('in.example'), what)).toEqual({ code: 'ADDRESS_REFUSED', permanent: true });
    expect(server.received.splice(0)).toHaveLength(1);
  });

  it('follows no redirect', async () => {
    server.answers.push({ status: 307, headers: { location: `${server.url}/elsewhere` } });
    const addresses = new WebhookAddresses(['127.0.0.1']);
    expect(await call(addresses, to('127.0.0.1'), what)).toEqual({ code: 'HTTP_307', permanent: false });
    expect(server.received.splice(0).map(({ path }) => path)).toEqual(['/in?key=1']);
  });

  it('that nobody takes is tried again, and one that is told to go away is not', async () => {
    const addresses = new WebhookAddresses(['127.0.0.1']);
    const closed = { url: 'http://127.0.0.1:1/', secret };
    expect(await call(addresses, closed, what)).toEqual({ code: 'ECONNREFUSED', permanent: false });
    server.answers.push({ status: 410 });
    expect(await call(addresses, to('127.0.0.1'), what)).toEqual({ code: 'HTTP_410', permanent: true });
  });
});

describe('a signature', () => {
  const secret = newSecret();
  const header = sign(secret, '{"a":1}', 1_800_000_000);

  it('holds for what was signed, for five minutes', () => {
    expect(header).toMatch(/^t=1800000000,v1=[0-9a-f]{64}$/);
    for (const now of [1_800_000_000, 1_800_000_299, 1_799_999_701])
      expect(isSignedBy(secret, header, '{"a":1}', now)).toBe(true);
  });

  it.each([
    ['another body', secret, header, '{"a":2}', 1_800_000_000],
    ['another secret', newSecret(), header, '{"a":1}', 1_800_000_000],
    ['another moment', secret, header.replace('t=1800000000', 't=1800000001'), '{"a":1}', 1_800_000_000],
    ['a call that is repeated later', secret, header, '{"a":1}', 1_800_000_301],
    ['a signature that is cut short', secret, header.slice(0, -2), '{"a":1}', 1_800_000_000],
    ['no signature', secret, undefined, '{"a":1}', 1_800_000_000],
  ])('does not hold for %s', (_what, key, value, body, now) => {
    expect(isSignedBy(key, value, body, now)).toBe(false);
  });

  it('is made with a secret that is never the same', () => {
    expect(newSecret()).toMatch(/^whsec_[\w-]{43}$/);
    expect(newSecret()).not.toBe(secret);
  });
});
