/** Sets Overstap's streams apart from all others in the same database. */
const ROOT = 'overstap/';

/** `overstap/<tenant>/<stream>`; the tenant is encoded, so that it cannot hold the separator and the name never begins with `$`. */
export const prefixOf = (tenant?: string): string =>
  tenant === undefined ? ROOT : `${ROOT}${encodeURIComponent(tenant)}/`;

export const nameOf = (tenant: string, stream: string): string => prefixOf(tenant) + stream;

/** Undefined for a stream that is not Overstap's. */
export function placeIn(name: string): { readonly tenant: string; readonly stream: string } | undefined {
  const [, tenant, stream] = /^overstap\/([^/]+)\/(.+)$/s.exec(name) ?? [];
  return tenant && stream ? { tenant: decodeURIComponent(tenant), stream } : undefined;
}
