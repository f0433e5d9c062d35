/**
 * Appends to a few streams of a tenant until it is killed, and says of every append that was acknowledged: `stream number revision`.
 * Begins with the command after the last one that its stream holds; the last one itself is sent again, as after an unknown outcome.
 */
import { createHash } from 'node:crypto';
import { openKurrentDb } from '../../dist/libs/event-store/index.js';

const [, , url, tenant, writers] = process.argv;
const EVENTS = 2;

const uuid = (...names) => {
  const hex = createHash('sha256').update(names.join('/')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const commandOf = (stream, number) => {
  const command = uuid(tenant, stream, number);
  return Array.from({ length: EVENTS }, (_, index) => ({
    ...{ id: uuid(command, index), type: 'Counted', schemaVersion: 1, command, correlation: command },
    ...{ occurredAt: '2026-09-01T08:00:00.000Z', recordedAt: '2026-09-01T08:00:00.000Z' },
    ...{ actor: { type: 'SYSTEM', id: 'ledger' }, data: { number, index }, sealed: {} },
  }));
};

const store = await openKurrentDb(url);
await Promise.all(
  Array.from({ length: Number(writers) }, async (_, writer) => {
    const stream = `ledger-${writer}`;
    const events = await store.readStream(tenant, stream);
    let number = Math.max(0, events.length / EVENTS - 1);
    for (; ; number++) {
      const expected = number === 0 ? 'noStream' : number * EVENTS - 1;
      const result = await store.append({ tenant, stream, expected, events: commandOf(stream, number) });
      if (result.outcome !== 'appended') throw new Error(`${stream} ${number}: ${JSON.stringify(result)}`);
      process.stdout.write(`${stream} ${number} ${result.revision}\n`);
    }
  }),
);
