import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { loadTemplate } from './loader.js';
import { formatProblem, type TemplateProblem } from './problem.js';
import { LONGEST_TEMPLATE } from './source.js';
import { domainEvents } from './testing/catalogue.js';
import { smallTemplate } from './testing/small-template.js';

const load = (text: string) => loadTemplate(text, 'test.yaml', domainEvents);
const problemsOf = (text: string): readonly TemplateProblem[] => {
  const loaded = load(text);
  return 'problems' in loaded ? loaded.problems : [];
};
const small = (): string => stringify(smallTemplate());
/** The small template with one line of its text replaced. */
const replaced = (line: string, by: string): string => {
  expect(small()).toContain(line);
  return small().replace(line, by);
};
const lineOf = (text: string, part: string): number => text.split('\n').findIndex((line) => line.includes(part)) + 1;

describe('loading a template', () => {
  it('reads durations and fills in what may be left out', () => {
    const loaded = load(small());
    if ('problems' in loaded) throw new Error(loaded.problems.map(formatProblem).join('\n'));
    const { template } = loaded;
    expect(template.length).toEqual({ value: 26, unit: 'calendarWeeks' });
    expect(template.trajectory.phases[0]).toMatchObject({
      overlaps: false,
      to: { offset: { value: 21, unit: 'calendarDays' } },
    });
    expect(template.trajectory.tasks[1]).toMatchObject({ mandatory: false, evidence: 'NONE' });
    expect(template.ladders.coach?.[0]?.at).toEqual({ value: -5, unit: 'workingDays' });
    expect(template.programme).toEqual({ phases: [], deadlines: [], tasks: [] });
  });

  it('names file, line, rule and what to do', () => {
    const text = replaced('calendar: nl', 'calendar: nl\ncolour: blue');
    expect(problemsOf(text)).toEqual([
      {
        file: 'test.yaml',
        line: lineOf(text, 'colour'),
        rule: 'unknown-key',
        message: 'the template has no key "colour"',
        fix: expect.stringContaining('remove it'),
      },
    ]);
  });

  it.each([
    ['yaml', 'calendar: nl', 'calendar: [nl', undefined],
    ['yaml', 'calendar: nl', 'calendar: nl\ncalendar: none', 'calendar: none'],
    ['missing-key', 'calendar: nl\n', '', undefined],
    ['wrong-type', 'version: 1', 'version: one', 'version: one'],
    ['wrong-value', 'orientationNorm: CLIENT_LED', 'orientationNorm: LED', 'orientationNorm: LED'],
    ['wrong-condition', 'event: TrajectoryPlanAgreed', 'event: TrajectoryPlanAgreed\n        landed: true', 'exit:'],
    ['wrong-condition', 'event: OfferAccepted', 'task: INTAKE\n            times: 2', 'task: INTAKE'],
    ['missing-translation', 'nl: Proef', 'nl: " "', 'nl: " "'],
    ['missing-translation', '  nl: Proef\n', '', 'names:'],
    ['duration', 'offset: P21D', 'offset: P5WD', 'offset: P5WD'],
    ['duration', 'length: 26 calendarWeeks', 'length: half a year', 'length: half a year'],
  ])('refuses %s: %j for %j', (rule, line, by, at) => {
    const text = replaced(line, by);
    const problems = problemsOf(text);
    expect(problems.map((problem) => problem.rule)).toContain(rule);
    if (at !== undefined) expect(problems.find((problem) => problem.rule === rule)?.line).toBe(lineOf(text, at));
  });

  it('says that working days have no ISO form', () => {
    expect(problemsOf(replaced('offset: P21D', 'offset: P5WD'))[0]?.fix).toContain('"5 workingDays"');
  });

  it('refuses a file that is too long, and aliases that multiply beyond reason', () => {
    expect(problemsOf('a'.repeat(LONGEST_TEMPLATE + 1))[0]?.rule).toBe('too-long');
    const ten = (name: string) => `[${Array(10).fill(`*${name}`).join(', ')}]`;
    const bomb = `a: &a [1]\nb: &b ${ten('a')}\nc: &c ${ten('b')}\nd: &d ${ten('c')}\ne: ${ten('d')}`;
    expect(problemsOf(bomb)[0]?.rule).toBe('yaml');
  });

  it('never throws, whatever the text', () => {
    const mangled = fc
      .tuple(fc.nat(small().length), fc.nat(40), fc.string({ maxLength: 20 }))
      .map(([at, gone, text]) => {
        const whole = small();
        return whole.slice(0, at) + text + whole.slice(at + gone);
      });
    fc.assert(
      fc.property(fc.oneof(fc.string(), mangled), (text) => {
        const loaded = load(text);
        return 'template' in loaded || loaded.problems.every(({ line, fix }) => line >= 1 && fix !== '');
      }),
      { numRuns: 150 },
    );
  });
});
