import { isIP } from 'node:net';
import { Temporal } from 'temporal-polyfill';

/** The form of one setting: the value it stands for, or what to write instead. Never repeats what was written: it may be a secret. */
export type Form<T> = (text: string) => { readonly value: T } | { readonly write: string };

export const port: Form<number> = (text) =>
  /^\d{1,5}$/.test(text) && Number(text) <= 65535
    ? { value: Number(text) }
    : { write: 'write a number from 0 to 65535, such as 3000 (0 takes any free port)' };

/** Seconds, answered in milliseconds. */
export const seconds: Form<number> = (text) =>
  /^\d{1,4}$/.test(text) && Number(text) <= 3600
    ? { value: Number(text) * 1000 }
    : { write: 'write a number of seconds from 0 to 3600, such as 60' };

export const oneOf =
  <T extends string>(...choices: readonly T[]): Form<T> =>
  (text) => {
    const value = choices.find((choice) => choice === text);
    return value === undefined ? { write: `write one of: ${choices.join(', ')}` } : { value };
  };

/** A URL with one of these schemes and a host. */
export const url =
  (schemes: readonly string[], example: string): Form<string> =>
  (text) => {
    const match = /^([a-z][a-z0-9+.-]*):\/\/[^\s/]+/i.exec(text);
    return match && schemes.includes((match[1] ?? '').toLowerCase())
      ? { value: text }
      : { write: `write a URL such as ${example}` };
  };

/** `https://host[:port]`, nothing behind it: links in mails are made by adding a path. */
export const origin: Form<string> = (text) => {
  const write = 'write the address people use, without a path, such as https://overstap.example.org';
  try {
    const parsed = new URL(text);
    const bare = parsed.pathname === '/' && !parsed.search && !parsed.hash && !parsed.username;
    return bare && ['http:', 'https:'].includes(parsed.protocol) ? { value: parsed.origin } : { write };
  } catch {
    return { write };
  }
};

/** Addresses and networks, separated by commas. */
export const networks: Form<readonly string[]> = (text) => {
  const items = text.split(',').map((item) => item.trim());
  const valid = items.every((item) => {
    const [address = '', prefix, ...rest] = item.split('/');
    const family = isIP(address);
    const bits = family === 4 ? 32 : 128;
    return family !== 0 && rest.length === 0 && (prefix === undefined || (/^\d+$/.test(prefix) && +prefix <= bits));
  });
  return valid
    ? { value: items }
    : { write: 'write addresses or networks separated by commas, such as 10.0.0.5,172.16.0.0/12' };
};

export const mailAddress: Form<string> = (text) =>
  /^(?:[^<>\r\n]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(text)
    ? { value: text }
    : { write: 'write a mail address, such as Overstap <overstap@example.org>' };

/** An instant with its offset from UTC, answered in UTC with milliseconds. */
export const instant: Form<string> = (text) => {
  const write = 'write a moment with its offset, such as 2027-03-01T09:00:00+01:00';
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text)) return { write };
  try {
    return { value: Temporal.Instant.from(text).toString({ smallestUnit: 'millisecond' }) };
  } catch {
    return { write };
  }
};

/** 32 bytes, as hexadecimal digits or base64. */
export const key: Form<Buffer> = (text) => {
  const value = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  const wellFormed = /^(?:[0-9a-f]{64}|[A-Za-z0-9+/_-]{43}=?)$/i.test(text);
  return wellFormed && value.length === 32
    ? { value }
    : { write: 'write 32 random bytes as base64, made for example with `openssl rand -base64 32`' };
};

export const text: Form<string> = (value) => ({ value });
