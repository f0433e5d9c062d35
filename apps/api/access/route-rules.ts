import { type Who } from '@overstap/access';
import { type CommandDefinition, pathOfCommand, type Role } from '@overstap/kernel';
import { type QueryDefinition } from '../queries/query.js';

/**
 * Whom a route is for. `everybody` needs nothing, and answers also before there is an administrator; `visitor` needs nothing once there is one.
 */
export type RouteRule = Who | 'everybody' | 'visitor';

/** `POST /programmes/{id}/imports` and whom it is for. */
export type RouteRules = Readonly<Record<string, RouteRule>>;

/** Everything of the two registries, by the roles that they list. */
export const registryRules = (
  commands: readonly CommandDefinition[],
  queries: readonly QueryDefinition[],
): RouteRules => ({
  ...Object.fromEntries(commands.map((each) => [`POST ${pathOfCommand(each)}`, sentBy(each)])),
  ...Object.fromEntries(queries.map(({ path, roles }) => [`GET ${path}`, roles])),
});

/** SYSTEM is the program's own processes, which do not come through a route. */
const sentBy = ({ roles }: CommandDefinition): readonly Role[] => roles.filter((role) => role !== 'SYSTEM');

/** The page that shows the API, by whichever of its files. */
const DOCUMENTATION = /^\/docs(?:\/.*)?$/;

/** The rules by method and by the route's own pattern, never by the address that was asked for. */
export class RoutePolicy {
  private readonly rules = new Map<string, RouteRule>();
  private readonly unruled = new Set<string>();
  private readonly routed = new Set<string>();

  constructor(...rules: readonly RouteRules[]) {
    const problems: string[] = [];
    for (const [route, rule] of rules.flatMap((each) => Object.entries(each))) {
      if (this.rules.has(route)) problems.push(`Two rules say whom ${route} is for`);
      if (typeof rule === 'object' && rule.length === 0) problems.push(`${route} is for nobody`);
      this.rules.set(route, rule);
    }
    if (problems.length > 0) throw new Error(`The rules of routes are broken:\n${problems.join('\n')}`);
  }

  /** Undefined for a route that no rule names: it answers nobody. */
  of(method: string, pattern: string): RouteRule | undefined {
    if (DOCUMENTATION.test(pattern)) return 'visitor';
    // Fastify answers HEAD wherever it answers GET; it is for the same people.
    return this.rules.get(`${method === 'HEAD' ? 'GET' : method} ${patternOf(pattern)}`);
  }

  /** Hears of a route that the program answers. */
  enrol(method: string, pattern: string): void {
    const route = `${method} ${patternOf(pattern)}`;
    this.routed.add(route);
    if (this.of(method, pattern) === undefined) this.unruled.add(route);
  }

  /** Throws at start: a route without a rule, a rule without a route. */
  check(): void {
    const problems = [
      ...[...this.unruled].map((route) => `No rule says whom ${route} is for`),
      ...[...this.rules.keys()]
        .filter((route) => !this.routed.has(route))
        .map((route) => `Nothing answers at ${route}`),
    ];
    if (problems.length > 0) throw new Error(`The rules of routes are broken:\n${problems.join('\n')}`);
  }

  /** Every route there is, with its rule. */
  routes(): readonly { readonly route: string; readonly rule: RouteRule | undefined }[] {
    return [...this.routed].toSorted().map((route) => {
      const [method = '', pattern = ''] = route.split(' ');
      return { route, rule: this.of(method, pattern) };
    });
  }
}

/** `/programmes/:id` as the registries write it: `/programmes/{id}`. */
const patternOf = (pattern: string): string => pattern.replaceAll(/:(\w+)/g, '{$1}');
