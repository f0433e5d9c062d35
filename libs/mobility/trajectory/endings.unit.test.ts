import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { isOpenClock, isOpenTask } from '../workflow/state.js';

const LEAD = { type: 'TEAM_LEAD', id: 'lead-1' } as const;
const MANAGER = { type: 'PROGRAMME_MANAGER', id: 'manager-2' } as const;

describe('the end of a trajectory', () => {
  it('moves with an extension, and what is counted back from it moves along', () => {
    const life = begun('IND-6').until('2026-12-01').say.extend(28);
    expect(life.clock('deadline.END')).toMatchObject({ dueOn: '2027-04-12', generation: 2 });
    expect(life.of('ClockRearmed').find(({ data }) => data.code === 'END')?.data.cause).toBe('BUDGET_CHANGED');
    expect(life.clock('task.Z1_FINAL_TALK')).toMatchObject({ dueOn: '2027-03-26', generation: 2 });
    expect(life.clock('task.Z2_FINAL_REPORT')).toMatchObject({ dueOn: '2027-04-05', generation: 2 });
  });

  it('that has passed can still be extended: the missed one stays missed, the new one runs', () => {
    const life = begun('IND-6').until('2027-03-20');
    expect(life.clock('deadline.END')?.status).toBe('EXPIRED');
    life.say.extend(60);
    expect(life.clock('deadline.END')).toMatchObject({ status: 'RUNNING', generation: 2, dueOn: '2027-05-14' });
    expect(life.of('ClockExpired').filter(({ data }) => data.clockId === 'deadline.END')).toHaveLength(1);
    expect(life.clock('task.Z1_FINAL_TALK')).toMatchObject({ status: 'RUNNING', generation: 2 });
  });

  it('is asked by one person and approved by another', () => {
    const life = begun('IND-6');
    const attempt = life.attempt(
      { type: 'ExtendTrajectory', data: { days: 1, reason: 'x', approvedBy: MANAGER.id, costCents: 0 } },
      MANAGER,
    );
    expect(attempt).toMatchObject({ code: 'approval-by-another' });
  });

  it('is waived by two people, and then stays so', () => {
    const life = begun('IND-6').tell('RequestWaiver', { clockId: 'deadline.END', reason: 'x' }, MANAGER);
    const decide = { type: 'DecideWaiver', data: { clockId: 'deadline.END', granted: true } } as const;
    expect(life.attempt(decide, MANAGER)).toMatchObject({ code: 'waiver-by-another' });
    life.send(decide, { ...MANAGER, id: 'manager-3' });
    expect(life.clock('deadline.END')).toMatchObject({ status: 'STOPPED', how: 'WAIVED' });
    expect(life.send({ type: 'RecomputeClocks', data: {} })).toEqual([]);
  });

  it('is waived only on request, and a request that was refused is used up', () => {
    const life = begun('IND-6');
    const decide = (granted: boolean) => (it: typeof life) =>
      it.tell('DecideWaiver', { clockId: 'deadline.END', granted }, MANAGER);
    expect(life.refusal(decide(true))).toBe('waiver-not-requested');
    life.tell('RequestWaiver', { clockId: 'deadline.END', reason: 'x' }, LEAD);
    expect(life.refusal(decide(false))).toBeUndefined();
    expect(life.refusal(decide(true))).toBe('waiver-not-requested');
  });

  it('of a law cannot be waived, nor can that of a programme', () => {
    const life = begun('COL-12').say.settle(14, '2027-03-31');
    const ask = (clockId: string) => (it: typeof life) => it.tell('RequestWaiver', { clockId, reason: 'x' });
    expect(life.refusal(ask('deadline.VSO_COOLING_14'))).toBe('statutory-not-waivable');
    expect(life.refusal(ask('task.S9_PLAN'))).toBe('waiver-not-needed');
    expect(life.refusal(ask('deadline.NOTHING'))).toBe('clock-unknown');
  });

  it('cancels everything but aftercare and retention, in the same append', () => {
    const life = begun('IND-6').until('2026-11-02').say.placement();
    const count = life.events.length;
    life.until('2026-11-10').say.close(undefined, { closureClass: 'RESULT', reason: 'LANDED' });
    expect(life.events.length).toBeGreaterThan(count);
    const aftercare = [
      'Z3_VERIFY_PLACEMENT',
      'Z4_SURVEY_END',
      'AFTERCARE_30',
      'AFTERCARE_90',
      'AFTERCARE_180',
      'AFTERCARE_365',
    ];
    const { tasks, clocks } = life.state.workflow;
    const open = Object.values(tasks)
      .filter(isOpenTask)
      .map(({ code }) => code);
    expect(open.toSorted()).toEqual([...aftercare, 'FIRST_100_DAYS', 'Z6_RETENTION'].toSorted());
    const left = [...open, 'landing'];
    expect(
      Object.values(clocks)
        .filter(isOpenClock)
        .filter(({ code }) => !left.includes(code)),
    ).toEqual([]);
  });

  it('in time meets the deadline for it; one that comes too late leaves it missed', () => {
    const early = begun('IND-6').until('2026-11-10').say.close();
    expect(early.clock('deadline.END')).toMatchObject({ status: 'STOPPED', how: 'MET', stoppedOn: '2026-11-10' });
    const late = begun('IND-6').until('2027-03-20').say.close();
    expect(late.of('ClockExpired').map(({ data }) => data.clockId)).toContain('deadline.END');
    expect(late.of('ClockStopped').find(({ data }) => data.clockId === 'deadline.END')?.data).toMatchObject({
      how: 'MET',
      on: '2027-03-20',
    });
  });

  it('that is undone brings the cancelled tasks back, those added by hand too, and the phases', () => {
    const life = begun('IND-6').tell('AddTask', { title: 'call the notary', role: 'COACH', dueOn: '2026-12-01' });
    const byHand = Object.values(life.state.workflow.tasks).find(({ code }) => code === 'MANUAL')?.taskId ?? '';
    life.until('2026-10-01').say.close();
    expect([life.task('S9_PLAN')?.status, life.task(byHand)?.status]).toEqual(['CANCELLED', 'CANCELLED']);
    life.until('2026-10-12').say.reopen(150);
    expect([life.task('S9_PLAN')?.status, life.task(byHand)?.status]).toEqual(['OPEN', 'OPEN']);
    expect(life.of('TaskCreated').findLast(({ data }) => data.taskId === byHand)?.data.title).toBe('call the notary');
    expect(life.state.workflow.phases['intake']).toEqual({ status: 'OPEN', enteredOn: '2026-09-14' });
    expect(life.clock('deadline.END')).toMatchObject({ status: 'RUNNING', dueOn: '2027-03-11', generation: 2 });
    expect(life.task('Z6_RETENTION')).toMatchObject({ status: 'CANCELLED', cancelledBy: 'ANCHOR_VOIDED' });
  });
});

