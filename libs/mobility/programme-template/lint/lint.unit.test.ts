import { describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { loadTemplate } from '../loader.js';
import { domainEvents } from '../testing/catalogue.js';
import { smallTemplate } from '../testing/small-template.js';
import { LINT_RULES } from './index.js';

/** A template as anybody may write it: parts can be taken out and put in. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the tests break the shape on purpose
type Loose = any;

const broken = (change: (template: Loose) => void): readonly { rule: string; on: string }[] => {
  const template = smallTemplate();
  change(template);
  const text = stringify(template);
  const loaded = loadTemplate(text, 'test.yaml', domainEvents);
  if ('template' in loaded) return [];
  return loaded.problems.map(({ rule, line }) => ({ rule, on: text.split('\n')[line - 1]?.trim() ?? '' }));
};

const phase = (id: string, more: object) => ({ id, names: { nl: 'Fase', en: 'Phase' }, ...more });
const task = (code: string, more: object) => ({
  code,
  names: { nl: 'Taak', en: 'Task' },
  owners: ['COACH'],
  due: { anchor: 'start', offset: '1 calendarDays' },
  ...more,
});

const answer = (same: string, anchor: string) =>
  task('ANSWER', {
    on: 'SuitableJobOffered',
    due: { anchor, offset: '0 calendarDays' },
    doneBy: { event: 'SuitableJobAccepted', same },
  });

const onCohort = { on: 'CohortCreated', due: { anchor: 'trigger', offset: '1 calendarDays' } };
const INTAKE = { event: 'IntakeHeld' };

const T = { anchor: 'start', offset: '3 calendarWeeks' };
const ROUNDS = { from: T, exit: { event: 'OfferReceived' }, repeats: { max: 3 } };
const OVER = { any: [{ event: 'OfferReceived' }, { phase: 'intake' }] };

/** Rule, the line it must name, and what breaks it. */
const BREAKS: readonly (readonly [string, string, (template: Loose) => void])[] = [
  ['duplicate-code', 'STORY', (t) => t.trajectory.tasks.push(task('STORY', {}))],
  ['duplicate-code', 'rung: due', (t) => (t.ladders.coach[0].rung = 'due')],
  ['unknown-event', 'event: OfferTaken', (t) => (t.trajectory.phases[1].exit = { event: 'OfferTaken' })],
  ['unknown-event', 'event: Nothing', (t) => (t.ladders.coach[0].unless = { not: { event: 'Nothing' } })],
  ['unknown-event', 'on: Nothing', (t) => t.trajectory.tasks.push(task('ON', { on: 'Nothing' }))],
  ['unknown-field', 'modus: x', (t) => (t.trajectory.tasks[0].doneBy.where = { modus: 'x' })],
  ['unknown-field', 'mode: PIGEON', (t) => (t.trajectory.tasks[0].doneBy.where = { mode: 'PIGEON' })],
  ['unknown-event', '- Nothing', (t) => (t.trajectory.tasks[0].doneBy.or = ['Nothing'])],
  ['unknown-event', 'sinceLast: Nothing', (t) => (t.trajectory.tasks[0].doneBy.sinceLast = 'Nothing')],
  ['unknown-field', 'same: mode', (t) => (t.trajectory.tasks[0].doneBy.same = 'mode')],
  ['unknown-field', 'same: gone', (t) => t.trajectory.tasks.push(answer('gone', 'trigger'))],
  ['unknown-task', 'task: GONE', (t) => (t.trajectory.tasks[1].doneBy.any[0].task = 'GONE')],
  ['unknown-phase', 'phase: gone', (t) => (t.trajectory.tasks[1].phase = 'gone')],
  ['unknown-phase', 'phase: gone', (t) => (t.trajectory.phases[1].exit.all[1].not.phase = 'gone')],
  ['unknown-phase', 'inPhase: gone', (t) => (t.trajectory.phases[1].exit.all[1].not = { inPhase: 'gone' })],
  ['unknown-phase', '- gone', (t) => (t.trajectory.phases[1].after = ['gone'])],
  ['unknown-anchor', 'anchor: begin', (t) => (t.trajectory.tasks[0].due.anchor = 'begin')],
  ['unknown-anchor', 'anchor: event.Nothing', (t) => (t.trajectory.tasks[0].due.anchor = 'event.Nothing')],
  [
    'unknown-anchor',
    'anchor: event.IntakeHeld.mode',
    (t) => (t.trajectory.tasks[0].due.anchor = 'event.IntakeHeld.mode'),
  ],
  ['unknown-anchor', 'anchor: trigger.offerId', (t) => t.trajectory.tasks.push(answer('offerId', 'trigger.offerId'))],
  ['unknown-anchor', 'anchor: phase.gone', (t) => (t.trajectory.tasks[0].due.anchor = 'phase.gone')],
  ['unknown-anchor', 'anchor: trigger', (t) => (t.trajectory.tasks[0].due.anchor = 'trigger')],
  ['unknown-anchor', 'anchor: end', (t) => (t.trajectory.tasks[2].due = { anchor: 'end', offset: '-30 calendarDays' })],
  ['unknown-anchor', 'anchor: start', (t) => t.trajectory.tasks.push(task('ON', { on: 'OfferReceived' }))],
  ['unknown-anchor', 'anchor: raised', (t) => (t.trajectory.tasks[0].due.anchor = 'raised')],
  [
    'unknown-anchor',
    'anchor: invited',
    (t) =>
      (t.programme = {
        tasks: [task('P', { owners: ['PLANNER'], due: { anchor: 'invited', offset: '1 calendarDays' } })],
      }),
  ],
  ['event-elsewhere', 'event: ProgrammeOpened', (t) => (t.trajectory.phases[0].exit = { event: 'ProgrammeOpened' })],
  ['event-elsewhere', 'event: CoachRegistered', (t) => (t.trajectory.phases[0].exit = { event: 'CoachRegistered' })],
  ['event-elsewhere', '- CohortCreated', (t) => (t.trajectory.tasks[0].doneBy.or = ['CohortCreated'])],
  ['event-elsewhere', 'event: ProgrammeOpened', (t) => (t.ladders.coach[0].unless = { event: 'ProgrammeOpened' })],
  ['event-elsewhere', 'anchor: event.CohortCreated', (t) => (t.trajectory.tasks[0].due.anchor = 'event.CohortCreated')],
  ['event-elsewhere', 'on: CohortCreated', (t) => t.trajectory.tasks.push(task('ON', onCohort))],
  ['event-elsewhere', 'event: IntakeHeld', (t) => (t.programme = { phases: [phase('all', { enter: INTAKE })] })],
  ['end-without-event', 'exit:', (t) => (t.trajectory.phases[1].exit = { not: { event: 'OfferAccepted' } })],
  [
    'end-without-event',
    'doneBy:',
    (t) => (t.trajectory.tasks[0].doneBy = { any: [{ event: 'IntakeHeld' }, { landed: false }] }),
  ],
  ['end-without-event', 'metBy:', (t) => (t.trajectory.deadlines[0].metBy = { not: { phase: 'landing' } })],
  [
    'contradiction',
    '- not:',
    (t) => (t.trajectory.phases[1].exit = { all: [{ event: 'IntakeHeld' }, { not: { event: 'IntakeHeld' } }] }),
  ],
  ['unreachable-phase', '- id: lost', (t) => t.trajectory.phases.push(phase('lost', { after: ['intake'] }))],
  [
    'unreachable-phase',
    '- id: ring',
    (t) => t.trajectory.phases.push(phase('ring', { from: { anchor: 'phaseEnd.ring', offset: 'P1D' } })),
  ],
  ['round-without-end', 'repeats:', (t) => t.trajectory.phases.push(phase('r', { ...ROUNDS, exit: undefined }))],
  ['round-without-end', 'repeats:', (t) => t.trajectory.phases.push(phase('r', { ...ROUNDS, exit: OVER }))],
  ['round-without-days', 'anchor: start', (t) => t.trajectory.phases.push(phase('r', { ...ROUNDS, to: { ...T } }))],
  [
    'round-without-days',
    'anchor: start',
    (t) => {
      t.trajectory.phases.push(phase('r', ROUNDS));
      t.trajectory.tasks.push(task('R', { phase: 'r' }));
    },
  ],
  [
    'unknown-event',
    'event: Nothing',
    (t) => (t.trajectory.phases[0].repeats = { max: 2, until: { event: 'Nothing' } }),
  ],
  ['iso-on-working-days', 'offset: P1D', (t) => (t.trajectory.tasks[1].due.offset = 'P1D')],
  ['iso-on-working-days', 'at: -P3D', (t) => (t.ladders.coach[0].at = '-P3D')],
  ['box-longer-than-programme', 'to:', (t) => (t.trajectory.phases[1].to.offset = 'P27W')],
  ['box-longer-than-programme', 'to:', (t) => (t.trajectory.phases[1].to.offset = 'P20D')],
  [
    'box-longer-than-programme',
    'to:',
    (t) =>
      t.trajectory.phases.push(
        phase('odd', { from: { anchor: 'end', offset: 'P1W' }, to: { anchor: 'start', offset: 'P3W' } }),
      ),
  ],
  ['no-end-deadline', 'deadlines:', (t) => (t.trajectory.deadlines[0].code = 'STOP')],
  ['no-end-deadline', '- code: END', (t) => (t.trajectory.deadlines[0].kind = 'PROGRAMME')],
  ['no-end-deadline', '- code: END', (t) => (t.trajectory.deadlines[0].due.offset = 'P25W')],
  [
    'unlawful-pause',
    '- HOLIDAY',
    (t) =>
      t.trajectory.deadlines.push({
        ...t.trajectory.deadlines[0],
        code: 'WMCO_WAIT',
        kind: 'STATUTORY',
        pauseReasons: ['HOLIDAY'],
      }),
  ],
  ['unknown-ladder', 'ladder: gone', (t) => (t.trajectory.tasks[0].ladder = 'gone')],
  ['reminder-without-due', 'ladder: coach', (t) => (t.trajectory.phases[2].ladder = 'coach')],
  ['task-without-due', '- code: STORY', (t) => delete t.trajectory.tasks[1].due],
  ['wrong-raise', 'task: GONE', (t) => (t.ladders.phase[0].task = 'GONE')],
  ['wrong-raise', 'task: STORY', (t) => (t.ladders.phase[0].task = 'STORY')],
  ['wrong-raise', '- rung: before', (t) => delete t.ladders.phase[0].task],
  ['wrong-raise', 'task: REVIEW', (t) => (t.ladders.coach[1].task = 'REVIEW')],
  ['wrong-raise', 'onExpiry: STORY', (t) => (t.trajectory.deadlines[0].onExpiry = 'STORY')],
  ['raised-by-nothing', 'raised: true', (t) => (t.ladders.phase[0] = { ...t.ladders.coach[0] })],
  ['ladder-out-of-order', '- rung: due', (t) => (t.ladders.coach[0].at = '2 workingDays')],
  ['ladder-out-of-order', '- rung: due', (t) => (t.ladders.coach[1].at = '-5 workingDays')],
  ['ladder-out-of-order', '- rung: due', (t) => (t.ladders.coach[0].level = 2)],
  [
    'ladder-never-fires',
    'ladder: late',
    (t) => {
      t.ladders.late = [{ ...t.ladders.coach[0], at: '-60 calendarDays' }];
      t.trajectory.tasks[1].ladder = 'late';
      delete t.ladders.participant;
    },
  ],
  ['ladder-never-fires', 'idle:', (t) => (t.ladders.idle = t.ladders.coach.slice(1))],
  ['rung-never-fires', '- rung: before', (t) => (t.ladders.coach[0].at = '-60 calendarDays')],
  ['role-nobody-has', '- WORKS_COUNCIL', (t) => (t.trajectory.tasks[0].owners = ['WORKS_COUNCIL'])],
  ['role-nobody-has', '- EMPLOYER_CASE_MANAGER', (t) => (t.ladders.coach[1].to = ['EMPLOYER_CASE_MANAGER'])],
  [
    'role-nobody-has',
    '- COACH',
    (t) => (t.programme = { tasks: [task('P', { due: { anchor: 'opened', offset: '1 calendarDays' } })] }),
  ],
  ['task-without-owner', 'owners: []', (t) => (t.trajectory.tasks[0].owners = [])],
  ['employer-told-of-inactivity', '- EMPLOYER_HR', (t) => (t.ladders.participant[0].to = ['EMPLOYER_HR'])],
];

describe('the lint rules', () => {
  it('let the small template pass', () => {
    expect(broken(() => undefined)).toEqual([]);
  });

  it.each(BREAKS)('%s names the line "%s"', (rule, on, change) => {
    expect(broken(change)).toContainEqual({ rule, on: expect.stringContaining(on) });
  });

  it('are each broken by one of these templates', () => {
    const tested = new Set(BREAKS.map(([rule]) => rule));
    expect(LINT_RULES.map(({ name }) => name).filter((name) => !tested.has(name))).toEqual([]);
  });

  it('let a task be due on a day that its fact names, and done by a fact about the same thing', () => {
    expect(broken((t) => t.trajectory.tasks.push(answer('offerId', 'trigger.respondBy')))).toEqual([]);
  });

  it('let the weeks of a statutory task be written as the law counts them', () => {
    const statutory = { kind: 'STATUTORY', due: { anchor: 'start', offset: 'P42D' } };
    expect(broken((t) => t.trajectory.tasks.push(task('LEGAL', statutory)))).toEqual([]);
  });

  it('let a phase repeat that counts from its own beginning', () => {
    expect(
      broken((t) => {
        const to = { anchor: 'phase.r', offset: '6 calendarWeeks' };
        t.trajectory.phases.push(phase('r', { ...ROUNDS, to, repeats: { max: 3, until: { event: 'OfferAccepted' } } }));
        t.trajectory.tasks.push(task('R', { phase: 'r', due: { anchor: 'phase.r', offset: '1 calendarWeeks' } }));
      }),
    ).toEqual([]);
  });

  it('let a programme wait for what happens to its cohorts', () => {
    const programme = { phases: [phase('import', { enter: { event: 'CohortCreated' } })] };
    expect(broken((t) => (t.programme = programme))).toEqual([]);
  });

  it('let a ladder without early rungs stand on a clock counted backwards or from a planned day', () => {
    expect(
      broken((t) => {
        t.ladders.late = [{ ...t.ladders.coach[0], at: '-60 calendarDays' }];
        t.trajectory.tasks.push(
          task('A', { ladder: 'late', due: { anchor: 'contractEnd', offset: '0 calendarDays' } }),
        );
        t.trajectory.tasks.push(task('B', { ladder: 'late', due: { anchor: 'end', offset: '-10 workingDays' } }));
      }),
    ).toEqual([]);
  });
});
