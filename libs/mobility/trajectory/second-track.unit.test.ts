import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { caseManagerOf } from './subject.js';
import { TrajectoryLife, worldOf } from '../testing/trajectory-life.js';

/** On the second track since 14 September 2026, and ill since then. */
const ill = (firstDay: string): TrajectoryLife => begun('SP2-12').tell('ReportSickLeave', { firstDay });
const dueOn = (life: TrajectoryLife, code: string): string | undefined =>
  [...life.of('ClockArmed'), ...life.of('ClockRearmed')].findLast(({ data }) => data.code === code)?.data.legalOn;

describe('a second track', () => {
  it('counts the weeks of the law from the first sick day', () => {
    const life = ill('2025-01-06');
    expect(['W6', 'W8', 'W42', 'WIA', 'W104'].map((code) => dueOn(life, code))).toEqual([
      '2025-02-17',
      '2025-03-03',
      '2025-10-27',
      '2026-10-19',
      '2027-01-04',
    ]);
  });

  it('that begins with the intake asks for no first contact any more', () => {
    const life = new TrajectoryLife(worldOf('SP2-12')).until('2026-09-01');
    life.refer({ notifiedOn: '2026-09-01' }).say.invite().until('2026-09-14').say.intake();
    expect(life.task('S2_FIRST_CONTACT')).toMatchObject({ status: 'DONE', byFact: true });
  });

  it('is evaluated every 42 days, from each to the next', () => {
    const life = ill('2025-10-06').until('2027-02-01');
    const due = life
      .of('ClockArmed')
      .filter(({ data }) => data.code === 'SIX_WEEKLY_EVALUATION')
      .map(({ data }) => data.dueOn);
    expect(due.slice(0, 4)).toEqual(['2026-10-26', '2026-12-07', '2027-01-18', '2027-03-01']);
  });

  it('counts a period that is merged from the first day of the one before', () => {
    const life = ill('2025-01-27').tell('MergeSickLeave', { withPeriod: '2025-01-06' });
    expect(dueOn(life, 'W104')).toBe('2027-01-04');
  });

  it('records the milestones that lie before it as met or missed, and reminds nobody', () => {
    const life = ill('2025-08-25');
    life.tell('ReceiveProblemAnalysis', { on: '2025-10-03' }).until('2026-12-01');
    expect(life.clock('deadline.W6')).toMatchObject({ status: 'STOPPED', how: 'MET', stoppedOn: '2025-10-03' });
    expect(life.clock('deadline.W8')?.status).toBe('EXPIRED');
    expect(['W6', 'W8', 'W42'].flatMap((code) => life.fired(`deadline.${code}`))).toEqual([]);
  });

  it('reminds of the same milestone when it lies ahead', () => {
    const life = ill('2026-03-02').until('2027-02-01');
    expect(life.fired('deadline.W42')).toEqual(['weeks6', 'weeks2', 'days5', 'day1', 'due', 'breach']);
  });

  it('waits for nothing any more once the person has recovered, and does again when ill anew', () => {
    const life = ill('2025-08-25').tell('ReportRecovery', { on: '2026-09-14', pct: 100 });
    expect(life.clock('deadline.WIA')?.status).toBe('STOPPED');
    life.until('2026-10-01').tell('ReportSickLeave', { firstDay: '2026-10-01' });
    expect(life.clock('deadline.WIA')?.status).toBe('RUNNING');
  });

  it('shares reports as soon as the re-integration plan is signed', () => {
    const share = (life: TrajectoryLife) => life.say.report('r-1', { audience: 'EMPLOYER_CASE_MANAGER' });
    const life = ill('2025-08-25');
    expect(life.refusal(share)).toBe('plan-missing');
    life.tell('ApproveReintegrationPlan', { version: 1, on: life.today, reportMoments: [] });
    expect(life.refusal(share)).toBeUndefined();
  });

  it('has a case manager, to whom the open work of the one before goes', () => {
    const life = ill('2025-10-06').until('2026-11-01');
    const theirs = () =>
      Object.values(life.state.workflow.tasks).filter(
        ({ role, status }) => role === 'EMPLOYER_CASE_MANAGER' && status === 'OPEN',
      );
    expect(theirs().length).toBeGreaterThan(0);
    expect(theirs().every(({ assigneeId }) => assigneeId === undefined)).toBe(true);
    life.tell('NameCaseManager', { caseManagerId: 'carla' });
    expect(new Set(theirs().map(({ assigneeId }) => assigneeId))).toEqual(new Set(['carla']));
    life.tell('NameCaseManager', { caseManagerId: 'bram' });
    expect(caseManagerOf(life.state)).toBe('bram');
    expect(new Set(theirs().map(({ assigneeId }) => assigneeId))).toEqual(new Set(['bram']));
    const known = life.of('CaseManagerNamed').length;
    life.tell('NameCaseManager', { caseManagerId: 'bram' });
    expect(life.of('CaseManagerNamed').length).toBe(known);
  });

  it('alone has one', () => {
    const named = (life: TrajectoryLife) => life.tell('NameCaseManager', { caseManagerId: 'carla' });
    expect(begun('IND-6').refusal(named)).toBe('no-case-manager-here');
  });
});
