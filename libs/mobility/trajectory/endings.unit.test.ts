import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '@overstap/kernel';
import { begun } from '../testing/random-life.js';
import { isOpenClock, isOpenTask } from '../workflow/state.js';

const LEAD = { type: 'TEAM_LEAD', id: 'lead-1' } as const;
const MANAGER = { type: 'PROGRAMME_MANAGER', id: 'manager-2' } as const;

const ASKED = { days: 10, reason: 'nearly there', costCents: 500 };
const GRANT = { type: 'DecideExtension', data: { granted: true } } as const;

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

  it('moves only when another person grants what one asked for', () => {
    const life = begun('IND-6').tell('RequestExtension', ASKED, LEAD);
    expect(life.clock('deadline.END')).toMatchObject({ dueOn: '2027-03-15', generation: 1 });
    expect(life.task('EXTENSION_REQUEST')).toMatchObject({ status: 'OPEN', role: 'PROGRAMME_MANAGER' });
    expect(life.attempt(GRANT, LEAD)).toMatchObject({ code: 'extension-by-another' });
    expect(life.refusal((it) => it.say.done('EXTENSION_REQUEST', MANAGER))).toBe('request-not-decided');
    life.send(GRANT, MANAGER);
    expect(life.clock('deadline.END')).toMatchObject({ dueOn: '2027-03-25', generation: 2 });
    expect(life.of('TrajectoryExtended').map(({ data }) => data)).toEqual([
      { days: 10, newEnd: '2027-03-25', reason: 'nearly there', approvedBy: MANAGER.id, costCents: 500 },
    ]);
    expect(life.task('EXTENSION_REQUEST')).toMatchObject({ status: 'DONE', byFact: true });
    expect(life.attempt(GRANT, MANAGER)).toMatchObject({ code: 'extension-not-requested' });
  });

  it('is not moved by one person who has two roles', () => {
    const life = begun('IND-6');
    life.attempt({ type: 'RequestExtension', data: ASKED }, { type: 'COACH', id: 'coach-1' }, 'account-1');
    expect(life.attempt(GRANT, LEAD, 'account-1')).toMatchObject({ code: 'extension-by-another' });
    life.attempt({ type: 'RequestWaiver', data: { clockId: 'deadline.END', reason: 'x' } }, LEAD, 'account-1');
    const waive = { type: 'DecideWaiver', data: { clockId: 'deadline.END', granted: true } } as const;
    expect(life.attempt(waive, MANAGER, 'account-1')).toMatchObject({ code: 'waiver-by-another' });
    expect(isRefusal(life.attempt(waive, MANAGER, 'account-2'))).toBe(false);
  });

  it('stays where it is when the extension is refused; then another may be asked for', () => {
    const life = begun('IND-6').tell('RequestExtension', ASKED, MANAGER);
    expect(life.task('EXTENSION_REQUEST')?.role).toBe('TEAM_LEAD');
    expect(life.tell('RequestExtension', ASKED, MANAGER).of('ExtensionRequested')).toHaveLength(1);
    const more = (it: typeof life) => it.tell('RequestExtension', { ...ASKED, days: 200 }, MANAGER);
    expect(life.refusal(more)).toBe('extension-requested');
    life.tell('DecideExtension', { granted: false }, LEAD);
    expect([life.clock('deadline.END')?.generation, life.task('EXTENSION_REQUEST')?.status]).toEqual([1, 'DONE']);
    more(life);
    expect(life.task('EXTENSION_REQUEST')?.status).toBe('OPEN');
    expect(life.refusal((it) => it.tell('DecideExtension', { granted: true, days: 10 }, LEAD))).toBe(
      'extension-differs',
    );
  });

  it('is moved neither by a request that is taken back, nor by putting right what two people decided', () => {
    const life = begun('IND-6').tell('RequestExtension', ASKED, LEAD);
    expect(life.refusal((it) => it.say.correct('ExtensionRequested', { days: 300 }))).toBe('decision-of-two');
    life.say.takeBack('ExtensionRequested');
    expect(life.task('EXTENSION_REQUEST')).toMatchObject({ status: 'CANCELLED', cancelledBy: 'ANCHOR_VOIDED' });
    expect(life.attempt(GRANT, MANAGER)).toMatchObject({ code: 'extension-not-requested' });
    life.say.extend(10);
    expect(life.refusal((it) => it.say.correct('TrajectoryExtended', { days: 300 }))).toBe('decision-of-two');
    expect(life.refusal((it) => it.say.takeBack('ExtensionDecided'))).toBe('decision-of-two');
    expect(life.refusal((it) => it.say.correct('TrajectoryExtended', { costCents: 100 }))).toBeUndefined();
    expect(life.clock('deadline.END')?.dueOn).toBe('2027-03-25');
  });

  it('moves back, too, only when another person agrees that the extension is taken back', () => {
    const life = begun('IND-6').say.extend(10);
    const eventId = life.events.find(({ type }) => type === 'TrajectoryExtended')?.id ?? '';
    const task = () => life.task(`VOID_REQUEST.${eventId}`);
    const decide = { type: 'DecideVoid', data: { eventId, granted: true } } as const;
    expect(life.attempt(decide, MANAGER)).toMatchObject({ code: 'void-not-requested' });
    life.attempt({ type: 'VoidFact', data: { eventId, reason: 'another person' } }, LEAD, 'account-1');
    expect([life.clock('deadline.END')?.dueOn, task()?.status, task()?.role]).toEqual([
      '2027-03-25',
      'OPEN',
      'PROGRAMME_MANAGER',
    ]);
    expect(life.attempt(decide, { ...MANAGER, id: LEAD.id }, 'account-2')).toMatchObject({ code: 'void-by-another' });
    expect(life.attempt(decide, MANAGER, 'account-1')).toMatchObject({ code: 'void-by-another' });
    expect(life.refusal((it) => it.say.done(`VOID_REQUEST.${eventId}`, MANAGER))).toBe('request-not-decided');
    life.attempt(decide, MANAGER, 'account-2');
    expect(life.clock('deadline.END')?.dueOn).toBe('2027-03-15');
    expect([task()?.status, life.of('FactVoided').length]).toEqual(['DONE', 1]);
  });

  it('stays where it is when taking the extension back is refused, or not asked for any more', () => {
    const life = begun('IND-6').say.extend(10).say.takeBack('TrajectoryExtended');
    const eventId = life.of('FactVoidRequested')[0]?.data.eventId ?? '';
    const granted = false;
    life.tell('DecideVoid', { eventId, granted }, MANAGER);
    life.say.takeBack('TrajectoryExtended').say.takeBack('FactVoidRequested');
    expect(life.task(`VOID_REQUEST.${eventId}`)?.status).not.toBe('OPEN');
    expect(life.refusal((it) => it.tell('DecideVoid', { eventId, granted }, MANAGER))).toBe('void-not-requested');
    expect(life.clock('deadline.END')?.dueOn).toBe('2027-03-25');
  });

  it('has a decision to be made for each waiver that was asked for, until it is made or the clock is over', () => {
    const life = begun('IND-6').tell('RequestWaiver', { clockId: 'deadline.END', reason: 'x' }, LEAD);
    const task = () => life.task('WAIVER_REQUEST.deadline.END');
    expect(task()).toMatchObject({ status: 'OPEN', role: 'PROGRAMME_MANAGER', mandatory: true });
    life.tell('DecideWaiver', { clockId: 'deadline.END', granted: false }, MANAGER);
    expect(task()?.status).toBe('DONE');
    life.tell('RequestWaiver', { clockId: 'deadline.END', reason: 'once more' }, LEAD);
    expect(task()?.status).toBe('OPEN');
    life.until('2026-10-01').say.close();
    expect(task()).toMatchObject({ status: 'CANCELLED', cancelledBy: 'CLOSED' });
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
    expect(life.state.workflow.phases['intake']).toMatchObject({ status: 'OPEN', enteredOn: '2026-09-14' });
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
