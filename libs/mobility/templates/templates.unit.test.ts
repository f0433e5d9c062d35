import { describe, expect, it } from '@jest/globals';
import { formatDuration } from '@overstap/calendar';
import { type TemplateDefinition } from '../programme-template/definition.js';
import { domainEvents } from '../programme-template/testing/catalogue.js';
import { LegalParameterSet } from '../agency/events.js';
import { legalParametersOf, parameterOn } from '../programme-template/parts.js';
import { shippedTemplate, templateParts, templateText } from '../testing/template-files.js';
import { SHIPPED_PARTS, SHIPPED_TEMPLATES, type ShippedTemplate } from './index.js';
import { validate } from '@overstap/kernel';

const read = new Map<ShippedTemplate, TemplateDefinition>();
const shipped = (name: ShippedTemplate): TemplateDefinition => {
  const known = read.get(name) ?? shippedTemplate(name, domainEvents);
  read.set(name, known);
  return known;
};

describe('the shipped templates', () => {
  it.each(SHIPPED_TEMPLATES)('%s loads without a problem', (name) => {
    expect(shipped(name).code).toBe(name);
  });

  it('have this many phases, deadlines and tasks (of which mandatory)', () => {
    const sizes = SHIPPED_TEMPLATES.map((name) => {
      const { phases, deadlines, tasks } = shipped(name).trajectory;
      const mandatory = tasks.filter((task) => task.mandatory).length;
      return `${name}: ${phases.length} ${deadlines.length} ${tasks.length} (${mandatory})`;
    });
    expect(sizes).toEqual([
      'IND-6: 6 13 56 (23)',
      'COL-12: 9 16 67 (26)',
      'IND-3: 6 13 56 (23)',
      'IND-9: 6 13 56 (23)',
      'IND-12: 6 13 56 (23)',
      'VWNW-24: 7 12 56 (30)',
      'VWNW-18-RIJK: 7 12 56 (30)',
      'SP2-12: 7 22 54 (29)',
      'INT-FM: 6 12 53 (25)',
      'SPR-3: 6 13 47 (23)',
      'ZZP-6: 6 12 54 (29)',
      'CC-8: 7 12 47 (24)',
    ]);
    const { phases, deadlines, tasks } = shipped('COL-12').programme;
    expect([phases.length, deadlines.length, tasks.length]).toEqual([3, 3, 15]);
  });

  it('IND-6 has the tasks of its table, each with its owner and its day', () => {
    const due = (code: string): string => {
      const task = shipped('IND-6').trajectory.tasks.find((each) => each.code === code);
      return `${task?.owners.join('+')} ${task?.due?.anchor} ${task?.due && formatDuration(task.due.offset)}${task?.mandatory ? ' ★' : ''}`;
    };
    expect(
      Object.fromEntries(
        [
          'S2_FIRST_CONTACT',
          'S5_INTAKE',
          'S9_PLAN',
          'LOSS_TALK',
          'CV',
          'SEARCH_RHYTHM',
          'OFFER_CHECK',
          'Z1_FINAL_TALK',
        ].map((code) => [code, due(code)]),
      ),
    ).toEqual({
      S2_FIRST_CONTACT: 'PLANNER invited 2 calendarDays ★',
      S5_INTAKE: 'COACH invited 10 workingDays ★',
      S9_PLAN: 'COACH+PARTICIPANT start 15 workingDays ★',
      LOSS_TALK: 'COACH start 3 calendarWeeks ★',
      CV: 'PARTICIPANT start 11 calendarWeeks ★',
      SEARCH_RHYTHM: 'PARTICIPANT start 12 calendarWeeks',
      OFFER_CHECK: 'PARTICIPANT+COACH trigger 3 calendarDays',
      Z1_FINAL_TALK: 'COACH end -10 workingDays ★',
    });
  });

  describe.each(SHIPPED_TEMPLATES)('%s carries the rules on reminders', (name) => {
    const rungs = (ladder: string) =>
      (shipped(name).ladders[ladder] ?? []).map(({ at, to, task }) => [formatDuration(at), to.join('+'), task]);
    const deadline = (code: string) => shipped(name).trajectory.deadlines.find((each) => each.code === code);

    it('R1: the planner calls after 2, 5 and 10 working days; after 28 days expiry is proposed', () => {
      expect(deadline('ACTIVATION')).toMatchObject({
        due: { anchor: 'invited', offset: { value: 28, unit: 'calendarDays' } },
        ladder: 'activation',
        onExpiry: 'EXPIRY_PROPOSAL',
      });
      expect(rungs('activation')).toEqual([
        ['2 workingDays', 'PLANNER', 'ACTIVATION_CALL_1'],
        ['5 workingDays', 'PLANNER', 'ACTIVATION_CALL_2'],
        ['10 workingDays', 'PLANNER', 'ACTIVATION_CALL_3'],
      ]);
      expect(shipped(name).ladders.activation?.every(({ from }) => from === 'armed')).toBe(true);
    });

    it('R2: 48 hours after the notification the planner hears of it, then the team lead', () => {
      expect(deadline('FIRST_CONTACT')?.due).toEqual({
        anchor: 'notified',
        offset: { value: 2, unit: 'calendarDays' },
      });
      expect(rungs('firstContact').map(([, to]) => to)).toEqual(['PLANNER', 'TEAM_LEAD']);
    });

    it('R7: the box of every phase of a trajectory raises a review before it ends, when it ends and after', () => {
      for (const { ladder = '', aftercare } of shipped(name).trajectory.phases) {
        const review = aftercare ? 'AFTERCARE_REVIEW' : 'PHASE_REVIEW';
        const all = ['-10 workingDays', '0 workingDays', '10 workingDays'].map((at) => [at, 'COACH', review]);
        // Ten working days before the end of a box of two weeks lie before its beginning.
        expect(rungs(ladder)).toEqual(ladder === 'phaseShort' ? all.slice(1) : all);
      }
    });

    it('R8: 60, 30 and 14 days before the end without landing, coach and programme manager decide', () => {
      expect(deadline('END')).toMatchObject({ kind: 'CONTRACT', ladder: 'end' });
      expect(rungs('end').map(([at, to]) => [at, to])).toEqual([
        ['-60 calendarDays', 'COACH+PROGRAMME_MANAGER'],
        ['-30 calendarDays', 'COACH+PROGRAMME_MANAGER'],
        ['-14 calendarDays', 'COACH+PROGRAMME_MANAGER'],
      ]);
      expect(shipped(name).ladders.end?.every(({ unless }) => unless && 'landed' in unless)).toBe(true);
    });

    it('R12: aftercare 30, 90, 180 and 365 days after the placement starts, which closing does not cancel', () => {
      for (const day of [30, 90, 180, 365])
        expect(shipped(name).trajectory.tasks.find(({ code }) => code === `AFTERCARE_${day}`)).toMatchObject({
          owners: ['COACH'],
          mandatory: true,
          aftercare: true,
          due: { anchor: 'placementStart', offset: { value: day, unit: 'calendarDays' } },
          doneBy: {
            any: [
              { event: 'AftercareContactMade', where: { day } },
              { event: 'FollowUpUnreachable', where: { day } },
            ],
          },
        });
    });

    it('gives every mandatory task a ladder, but for the one that is done by what makes it due', () => {
      const { trajectory, programme } = shipped(name);
      const silent = [...trajectory.tasks, ...programme.tasks].filter(({ mandatory, ladder }) => mandatory && !ladder);
      expect(silent.map(({ code }) => code)).toEqual(['S1_INVITATION']);
    });
  });

  /** From the tables of the programme templates: owners, anchor, offset, ★ where mandatory. */
  it.each([
    ['VWNW-24', 'S9_PLAN', 'PARTICIPANT+EMPLOYER_HR redundancy 3 calendarMonths ★'],
    ['VWNW-24', 'RESEARCH_REPORT', 'COACH redundancy 1 calendarMonths ★'],
    ['VWNW-24', 'REFUSAL_HEARING', 'PROGRAMME_MANAGER trigger 5 workingDays ★'],
    ['VWNW-24', 'MONTH_21_ADVICE', 'COACH redundancy 21 calendarMonths ★'],
    ['VWNW-18-RIJK', 'FOLLOW_UP_ADVICE', 'PROGRAMME_MANAGER redundancy 18 calendarMonths ★'],
    ['SP2-12', 'CONTACT_LOG', 'COACH trigger 2 workingDays ★'],
    ['SP2-12', 'SIX_WEEKLY_EVALUATION', 'EMPLOYER_CASE_MANAGER start 42 calendarDays ★'],
    ['SP2-12', 'EFFORT_REPORT', 'COACH firstSickDay 87 calendarWeeks ★'],
    ['INT-FM', 'THREE_WAY_AGREEMENT', 'COACH+PARTICIPANT+EMPLOYER_HR start 10 calendarWeeks ★'],
    ['INT-FM', 'TRIAL_TALK', 'EMPLOYER_HR+PARTICIPANT start 16 calendarWeeks ★'],
    ['SPR-3', 'S5_INTAKE', 'COACH invited 5 workingDays ★'],
    ['SPR-3', 'STOP_RULE', 'COACH start 2 calendarWeeks ★'],
    ['SPR-3', 'Z1_FINAL_TALK', 'COACH end 0 calendarDays ★'],
    ['ZZP-6', 'GO_NO_GO', 'COACH+PARTICIPANT start 5 calendarWeeks ★'],
    ['ZZP-6', 'NO_EX_EMPLOYER', 'COACH+PARTICIPANT trigger 26 calendarWeeks ★'],
    ['ZZP-6', 'VIABILITY_12', 'COACH+PARTICIPANT event.BusinessStarted 12 calendarMonths ★'],
    ['CC-8', 'RETYPING', 'COACH start 10 calendarWeeks ★'],
    ['CC-8', 'CAREER_PLAN', 'PARTICIPANT start 24 calendarWeeks ★'],
    ['IND-3', 'LOSS_TALK', 'COACH start 2 calendarWeeks ★'],
    ['IND-9', 'MID_REVIEW', 'COACH start 20 calendarWeeks ★'],
    ['IND-12', 'LOSS_TALK', 'COACH start 6 calendarWeeks ★'],
  ] as const)('%s has %s', (name, code, expected) => {
    const task = shipped(name).trajectory.tasks.find((each) => each.code === code);
    const due = task?.due && `${task.due.anchor} ${formatDuration(task.due.offset)}`;
    expect(`${task?.owners.join('+')} ${due}${task?.mandatory ? ' ★' : ''}`).toBe(expected);
  });

  it('have one task under a code, also where their own replaces that of a block', () => {
    const repeated = SHIPPED_TEMPLATES.filter((name) => {
      const codes = shipped(name).trajectory.tasks.map(({ code }) => code);
      return new Set(codes).size < codes.length;
    });
    expect(repeated).toEqual([]);
  });

  it('SP2-12 watches the weeks of the sickness law, of which the first year is only recorded', () => {
    const statutory = shipped('SP2-12').trajectory.deadlines.filter(({ kind }) => kind === 'STATUTORY');
    expect(statutory.map(({ code, due, imported }) => [code, due.anchor, due.offset.value, imported ?? false])).toEqual(
      [
        ['BENEFIT_WINDOW_FIRST', 'contractEnd', 28, false],
        ['BENEFIT_WINDOW', 'event.BenefitWindowClosed.end', 28, false],
        ['W6', 'firstSickDay', 42, true],
        ['W8', 'firstSickDay', 56, true],
        ['W42', 'firstSickDay', 294, true],
        ['SP2_AFTER_FYE', 'event.FirstYearEvaluationHeld', 42, false],
        ['SP2_LATEST', 'firstSickDay', 406, false],
        ['RIV', 'firstSickDay', 637, false],
        ['WIA', 'firstSickDay', 651, false],
        ['W104', 'firstSickDay', 728, false],
      ],
    );
  });

  it('take every statutory date from the legal parameters', () => {
    const written = [
      ...SHIPPED_TEMPLATES.map(templateText),
      ...SHIPPED_PARTS.map((name) => templateParts.read(name)?.text ?? ''),
    ];
    const dues = written.flatMap((text) => [...text.matchAll(/kind: STATUTORY\n\s+due: (.*)/g)].map(([, due]) => due));
    expect(dues).toHaveLength(15);
    expect(dues.filter((due) => !due?.includes('law: '))).toEqual([]);
  });

  it('COL-12 watches its statutory waits', () => {
    const { trajectory, programme } = shipped('COL-12');
    const waits = [...programme.deadlines, ...trajectory.deadlines].filter(({ kind }) => kind === 'STATUTORY');
    expect(waits.map(({ code, due, ladder }) => [code, due.anchor, formatDuration(due.offset), ladder])).toEqual([
      ['WMCO_WAIT', 'wmcoNotified', '1 calendarMonths', 'statutoryMonth'],
      ['OR_SUSPENSION', 'worksCouncilSuspension', '1 calendarMonths', 'statutoryMonth'],
      ['BENEFIT_WINDOW_FIRST', 'contractEnd', '28 calendarDays', 'benefitWindow'],
      ['BENEFIT_WINDOW', 'event.BenefitWindowClosed.end', '28 calendarDays', 'benefitWindow'],
      ['VSO_COOLING_14', 'event.SettlementSigned', '14 calendarDays', 'statutoryFortnight'],
      ['VSO_COOLING_21', 'event.SettlementSigned', '21 calendarDays', 'statutoryMonth'],
      ['REHIRE_CONDITION', 'contractEnd', '26 calendarWeeks', 'statutory'],
    ]);
  });
});

describe('the legal parameters', () => {
  const rows = legalParametersOf(templateParts);

  it('each have a value, a validity, a source and a confidence', () => {
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.map((row) => validate(LegalParameterSet, row)).filter((checked) => 'problems' in checked)).toEqual([]);
  });

  it('have one value a day', () => {
    const overlapping = rows.filter((row) =>
      rows.some((other) => other !== row && other.code === row.code && parameterOn([other], row.code, row.validFrom)),
    );
    expect(overlapping).toEqual([]);
  });
});
