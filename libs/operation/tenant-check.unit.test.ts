import { expect, test } from '@jest/globals';
import { type StoredEvent } from '@overstap/kernel';
import { BatchHash, NO_HASH, type Seal } from './seal.js';
import { TenantCheck } from './tenant-check.js';

const eventAt = (revision: number, actor = 'c'): StoredEvent => ({
  ...{ id: `e${revision}`, tenant: 'a', stream: 'trajectory-1', revision, position: `1.${revision + 1}.1`, type: 'T' },
  ...{ schemaVersion: 1, occurredAt: '', recordedAt: '', actor: { type: 'COACH', id: actor }, command: 'k' },
  ...{ correlation: 'k', data: {}, sealed: {} },
});
const sealOf = (number: number, event: StoredEvent, previousHash: string): Seal => {
  const batch = new BatchHash();
  batch.add(event);
  return batch.seal('a', number, previousHash, '2026-09-01T08:00:00.000Z');
};
const check = async (events: readonly StoredEvent[], seals: readonly Seal[]) => {
  const left = [...seals];
  const tenant = new TenantCheck(async () => left.shift(), new Map());
  for (const event of events) await tenant.take(event, true);
  await tenant.end();
  return tenant;
};

const first = sealOf(1, eventAt(0), NO_HASH);
const second = sealOf(2, eventAt(1), first.hash);

test('seals that follow each other hold', async () => {
  const { events, seals, broken } = await check([eventAt(0), eventAt(1)], [first, second]);
  expect({ events, seals, broken }).toEqual({ events: 2, seals: 2, broken: undefined });
});

test('a first event that was changed and sealed anew does not fit the seal behind it', async () => {
  const changed = eventAt(0, 'd');
  const { broken, seals } = await check([changed, eventAt(1)], [sealOf(1, changed, NO_HASH), second]);
  expect({ broken, seals }).toMatchObject({ seals: 1, broken: { fault: 'chain-broken', seal: 2, from: '1.2.1' } });
});

test('an event put in before a batch is found, and so is a revision that comes twice', async () => {
  const extra = { ...eventAt(0), position: '1.1.2' };
  const { broken, gap } = await check([eventAt(0), extra, eventAt(1)], [first, second]);
  expect(broken).toMatchObject({ fault: 'events-differ', seal: 2 });
  expect(gap).toEqual({ stream: 'trajectory-1', expected: 1, found: 0 });
});
