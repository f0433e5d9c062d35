import { describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCohortFile } from '@overstap/cohort-files';
import { run, temporaryDirectory } from '../testing/world.js';

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));
const QUESTION = ['due', '--from', '2026-12-14', '--budget', '10 workingDays', '--calendar', 'nl'];

function fileWith(content: string | Uint8Array): string {
  const file = join(temporaryDirectory(), 'file');
  writeFileSync(file, content);
  return file;
}

describe('overstap due', () => {
  it('tells a planner the day, and day by day why', async () => {
    const { exitCode, out, err } = await run([...QUESTION, '--closed', '2026-12-24', '--closed', '2026-12-22']);
    expect([exitCode, err]).toEqual([0, '']);
    expect(out).toMatch(/^Due on Thursday 2026-12-31, before 17:00 \(Europe\/Amsterdam\)\.$/m);
    expect(out).toMatch(/^2026-12-14 {2}Mon {11}day of arming$/m);
    expect(out).toMatch(/^2026-12-22 {2}Tue {11}closing day$/m);
    expect(out).toMatch(/^2026-12-25 {2}Fri {11}holiday: Christmas Day$/m);
    expect(out).toMatch(/^2026-12-31 {2}Thu {7}10 {2}working day$/m);
  });

  it('answers a script with one document', async () => {
    const { exitCode, out } = await run([
      ...QUESTION,
      '--pause',
      '2026-12-21/2027-01-11',
      '--cut-off',
      '12:00',
      '--json',
    ]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ due: '2027-01-18', instant: '2027-01-18T11:00:00.000Z' });
    expect(Object.keys(JSON.parse(out) as object)).toEqual(['due', 'instant', 'days']);
    expect(out.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    [['--from', '2026-02-30'], '--from', /^--from: must be a date that exists/],
    [['--budget', '10'], '--budget', /whole number and a unit/],
    [['--calendar', 'be'], '--calendar', /nl, none/],
    [['--closed', 'Christmas'], '--closed', /^--closed: each closing day must be a date/],
    [['--pause', '2026-12-21'], '--pause', /write --pause 2026-12-21\/2027-01-11/],
    [['--pause', '2026-12-21/2026-12-01'], '--pause', /cannot end before it began/],
    [['--cut-off', '25:00'], '--cut-off', /HH:mm/],
  ])('%j is wrong usage of the option', async (more, option, message) => {
    const { exitCode, out } = await run([...QUESTION, ...more, '--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(out)).toEqual({
      problems: [{ field: option, rule: 'usage', message: expect.stringMatching(message) }],
    });
  });

  it.each([
    [['due'], /--from is missing: write --from 2026-12-14/],
    [['due', '--from', '2026-12-14'], /--budget is missing: write --budget "10 workingDays"/],
    [['due', '--from', '2026-12-14', '--budget', 'P1D'], /--calendar is missing: write --calendar nl/],
    [['due', '--batch', 'f', '--cut-off', '12:00'], /--cut-off cannot stand beside --batch/],
  ])('%j says what is missing or too much', async (args, message) => {
    expect(await run(args)).toMatchObject({ exitCode: 2, out: '', err: expect.stringMatching(message) });
  });
});

describe('overstap due --batch', () => {
  const asked = (from: string): string => JSON.stringify({ from, budget: '1 workingDays', calendar: 'nl' });

  it('answers line by line, whatever pieces the lines come in', async () => {
    const text = `\uFEFF${asked('2026-12-14')}\r\n\n${asked('2026-12-18')}`;
    const bytes = [...Buffer.from(text)].map((byte) => Uint8Array.of(byte));
    const { exitCode, out, err } = await run(['due', '--batch', '-'], { input: bytes });
    expect([exitCode, err]).toEqual([0, '']);
    expect(out).toBe(
      '{"due":"2026-12-15","instant":"2026-12-15T16:00:00.000Z"}\n{"due":"2026-12-21","instant":"2026-12-21T16:00:00.000Z"}\n',
    );
  });

  it('goes on after a line that cannot be answered, and ends with 3', async () => {
    const file = fileWith(`${asked('2026-02-30')}\n{\n${asked('2026-12-14')}\n`);
    const { exitCode, out, err } = await run(['due', '--batch', file]);
    expect(exitCode).toBe(3);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toEqual([
      { error: { field: 'from', message: expect.any(String) } },
      { error: { field: '', message: expect.any(String) } },
      { due: '2026-12-15', instant: '2026-12-15T16:00:00.000Z' },
    ]);
    expect(err).toMatch(/^2 lines have no answer/);
  });

  it('a file that is not there is wrong usage', async () => {
    expect(await run(['due', '--batch', '/nowhere/questions.jsonl'])).toMatchObject({
      exitCode: 2,
      out: '',
      err: '/nowhere/questions.jsonl does not exist; check the path.\n',
    });
  });
});

