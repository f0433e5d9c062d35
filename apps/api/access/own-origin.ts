const SAFE = ['GET', 'HEAD', 'OPTIONS'];

export interface AskedFrom {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** As the client, or a proxy that is trusted, named it. */
  readonly host: string;
  /** A browser sends a cookie along by itself, and a sign-in form without being asked. */
  readonly byBrowser: boolean;
}

/**
 * Whether a request that changes something may come from a page of another site. Browsers say where it comes from; one that carries a cookie
 * and says nothing is not believed.
 */
export function isFromElsewhere({ method, headers, host, byBrowser }: AskedFrom, publicUrl?: string): boolean {
  if (SAFE.includes(method)) return false;
  const { origin, 'sec-fetch-site': site } = headers;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  if (origin === undefined) return byBrowser && site === undefined;
  return !(typeof origin === 'string' && isOwn(origin, host, publicUrl));
}

function isOwn(origin: string, host: string, publicUrl: string | undefined): boolean {
  if (origin === publicUrl) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
