import { describe, expect, it } from '@jest/globals';
import { RoutePolicy } from './route-rules.js';

const RULES = { 'GET /programmes/{id}': ['COACH'], 'GET /health/live': 'everybody' } as const;

function enrolled(...routes: readonly string[]): RoutePolicy {
  const policy = new RoutePolicy(RULES);
  for (const route of ['GET /programmes/:id', 'GET /health/live', ...routes]) {
    const [method = '', pattern = ''] = route.split(' ');
    policy.enrol(method, pattern);
  }
  return policy;
}

describe('the rules of routes', () => {
  it('hold when each route has one and each rule a route', () => {
    expect(() => enrolled().check()).not.toThrow();
    expect(enrolled().of('HEAD', '/programmes/:id')).toEqual(['COACH']);
  });

  it('stop the program at a route that nobody ruled, also one that differs by its method alone', () => {
    expect(() => enrolled('GET /secrets/:id').check()).toThrow('No rule says whom GET /secrets/{id} is for');
    expect(() => enrolled('DELETE /programmes/:id').check()).toThrow(
      'No rule says whom DELETE /programmes/{id} is for',
    );
    expect(() => enrolled('GET /docsecrets').check()).toThrow('GET /docsecrets');
  });

  it('stop it at a rule for nothing, two rules for one route, and a route that is for nobody', () => {
    expect(() => new RoutePolicy(RULES).check()).toThrow('Nothing answers at GET /programmes/{id}');
    expect(() => new RoutePolicy(RULES, RULES)).toThrow('Two rules say whom GET /programmes/{id} is for');
    expect(() => new RoutePolicy({ 'GET /x': [] })).toThrow('GET /x is for nobody');
  });
});