describe('overstap survival', () => {
  const FILE = 'time,cause\n10,landed\n20,\n30,landed\n30,retired\n40,\n';

  it('gives the landing object, with the incidence at every event time', async () => {
    const { exitCode, out } = await run(['survival', fileWith(FILE), '--json', '--horizon', '30']);
    expect(exitCode).toBe(0);
    const landing = JSON.parse(out) as { curve: { day: number }[]; incidence: object[]; restrictedMean: object };
    expect(Object.keys(landing)).toEqual(['curve', 'median', 'incidence', 'restrictedMean']);
    expect(landing.curve.map(({ day }) => day)).toEqual([10, 20, 30, 40]);
    expect(landing.incidence).toHaveLength(4);
    expect(landing.restrictedMean).toMatchObject({ horizon: 30 });
  });

  it('is shown on the sample that the repository has, whose people landed, retired or are still looking', async () => {
    const { exitCode, out, err } = await run([
      'survival',
      `${REPOSITORY}samples/time-to-landing.csv`,
      '--horizon',
      '365',
    ]);
    expect([exitCode, err]).toEqual([0, '']);
    expect(out).toMatch(/^Median time to landing: \d+ days/m);
    expect(out).toMatch(/^Reached by day +landed +retired$/m);
  });

  it('and for people tables', async () => {
    const { exitCode, out } = await run(['survival', '-'], { input: [FILE] });
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Median time to landing: not reached/m);
    expect(out).toMatch(/^Mean time to landing, up to day 40: \d+(\.\d)? days$/m);
    expect(out).toMatch(/^Reached by day +landed +retired$/m);
    expect(out).toMatch(/^ +10 +20\.0 % +0\.0 %$/m);
    expect(out).toMatch(/^ *10 +5 +1 +0 +80\.0 % +20\.4 % to 96\.9 %$/m);
  });

  it('refuses a bad file as a whole, each row named, and no value repeated', async () => {
    const bad = fileWith('time,cause\nsecret,landed\n-1,\n');
    const { exitCode, out, err } = await run(['survival', bad, '--json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toEqual({
      problems: [
        { line: 2, column: 'time', rule: 'number', message: expect.any(String) },
        { line: 3, column: 'time', rule: 'not-negative', message: expect.any(String) },
      ],
    });
    expect(err).toMatch(/file:2 Time must be a number/);
    expect(out + err).not.toContain('secret');
  });

  it.each(['-1', 'x', '', '1e9'])('the horizon %p is wrong usage', async (horizon) => {
    const { exitCode, err } = await run(['survival', '-', '--horizon', horizon], { input: [FILE] });
    expect(exitCode).toBe(2);
    expect(err).toMatch(/write --horizon 365/);
  });

  it('reads a cause that Windows wrote', async () => {
    const windows = Buffer.from('time;cause\n1;pré\n', 'latin1');
    const { out } = await run(['survival', fileWith(windows), '--json']);
    expect(JSON.parse(out)).toHaveProperty('incidence.1', { cause: 'pré', day: 1, value: 1 });
  });
});

describe('overstap cohort template', () => {
  it('is a file that the import reads, in either language, and starts nothing', async () => {
    for (const [language, first] of [
      ['nl', 'Medewerkernr'],
      ['en', 'Employee number'],
    ] as const) {
      const { exitCode, out, requests } = await run(['cohort', 'template', '--language', language]);
      expect([exitCode, requests]).toEqual([0, []]);
      const file = await readCohortFile(Buffer.from(out));
      expect(file).toMatchObject({ problems: [], rows: [{ externalId: '100001' }] });
      expect(out).toMatch(new RegExp(`^\ufeff${first}`));
    }
  });

  it('is Dutch unless told, and one document for a script', async () => {
    const { out } = await run(['cohort', 'template', '--json']);
    expect(JSON.parse(out)).toEqual({ language: 'nl', csv: expect.stringContaining(';Achternaam;') });
    expect(await run(['cohort', 'template', '--language', 'de'])).toMatchObject({ exitCode: 2 });
  });
});
