import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { type TrajectoryLife } from '../testing/trajectory-life.js';

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
