import { type LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** Networks that are nobody's on the internet, or this machine's and its neighbours' (IANA special-purpose registries). */
const NOT_PUBLIC_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
/** Within 2000::/3, beyond which nothing is public: tunnels that carry an IPv4 address, and documentation. */
const NOT_PUBLIC_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const listOf = (networks: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix), family);
  }
  return list;
};
const NOT_PUBLIC = listOf([...NOT_PUBLIC_4, ...NOT_PUBLIC_6]);
const GLOBAL_6 = listOf(['2000::/3']);

/** Why an address is not called: a code, for the delivery's record and the answer to whoever subscribes. */
export type AddressProblem = 'ADDRESS_MALFORMED' | 'ADDRESS_INSECURE' | 'ADDRESS_UNKNOWN' | 'ADDRESS_REFUSED';

export class AddressError extends Error {
  constructor(readonly code: AddressProblem) {
    super(`A webhook's address was refused: ${code}`);
  }
}

export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;
const resolveByDns: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/** Where a call goes: the address that was checked is the one that is connected to, whatever the name says a moment later. */
export interface CheckedTarget {
  readonly url: URL;
  readonly address: LookupAddress;
}

/** Which addresses webhooks may call: public ones over https, and those of the networks that the operator allows (OVERSTAP_WEBHOOK_NETWORKS). */
export class WebhookAddresses {
  private readonly allowed: BlockList;

  constructor(
    allowedNetworks: readonly string[] = [],
    private readonly resolve: Resolve = resolveByDns,
  ) {
    this.allowed = listOf(allowedNetworks);
  }

  /** Throws an AddressError. One address of a name that is refused refuses the name: the next lookup could give that one. */
  async check(text: string): Promise<CheckedTarget> {
    const url = urlOf(text);
    const addresses = await this.addressesOf(url.hostname.replace(/^\[|\]$/g, ''));
    const [first] = addresses;
    if (!first) throw new AddressError('ADDRESS_UNKNOWN');
    const own = addresses.map((each) => this.isAllowed(each));
    if (addresses.some((each, index) => !own[index] && !isPublic(each))) throw new AddressError('ADDRESS_REFUSED');
    if (url.protocol !== 'https:' && !own.every(Boolean)) throw new AddressError('ADDRESS_INSECURE');
    return { url, address: first };
  }

  private async addressesOf(host: string): Promise<readonly LookupAddress[]> {
    const family = isIP(host);
    if (family !== 0) return [{ address: host, family }];
    try {
      return await this.resolve(host);
    } catch {
      throw new AddressError('ADDRESS_UNKNOWN');
    }
  }

  private isAllowed({ address, family }: LookupAddress): boolean {
    return this.allowed.check(address, family === 6 ? 'ipv6' : 'ipv4');
  }
}

function urlOf(text: string): URL {
  // Reading it as browsers do makes 0x7f.1 and 2130706433 the 127.0.0.1 that they are.
  if (!URL.canParse(text)) throw new AddressError('ADDRESS_MALFORMED');
  const url = new URL(text);
  const plain = ['http:', 'https:'].includes(url.protocol) && !url.username && !url.password && !url.hash;
  if (!plain || url.hostname === '') throw new AddressError('ADDRESS_MALFORMED');
  return url;
}

function isPublic({ address, family }: LookupAddress): boolean {
  if (family !== 6) return !NOT_PUBLIC.check(address, 'ipv4');
  return GLOBAL_6.check(address, 'ipv6') && !NOT_PUBLIC.check(address, 'ipv6');
}
