import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

const EVA = ['--as', 'COACH:coach-7'] as const;
const AGENCY = { from: '18:00', to: '08:00', weekends: true, holidays: true };

/** How people are told, from the command line to a program that runs. */
describe('a preference', () => {
  let data: string;
  let program: RunningProgram;
  beforeAll(async () => {
    data = join(await temporaryDirectory('preferences'), 'data');
    program = await RunningProgram.start(data);
  });
  afterAll(() => program?.stop());

  async function overstap(...args: readonly string[]) {
    const child = spawn(process.execPath, [resolve('apps/cli/bin/overstap.js'), 'preference', ...args], {
      cwd: join(data, '..'),
      env: { ...(process.env['PATH'] ? { PATH: process.env['PATH'] } : {}), OVERSTAP_DATA_DIR: data },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
    await once(child, 'close');
    return { code: child.exitCode, out, err };
  }
  const shown = async (...as: readonly string[]): Promise<unknown> =>
    JSON.parse((await overstap('show', ...as, '--json')).out);

  test('is that of the agency for whoever said nothing', async () => {
    expect(await shown(...EVA)).toEqual({ mail: null, language: null, quietHours: AGENCY });
    expect(await overstap('show', ...EVA)).toMatchObject({ code: 0, out: expect.stringContaining('18:00') });
  });

  test('is set by one person for themselves, as the program then has it, and takes the place of what was before', async () => {
    const set = await overstap(
      'set',
      ...EVA,
      '--mail',
      'digest',
      '--language',
      'en',
      '--quiet',
      '17:00-09:00',
      '--json',
    );
    const mine = { mail: 'DIGEST', language: 'en', quietHours: { ...AGENCY, from: '17:00', to: '09:00' } };
    expect([set.code, JSON.parse(set.out)]).toEqual([0, mine]);
    expect(await program.get('/message-preference', { 'overstap-actor': 'COACH:coach-7' })).toEqual(mine);
    expect(await shown('--as', 'COACH:coach-8')).toMatchObject({ mail: null, quietHours: AGENCY });
    await overstap('set', ...EVA, '--quiet', '20:00-07:00', '--weekends');
    const open = { from: '20:00', to: '07:00', weekends: false, holidays: false };
    expect(await shown(...EVA)).toEqual({ mail: null, language: null, quietHours: open });
  });

  test('for everybody is the programme manager’s, and holds for those who did not say', async () => {
    const refused = await overstap('set', ...EVA, '--default', '--mail', 'inbox');
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect((await overstap('set', '--default', '--mail', 'inbox', '--quiet', '19:00-08:00')).code).toBe(0);
    const theirs = { mail: 'INBOX', quietHours: { ...AGENCY, from: '19:00' } };
    expect(await shown('--as', 'COACH:coach-8')).toMatchObject(theirs);
    expect(await shown(...EVA)).toMatchObject({ mail: 'INBOX', quietHours: { from: '20:00' } });
  });

  test('that cannot be meant is refused before or by the program, and nothing changes', async () => {
    const before = await shown(...EVA);
    const wrong = [
      ['--mail', 'sometimes'],
      ['--language', 'de'],
      ['--quiet', 'at night'],
      ['--quiet', '25:00-08:00'],
    ];
    const codes: (number | null)[] = [];
    for (const options of wrong) codes.push((await overstap('set', ...EVA, ...options)).code);
    expect(codes).toEqual([2, 2, 2, 2]);
    expect(await shown(...EVA)).toEqual(before);
  });
});
