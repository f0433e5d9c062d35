import { isToken } from '@overstap/access';
import { type Settings } from '@overstap/platform';

/** People reach the program over https, at itself or at what stands in front of it. */
export const isSecure = ({ tls, publicUrl }: Pick<Settings, 'tls' | 'publicUrl'>): boolean =>
  tls !== undefined || publicUrl?.startsWith('https:') === true;

/** Browsers refuse `__Host-` where there is no https, which is on this machine alone. */
const nameFor = (secure: boolean): string => (secure ? '__Host-overstap' : 'overstap');

/** The session's token in a Cookie header; undefined when there is none, or more than one. */
export function sessionIn(header: string | undefined, secure: boolean): string | undefined {
  const name = nameFor(secure);
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim().split('='))
    .filter(([key]) => key === name)
    .map(([, ...value]) => value.join('='));
  const [value] = values;
  return values.length === 1 && value !== undefined && isToken(value) ? value : undefined;
}

/** Without an expiry: it goes with the browser, and the session on the server ends by itself. */
export const sessionCookie = (token: string, secure: boolean): string =>
  `${nameFor(secure)}=${token}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;

export const noSessionCookie = (secure: boolean): string => `${sessionCookie('', secure)}; Max-Age=0`;
