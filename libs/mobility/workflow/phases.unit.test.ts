import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { type TrajectoryLife } from '../testing/trajectory-life.js';
import { PhaseLife } from '../trajectory/testing/phase-life.js';
import { evolveWorkflow } from './evolve.js';

const phase = (life: TrajectoryLife, id: string) => life.state.workflow.phases[id];
const searching = (): TrajectoryLife => begun('IND-6').say.plan().until('2026-12-01');

describe('a phase', () => {
  it('may be open beside others', () => {
    const life = searching();
    for (const id of ['lettingGo', 'selfAnalysis', 'search']) expect(phase(life, id)?.status).toBe('OPEN');
    expect(phase(life, 'intake')).toMatchObject({ status: 'COMPLETED', endedBy: 'EXIT_CRITERIA' });
  });

  it('is skipped when somebody lands before it begins, and is over when they land in it', () => {
    const life = begun('IND-6').say.plan().until('2026-10-01').say.placement();
    expect(phase(life, 'search')).toMatchObject({ status: 'SKIPPED', endedBy: 'LANDED' });
    expect(phase(life, 'lettingGo')).toMatchObject({ status: 'COMPLETED', endedBy: 'LANDED' });
    expect(phase(life, 'landing')?.status).toBe('OPEN');
  });

  it('opens again when the landing is taken back, and what was skipped begins at its time', () => {
    const life = begun('IND-6').say.plan().until('2026-10-01').say.placement();
    life.say.takeBack('PlacementRecorded');
    expect(life.of('PhaseReopened')).toMatchObject([{ data: { phaseId: 'lettingGo', reason: 'REOPENED' } }]);
    expect(phase(life, 'lettingGo')).toMatchObject({ status: 'OPEN', enteredOn: '2026-09-21' });
    expect(phase(life.until('2026-12-01'), 'search')?.status).toBe('OPEN');
  });

  it('opens again when the fact that ended it is taken back, and ends once more by another', () => {
    const life = searching();
    life.say.takeBack('TrajectoryPlanAgreed');
    expect(life.of('PhaseReopened')).toMatchObject([{ data: { phaseId: 'intake', reason: 'CORRECTED' } }]);
    expect(phase(life, 'intake')?.status).toBe('OPEN');
    life.say.plan();
    expect(phase(life, 'intake')?.status).toBe('COMPLETED');
  });

  it('is over with the whole, and goes on when that is reopened', () => {
    const life = searching().say.close();
    expect(phase(life, 'search')).toMatchObject({ status: 'COMPLETED', endedBy: 'CLOSED' });
    life.say.reopen(60);
    expect(phase(life, 'search')?.status).toBe('OPEN');
  });
});

describe('a phase that the engine opens again', () => {
  /** On 21 September after seven of its twenty days; its talk has until the 24th. */
  const begun7 = (): PhaseLife => new PhaseLife().until('2026-09-21').skip('second');
  const box = (life: PhaseLife) => life.clock('phase.first');

  it('after a relapse has what was left of its time, and so have the tasks that had fallen away', () => {
    const life = begun7();
    life.say.placement().until('2026-10-05').say.reopen(60);
    expect(life.of('PhaseReopened').at(-1)?.data).toMatchObject({
      ...{ phaseId: 'first', reason: 'REOPENED' },
      ...{ overFrom: '2026-09-21T08:00:00.000Z', overTo: '2026-10-05T08:00:00.000Z' },
    });
    // Fourteen days later than 4 October and 24 September, for so long it was over.
    expect(box(life)).toMatchObject({ status: 'RUNNING', dueOn: '2026-10-18', generation: 2 });
    expect(life.of('ClockRearmed').find(({ data }) => data.clockId === 'phase.first')?.data.cause).toBe('REOPENED');
    expect(life.clock('task.TALK')).toMatchObject({ status: 'RUNNING', dueOn: '2026-10-08', generation: 2 });
    expect(life.send({ type: 'RecomputeClocks', data: {} })).toEqual([]);
  });

  it('after a closing is open from the day that the whole is reopened, whenever that is recorded', () => {
    const life = begun7();
    life.say.close().until('2026-10-12').say.reopen(60, '2026-10-05');
    expect(box(life)).toMatchObject({ dueOn: '2026-10-18', generation: 2 });
  });

  it('because what had ended it never happened has the time back for which it was taken to be over', () => {
    const life = begun7();
    life.say.plan().until('2026-10-05').say.takeBack('TrajectoryPlanAgreed');
    expect(box(life)).toMatchObject({ status: 'RUNNING', dueOn: '2026-10-18', generation: 2 });
    const landed = begun7();
    landed.say.placement('2026-09-21').until('2026-10-05').say.takeBack('PlacementRecorded');
    expect(box(landed as PhaseLife)).toMatchObject({ status: 'RUNNING', dueOn: '2026-10-18', generation: 2 });
  });

  it('has no more time than it had where it was never taken to be over', () => {
    const life = begun7()
      .until('2026-09-28')
      .tell('AgreePlan', {
        ...{ planVersion: 1, approach: 'MATCHING', goals: ['work'], activities: [], facilities: [], duties: [] },
        ...{ evaluationDates: [], signedOn: '2026-09-22' },
      });
    life.say.takeBack('TrajectoryPlanAgreed');
    expect(box(life as PhaseLife)).toMatchObject({ status: 'RUNNING', dueOn: '2026-10-04', generation: 2 });
  });

  it('as it was recorded before that time was counted is read as it was', () => {
    const { workflow } = begun7().say.plan().state;
    const data = { phaseId: 'first', reason: 'REOPENED' } as const;
    const event = { type: 'PhaseReopened', data, occurredAt: '2026-10-05T08:00:00.000Z' } as const;
    expect(evolveWorkflow(workflow, event, '2026-10-05').phases['first']).toEqual({
      ...{ status: 'OPEN', enteredOn: '2026-09-14' },
    });
  });
});
