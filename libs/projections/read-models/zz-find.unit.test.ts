import { test } from '@jest/globals';
import fc from 'fast-check';
import { lived, steps } from './testing/lives.js';
test('find', () => {
  const r = fc.check(fc.property(steps, (plan) => { lived('t1', 'IND-6', plan); }), { numRuns: 300 });
  console.log(r.failed, JSON.stringify(r.counterexample));
  try { lived('t1','IND-6', r.counterexample![0] as never); } catch (e) { console.log((e as Error).message) }
}, 200000);
