import { describe, expect, it } from '@jest/globals';
import { formatDuration } from '@overstap/calendar';
import { type TemplateDefinition } from '../programme-template/definition.js';
import { domainEvents } from '../programme-template/testing/catalogue.js';
import { shippedTemplate } from '../testing/template-files.js';
import { SHIPPED_TEMPLATES, type ShippedTemplate } from './index.js';

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

  it('have this many phases, deadlines, tasks and ladders', () => {
    const counts = SHIPPED_TEMPLATES.map(shipped).map(({ trajectory, programme, ladders }) => ({
      trajectory: [trajectory.phases.length, trajectory.deadlines.length, trajectory.tasks.length],
      programme: [programme.phases.length, programme.deadlines.length, programme.tasks.length],
      mandatory: [...trajectory.tasks, ...programme.tasks].filter(({ mandatory }) => mandatory).length,
      ladders: Object.keys(ladders).length,
      rungs: Object.values(ladders).flat().length,
    }));
    expect(counts).toEqual([
      { trajectory: [6, 11, 56], programme: [0, 0, 0], mandatory: 23, ladders: 22, rungs: 62 },
      { trajectory: [9, 14, 67], programme: [3, 2, 14], mandatory: 35, ladders: 29, rungs: 88 },
    ]);
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
        expect(rungs(ladder)).toEqual([
          ['-10 workingDays', 'COACH', review],
          ['0 workingDays', 'COACH', review],
          ['10 workingDays', 'COACH', review],
        ]);
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

  it('COL-12 watches its statutory waits', () => {
    const { trajectory, programme } = shipped('COL-12');
    const waits = [...programme.deadlines, ...trajectory.deadlines].filter(({ kind }) => kind === 'STATUTORY');
    expect(waits.map(({ code, due, ladder }) => [code, due.anchor, formatDuration(due.offset), ladder])).toEqual([
      ['WMCO_WAIT', 'wmcoNotified', '1 calendarMonths', 'statutoryMonth'],
      ['OR_SUSPENSION', 'worksCouncilSuspension', '1 calendarMonths', 'statutoryMonth'],
      ['BENEFIT_WINDOW', 'event.BenefitWindowClosed.end', '28 calendarDays', 'benefitWindow'],
      ['VSO_COOLING_14', 'event.SettlementSigned', '14 calendarDays', 'statutoryFortnight'],
      ['VSO_COOLING_21', 'event.SettlementSigned', '21 calendarDays', 'statutoryMonth'],
      ['REHIRE_CONDITION', 'contractEnd', '26 calendarWeeks', 'statutory'],
    ]);
  });
});
