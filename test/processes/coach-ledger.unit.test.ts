import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { CoachLedger } from './coach-ledger.js';

/** What becomes of the first command when the first answers to it are these; every later one is acknowledged. */
async function ledgerAfter(...answers: readonly (number | Error)[]): Promise<CoachLedger & { keys: string[] }> {
  const left = [...answers];
  const keys: string[] = [];
  const send = (_path: string, _body: unknown, headers: Record<string, string> = {}): Promise<Response> => {
    keys.push(headers['idempotency-key'] ?? '');
    const next = left.shift() ?? 200;
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(new Response('{}', { status: next }));
  };
  const ledger = new CoachLedger({ apis: [{ send }] });
  ledger.start(1);
  while (ledger.acknowledged.length === 0) await pause(5);
  await ledger.stop();
  return Object.assign(ledger, { keys });
}

test('what nobody answered, or was told to come later, is sent again under its key', async () => {
  const { keys, acknowledged, refused, repeated } = await ledgerAfter(503, new TypeError('fetch failed'));
  expect([acknowledged[0], refused, repeated]).toEqual(['coach-0-0', [], 1]);
  expect(new Set(keys.slice(0, 3)).size).toBe(1);
});

test.each([
  [500, 'coach-0-0: 500'],
  [502, 'coach-0-0: 502'],
  [422, 'coach-0-0: 422'],
  [new Error('POST /coaches/register-coach: 200 unlike its description'), /^coach-0-0: Error: POST/],
])('%s is no reason to send again, and is told', async (answer, told) => {
  const { refused, acknowledged } = await ledgerAfter(answer);
  expect(refused).toEqual([typeof told === 'string' ? told : expect.stringMatching(told)]);
  expect(acknowledged[0]).toBe('coach-0-1');
});