describe('a task', () => {
  it('that is mandatory is cancelled by a team lead or the programme manager only', () => {
    const life = begun('IND-6');
    const cancel = { type: 'CancelTask', data: { taskId: 'S9_PLAN', reason: 'NOT_NEEDED' } } as const;
    expect(life.attempt(cancel)).toMatchObject({ code: 'task-mandatory' });
    life.send(cancel, LEAD);
    expect(life.task('S9_PLAN')?.status).toBe('CANCELLED');
    expect(life.clock('task.S9_PLAN')).toMatchObject({ status: 'STOPPED', how: 'CANCELLED' });
    expect(life.send({ type: 'RecomputeClocks', data: {} })).toEqual([]);
  });

  it('added by hand is due on its day, reminds its owner, and a pause moves it', () => {
    const life = begun('IND-6').tell('AddTask', { title: 'call', role: 'COACH', dueOn: '2026-10-01' });
    const clock = () => Object.values(life.state.workflow.clocks).find(({ code }) => code === 'MANUAL');
    expect(clock()).toMatchObject({ kind: 'PERSONAL', dueOn: '2026-10-01' });
    life.until('2026-09-21').say.pause().until('2026-09-28').say.resume();
    expect(clock()?.dueOn).toBe('2026-10-08');
    expect(life.until('2026-10-12').fired(clock()?.clockId ?? '')).toEqual(['due', 'overdue']);
    expect(life.refusal((it) => it.tell('AddTask', { title: 'x', role: 'COACH', dueOn: '2026-09-01' }))).toBe(
      'date-in-the-past',
    );
  });

  it('falls away when what it is for does not hold any more', () => {
    const life = begun('COL-12').until('2026-11-02');
    expect(life.task('NO_MATCH_DECISION')?.status).toBe('OPEN');
    life.tell('ConfirmInternalRedeployment', { startsOn: '2026-12-01', scaleDelta: 0, salaryGuarantee: true });
    expect(life.task('NO_MATCH_DECISION')).toMatchObject({ status: 'CANCELLED', cancelledBy: 'ANCHOR_VOIDED' });
  });

  it('of a weekly rhythm does not pile up: two at most are open', () => {
    const life = begun('IND-6').until('2027-03-01');
    const weekly = Object.values(life.state.workflow.tasks).filter(({ code }) => code === 'SEARCH_RHYTHM');
    expect(weekly.length).toBeGreaterThan(8);
    expect(weekly.filter(isOpenTask).map(({ taskId }) => taskId)).toEqual(weekly.slice(-2).map(({ taskId }) => taskId));
    life.tell('CancelTask', { taskId: weekly.at(-1)?.taskId ?? '', reason: 'NOT_NEEDED' });
    expect(Object.values(life.state.workflow.tasks).filter(({ code }) => code === 'SEARCH_RHYTHM').length).toBe(
      weekly.length + 1,
    );
  });
});
