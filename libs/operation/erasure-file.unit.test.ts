import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ErasureEntry } from '@overstap/privacy';
import { alignErasures, ERASURE_FILE, readErasures, recordErasure } from './erasure-file.js';

const ann: ErasureEntry = { tenant: 'a', subject: 'ann', categories: ['identity', 'health'] };
const bob: ErasureEntry = { tenant: 'a', subject: 'bob', categories: ['search'] };
let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'erasures-'));
  path = join(directory, ERASURE_FILE);
});
afterEach(() => rmSync(directory, { recursive: true }));

const ledgerOf = (...entries: readonly ErasureEntry[]) => {
  const replayed: ErasureEntry[] = [];
  const erasure = {
    ledger: async () => [...entries, ...replayed],
    replay: async (more: readonly ErasureEntry[]) =>
      replayed.push(...more.filter((entry) => !entries.some((known) => known.subject === entry.subject))),
  };
  return { erasure, replayed };
};

test('what is recorded is read again, in order, by its owner alone', async () => {
  expect(await readErasures(path)).toEqual([]);
  await Promise.all([recordErasure(directory, ann), recordErasure(directory)]);
  await recordErasure(directory, bob, ann);
  expect(await readErasures(path)).toEqual([ann, bob, ann]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('file and database come to say the same, whichever lacks something', async () => {
  await recordErasure(directory, ann);
  const { erasure, replayed } = ledgerOf(bob);
  expect(await alignErasures(directory, erasure)).toEqual({ replayed: 1, recorded: 1 });
  expect(replayed).toEqual([ann]);
  expect(await readErasures(path)).toEqual([ann, bob]);
  expect(await alignErasures(directory, erasure)).toMatchObject({ recorded: 0 });
});

test('one more category of the same person is one more erasure', async () => {
  await recordErasure(directory, { ...ann, categories: ['health'] });
  expect(await alignErasures(directory, ledgerOf(ann).erasure)).toMatchObject({ recorded: 1 });
});

test('a line that a crash cut short is dropped, before another is written behind it', async () => {
  await recordErasure(directory, ann);
  writeFileSync(path, `${readFileSync(path, 'utf8')}{"tenant":"a","sub`);
  expect(await readErasures(path)).toEqual([ann]);
  await alignErasures(directory, ledgerOf(ann, bob).erasure);
  expect(await readErasures(path)).toEqual([ann, bob]);
});

test.each(['{}', 'x', '{"tenant":"a","subject":"b","categories":["all"]}'])(
  'a line %s is refused by its number',
  async (line) => {
    await recordErasure(directory, ann);
    writeFileSync(path, `${readFileSync(path, 'utf8')}${line}\n`);
    await expect(readErasures(path)).rejects.toThrow(`Line 2 of ${path}`);
  },
);
