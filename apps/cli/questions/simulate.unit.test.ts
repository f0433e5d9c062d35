import { describe, expect, it } from '@jest/globals';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HAZARD_NAMES } from '@overstap/mobility';
import { run, temporaryDirectory } from '../testing/world.js';
import { type Comparison } from './simulate-comparison.js';
import { type Simulated } from './simulate.js';

const SMALL = ['simulate', 'IND-6', '--start', '2027-01-04', '--people', '12', '--days', '70'];

const simulated = async (...more: readonly string[]): Promise<Simulated> => {
  const { exitCode, out } = await run([...SMALL, ...more, '--json']);
  expect(exitCode).toBe(0);
  return JSON.parse(out) as Simulated;
};

describe('overstap simulate', () => {
  it('shows a planner the load, the deadlines at risk, the reminders and the landing curve', async () => {
    const { exitCode, out, err } = await run(SMALL);
    expect([exitCode, err]).toEqual([0, '']);
    expect(out).toMatch(
      /^IND-6, version \d+: 12 people and 1 coach from 2027-01-04 to 2027-03-14, hazards oval, seed 1\.$/m,
    );
    expect(out).toMatch(/^Started \d+, landed \d+, closed without landing \d+, never started \d+, under way \d+\.$/m);
    expect(out).toMatch(/^Week +Caseload +Capacity +Fullest +COACH +PARTICIPANT +PLANNER +PROGRAMME_MANAGER\b/m);
    expect(out).toMatch(/^2027-01-04 +\d+\.\d +30 +\d+\.\d +\d+ \/ \d+/m);
    expect(out).toMatch(/^S5_INTAKE +TASK +\d+/m);
    expect(out).toMatch(/^COACH +\d+ +\d+\.\d +\d+$/m);
    expect(out).toMatch(/^ *28 +\d+\.\d %/m);
  });

  it('takes coaches on or off those who would be enough', async () => {
    const { out } = await run([...SMALL, '--coaches', '+2']);
    expect(out).toMatch(/^IND-6, version \d+: 12 people and 3 coaches /m);
  });

  it('answers a script with one document, and tells how far it is on standard error', async () => {
    const { exitCode, out, err } = await run([...SMALL, '--json']);
    expect(exitCode).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(1);
    expect(Object.keys(JSON.parse(out) as object)).toEqual([
      'template',
      'version',
      'people',
      'start',
      'end',
      'hazards',
      'seed',
      'coaches',
      'cohort',
      'weeks',
      'deadlines',
      'reminders',
      'whatIfs',
      'landing',
    ]);
    expect(err).toMatch(/^Lived through until 2027-02-07\.$/m);
  });

  it('reaches no program, and writes nothing to the disk', async () => {
    const directory = temporaryDirectory();
    const state = join(directory, 'state');
    mkdirSync(state);
    const { requests } = await run(SMALL, { directory, env: { XDG_STATE_HOME: state }, alive: [] });
    expect(requests).toEqual([]);
    expect([readdirSync(directory), readdirSync(state)]).toEqual([['state'], []]);
  });

  it('reads a template file too, and refuses one with a mistake line by line', async () => {
    const file = join(temporaryDirectory(), 'mine.yaml');
    writeFileSync(file, 'code: MINE\nversion: one\n');
    const { exitCode, err } = await run(['simulate', file, '--start', '2027-01-04']);
    expect(exitCode).toBe(1);
    expect(err).toMatch(/mine\.yaml:\d+/);
  });

  it('brings the people in over the time that is asked', async () => {
    const [at, over] = [await simulated(), await simulated('--over', '8 calendarWeeks')];
    const first = ({ weeks }: Simulated): number =>
      weeks[0]?.roles.find(({ role }) => role === 'PARTICIPANT')?.people ?? -1;
    expect(over.weeks[0]?.caseload.weighted).toBeLessThan(at.weeks[0]?.caseload.weighted ?? 0);
    expect(first(over)).toBeLessThanOrEqual(first(at));
  });

  it('holds a change against the same people without it', async () => {
    const changes = ['--close', '2027-01-11/2027-01-15', '--intake-within', '8 calendarDays'];
    const { exitCode, out } = await run([...SMALL, ...changes, '--compare', '--json']);
    expect(exitCode).toBe(0);
    const comparison = JSON.parse(out) as Comparison;
    expect(comparison.without).toEqual(await simulated());
    expect(comparison.with).toEqual(await simulated(...changes));
    const intakes = comparison.differences.find(({ figure }) => figure === 'At risk: TASK S5_INTAKE');
    expect(intakes?.with).toBeGreaterThan(intakes?.without ?? Infinity);
  });

  it('and for people in a table', async () => {
    const { out } = await run([...SMALL, '--intake-within', '8 calendarDays', '--compare']);
    expect(out).toMatch(/^What if: intake within 8 calendarDays\.$/m);
    expect(out).toMatch(/^Figure +Without +With +Change$/m);
    expect(out).toMatch(/^At risk: TASK S5_INTAKE +\d+ +\d+ +\+\d+$/m);
  });

  it.each([
    [['--people', '0'], '--people', /from 1 to 5000: write --people 300/],
    [['--start', '2027-02-30'], '--start', /date that exists/],
    [['--coaches', 'two'], '--coaches', /whole number from 1/],
    [['--coaches', '-2'], '--coaches', /leaves no coach of 1/],
    [['--close', '2027-01-15/2027-01-11'], '--close', /write --close 2027-02-22\/2027-02-26/],
    [['--intake-within', '8'], '--intake-within', /^--intake-within: write a whole number and a unit/],
    [['--intake-within', '0 calendarDays'], '--intake-within', /longer than nothing/],
    [['--hazards', 'quick'], '--hazards', /oval, flat/],
    [['--compare'], '--compare', /--coaches, --close or --intake-within/],
  ])('%j is wrong usage of the option', async (more, option, message) => {
    const { exitCode, out } = await run([...SMALL, ...more, '--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(out)).toEqual({
      problems: [{ field: option, rule: 'usage', message: expect.stringMatching(message) }],
    });
  });

  it('names the templates there are, and the option that is missing', async () => {
    expect(await run(['simulate', 'IND-7', '--start', '2027-01-04'])).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/IND-6, .*path of a \.yaml file/),
    });
    expect(await run(['simulate', 'IND-6'])).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/--start is missing/),
    });
  });

  it('offers the hazards that there are', () => {
    expect(HAZARD_NAMES).toEqual(['oval', 'flat']);
  });
});
