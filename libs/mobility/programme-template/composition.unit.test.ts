import { describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { standAlone } from './composition.js';
import { type TemplateDefinition } from './definition.js';
import { loadTemplate } from './loader.js';
import { type TemplateParts } from './parts.js';
import { formatProblem, type TemplateProblem } from './problem.js';
import { domainEvents } from './testing/catalogue.js';
import { smallTemplate } from './testing/small-template.js';

const task = (code: string, more: object = {}) => ({
  code,
  names: { nl: 'Taak', en: 'Task' },
  owners: ['COACH'],
  due: { anchor: 'start', offset: '4 calendarWeeks' },
  ...more,
});
const rungs = [{ rung: 'due', at: 'P0D', to: ['COACH'], channel: 'APP', action: 'NOTIFY', level: 1 }];

const FILES: Readonly<Record<string, unknown>> = {
  BASE: smallTemplate(),
  BLOCK: {
    trajectory: { tasks: [task('ONE', { ladder: 'lent' }), task('TWO')] },
    ladders: { lent: rungs, idle: rungs },
  },
  WRONG: { trajectory: { tasks: [task('ONE', { colour: 'blue' })] } },
  CIRCLE: { extends: 'CIRCLE' },
  'legal-parameters': [
    { code: 'WAIT', value: 'P1M', unit: 'calendarMonths', validFrom: '2012-01-01', validTo: '2026-12-31' },
    { code: 'WAIT', value: '10', unit: 'workingDays', validFrom: '2027-01-01' },
    { code: 'PEOPLE', value: '20', unit: 'employees', validFrom: '2012-01-01' },
  ],
};
const partsOn = (today: string): TemplateParts => ({
  today,
  read: (name) => (name in FILES ? { file: `parts/${name}.yaml`, text: stringify(FILES[name]) } : undefined),
});
const parts = partsOn('2026-09-01');

/** The small template with one part of it changed. */
const small = (change: (template: ReturnType<typeof smallTemplate> & Record<string, unknown>) => void) => {
  const template = smallTemplate() as ReturnType<typeof smallTemplate> & Record<string, unknown>;
  change(template);
  return template;
};
const withTasks = (...items: object[]) => small(({ trajectory }) => trajectory.tasks.push(...(items as never[])));

const load = (value: object, on = parts): TemplateDefinition => {
  const loaded = loadTemplate(stringify(value), 'own.yaml', domainEvents, on);
  if ('problems' in loaded) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  return loaded.template;
};
const problemsOf = (value: object, on = parts): readonly TemplateProblem[] => {
  const loaded = loadTemplate(stringify(value), 'own.yaml', domainEvents, on);
  return 'problems' in loaded ? loaded.problems : [];
};
const codes = ({ trajectory }: TemplateDefinition): string[] => trajectory.tasks.map(({ code }) => code);

describe('a template that takes in a block', () => {
  const lent = (value: ReturnType<typeof small>) =>
    Object.assign(value, { ladders: { ...value.ladders, use: ['BLOCK'] } });

  it('has its tasks where it says so', () => {
    const template = load(lent(withTasks({ use: 'BLOCK' }, task('OWN'))));
    expect(codes(template)).toEqual(['INTAKE', 'STORY', 'REVIEW', 'ONE', 'TWO', 'OWN']);
  });

  it('has its own task in the place of the one of the same code', () => {
    const template = load(withTasks({ use: 'BLOCK' }, task('OWN'), task('ONE', { mandatory: true })));
    expect(codes(template)).toEqual(['INTAKE', 'STORY', 'REVIEW', 'ONE', 'TWO', 'OWN']);
    expect(template.trajectory.tasks[3]).toMatchObject({ code: 'ONE', mandatory: true });
  });

  it('leaves out what it does without, and counts from another anchor', () => {
    const template = load(withTasks({ use: 'BLOCK', without: ['ONE'], startingFrom: 'phase.search' }));
    expect(codes(template)).toEqual(['INTAKE', 'STORY', 'REVIEW', 'TWO']);
    expect(template.trajectory.tasks[3]?.due?.anchor).toBe('phase.search');
  });

  it('gets only the ladders that something carries', () => {
    expect(Object.keys(load(lent(withTasks({ use: 'BLOCK' }))).ladders)).toContain('lent');
    expect(Object.keys(load(lent(withTasks({ use: 'BLOCK' }))).ladders)).not.toContain('idle');
  });

  it('still knows two tasks of one code of its own', () => {
    expect(problemsOf(withTasks(task('OWN'), task('OWN'))).map(({ rule }) => rule)).toEqual(['duplicate-code']);
  });

  it('names the file and line of a block in which something is wrong', () => {
    const line =
      stringify(FILES['WRONG'])
        .split('\n')
        .findIndex((text) => text.includes('colour')) + 1;
    expect(problemsOf(withTasks({ use: 'WRONG' }))).toEqual([
      expect.objectContaining({ file: 'parts/WRONG.yaml', line, rule: 'unknown-key' }),
    ]);
  });

  it('is refused where there is no such block, on its line, and where parts go round in a circle', () => {
    const value = withTasks({ use: 'GONE' });
    const line =
      stringify(value)
        .split('\n')
        .findIndex((text) => text.includes('GONE')) + 1;
    expect(problemsOf(value)).toEqual([expect.objectContaining({ file: 'own.yaml', line, rule: 'unknown-part' })]);
    expect(problemsOf({ extends: 'CIRCLE' }).map(({ rule }) => rule)).toEqual(['unknown-part']);
  });
});

describe('a variant', () => {
  const variant = { extends: 'BASE', code: 'TEST-3', length: '13 calendarWeeks', stretch: true };

  it('has everything of the template that it extends, but for what it says itself', () => {
    const tasks = [task('INTAKE', { mandatory: true }), task('NEW')];
    const template = load({ ...variant, trajectory: { tasks }, without: ['STORY'] });
    expect(template).toMatchObject({ code: 'TEST-3', version: 1, length: { value: 13, unit: 'calendarWeeks' } });
    expect(codes(template)).toEqual(['INTAKE', 'REVIEW', 'NEW']);
    expect(template.trajectory.tasks[0]?.due?.anchor).toBe('start');
    expect(template.trajectory.phases.map(({ id }) => id)).toEqual(['intake', 'search', 'landing']);
  });

  it('has no ladder left that only what it left out carried', () => {
    expect(Object.keys(load({ ...variant, without: ['STORY'] }).ladders)).toEqual(['phase', 'coach']);
  });

  it('stretches what lies whole weeks from the start, and nothing else', () => {
    const { trajectory } = load({ ...variant, extends: 'BASE' });
    expect(trajectory.phases[1]?.to?.offset).toEqual({ value: 12, unit: 'calendarWeeks' });
    expect(trajectory.phases[0]?.to?.offset).toEqual({ value: 21, unit: 'calendarDays' });
    expect(trajectory.tasks[0]?.due?.offset).toEqual({ value: 10, unit: 'workingDays' });
    expect(trajectory.deadlines[0]?.due.offset).toEqual({ value: 13, unit: 'calendarWeeks' });
  });
});

describe('a law in a template', () => {
  const due = (law: string) => withTasks(task('WAIT', { due: { anchor: 'start', law } }));
  const waits = (today: string) => load(due('WAIT'), partsOn(today)).trajectory.tasks.at(-1)?.due?.offset;

  it('is what it is on that day', () => {
    expect(waits('2026-12-31')).toEqual({ value: 1, unit: 'calendarMonths' });
    expect(waits('2027-01-01')).toEqual({ value: 10, unit: 'workingDays' });
  });

  it.each([
    ['GONE', '2026-09-01'],
    ['PEOPLE', '2026-09-01'],
    ['WAIT', '2011-12-31'],
  ])('%s on %s gives no time, which is refused on its line', (law, today) => {
    const line =
      stringify(due(law))
        .split('\n')
        .findIndex((text) => text.includes(`law: ${law}`)) + 1;
    expect(problemsOf(due(law), partsOn(today))).toEqual([
      expect.objectContaining({ file: 'own.yaml', line, rule: 'unknown-law' }),
    ]);
  });

  it('is a number where a condition counts: as many as it asks for, or the days of a time', () => {
    const asked = (event: object) => withTasks(task('WAIT', { when: event }));
    const law = load(
      asked({ event: 'SettlementSigned', where: { coolingOffDays: { law: 'WAIT' } }, times: { law: 'PEOPLE' } }),
    );
    expect(law.trajectory.tasks.at(-1)?.when).toEqual({
      ...{ event: 'SettlementSigned', where: { coolingOffDays: 30 }, times: 20 },
    });
    expect(problemsOf(asked({ event: 'SettlementSigned', times: { law: 'NOTHING' } }))).toMatchObject([
      { rule: 'unknown-law' },
    ]);
  });
});

describe('a template that stands on its own', () => {
  it('means the same without the files that it was built from', () => {
    const value = { ...withTasks({ use: 'BLOCK' }, task('WAIT', { due: { anchor: 'start', law: 'WAIT' } })) };
    Object.assign(value, { ladders: { ...value.ladders, use: 'BLOCK' } });
    const text = standAlone(stringify(value), 'own.yaml', parts);
    expect(loadTemplate(text, 'own.yaml', domainEvents)).toEqual({ template: load(value) });
  });

  it('still names the law where whoever publishes it puts in the value', () => {
    const value = withTasks({ use: 'BLOCK' }, task('WAIT', { due: { anchor: 'start', law: 'WAIT' } }));
    const text = standAlone(stringify(value), 'own.yaml', { ...parts, keepsLaws: true });
    expect(text).toContain('law: WAIT');
    expect(text).not.toContain('use: BLOCK');
  });

  it('is left as it is when nothing has to be put in its place', () => {
    const text = stringify(smallTemplate());
    expect(standAlone(text, 'own.yaml', parts)).toBe(text);
  });
});
