import { collectDefaultMetrics, Registry } from 'prom-client';

/**
 * A registry of its own per program, with the process's memory, processor and event-loop figures in it. Labels name kinds
 * (route, projection, queue), never people, tenants or ids: each value is a series for ever.
 */
export function createMetrics(program: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ program });
  collectDefaultMetrics({ register: registry });
  return registry;
}
