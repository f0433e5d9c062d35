import { actorFor, type Principal } from '@overstap/access';
import { type JsonObject } from '@overstap/kernel';
import { type RoutePolicy } from './route-rules.js';

/** A route that somebody may use, in one of their roles. */
export interface OpenRoute {
  readonly method: string;
  readonly path: string;
  /** What the API's own description says of it, in English; null for pages, which it leaves out. */
  readonly summary: string | null;
}

/** Methods that ask or tell something; the others go along with them. */
const METHODS = ['GET', 'POST'];

/** What somebody may ask and send, by the rules of the routes that guard them: what is for everybody is not among it. */
export function whatOneMay(
  policy: Pick<RoutePolicy, 'routes'>,
  principal: Principal,
  document: JsonObject,
): readonly OpenRoute[] {
  const paths = document['paths'] as Readonly<Record<string, Readonly<Record<string, { readonly summary?: string }>>>>;
  return policy.routes().flatMap(({ route, rule }): OpenRoute[] => {
    const [method = '', path = ''] = route.split(' ');
    if (!METHODS.includes(method) || rule === undefined || rule === 'everybody' || rule === 'visitor') return [];
    if (actorFor(principal, rule) === undefined) return [];
    return [{ method, path, summary: paths[path]?.[method.toLowerCase()]?.summary ?? null }];
  });
}
