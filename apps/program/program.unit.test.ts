import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { expect, test } from '@jest/globals';
import { COMMANDS } from '@overstap/mobility';
import { createLogger, readSettings } from '@overstap/platform';
import { openProgram } from './program.js';

test('a program does not start, and touches nothing, when a command has no decider or two commands have one name', async () => {
  const dataDir = join(tmpdir(), `overstap-never-${process.pid}`);
  const outcome = readSettings({ OVERSTAP_DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  const open = (name: string) =>
    openProgram(outcome.settings, createLogger('silent'), { commands: [...COMMANDS, { ...COMMANDS[0]!, name }] });
  await expect(open('PaintCalendar')).rejects.toThrow('No case of a decider handles agency.PaintCalendar');
  await expect(open(COMMANDS[0]!.name)).rejects.toThrow(`Two commands are called agency.${COMMANDS[0]!.name}`);
  expect(existsSync(dataDir)).toBe(false);
});
