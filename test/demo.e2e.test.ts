import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { readSettings } from '@overstap/platform';
import { fillDemo } from '../apps/standalone/demo/fill.js';
import { temporaryDirectory } from './support/postgres.js';
import { RunningProgram } from './support/running-program.js';

interface Report {
  readonly referred: number;
  readonly phases: Record<string, number>;
}

test('the demo lives through an agency by real commands, and its report counts everybody', async () => {
  const directory = join(await temporaryDirectory('demo'), 'data');
  const outcome = readSettings({ OVERSTAP_DATA_DIR: directory });
  if (!('settings' in outcome)) throw new Error('settings');
  const programme = {
    code: 'KLEIN-1',
    employer: 'Heideveld Zorggroep',
    template: 'IND-6',
    daysAgo: 75,
    people: 12,
  } as const;
  expect(await fillDemo(outcome.settings, '2026-11-24', [programme])).toBe(12);
  const program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: '2026-11-24T09:00:00+01:00' });
  try {
    const report = await program.get<Report>('/programmes/KLEIN-1/report?asOf=2026-11-24');
    const states = Object.entries(report.phases).filter(([name]) => name === name.toUpperCase());
    expect(report.referred).toBe(12);
    expect(states.reduce((sum, [, count]) => sum + count, 0)).toBe(12);
    expect(
      (report.phases['ACTIVE'] ?? 0) + (report.phases['PAUSED'] ?? 0) + (report.phases['LANDED'] ?? 0),
    ).toBeGreaterThan(0);
    const { items } = await program.get<{ items: unknown[] }>('/queues/coach');
    expect(items.length).toBeGreaterThan(0);
  } finally {
    await program.stop();
  }
}, 240_000);
