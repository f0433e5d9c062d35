import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { basesOf } from './landing.js';

describe('by which basis an outcome counts', () => {
  const terms = { oldHoursPerWeek: 36, programmeType: 'INDIVIDUAL_OUTPLACEMENT' };

  it.each([
    ['EMPLOYED_PERMANENT', 8, ['STRICT', 'CONTRACT', 'BROAD']],
    ['EMPLOYED_FIXED_6M_PLUS', 8, ['STRICT', 'CONTRACT', 'BROAD']],
    ['EMPLOYED_FIXED_SHORT', 36, ['CONTRACT', 'BROAD']],
    ['TEMP_AGENCY', 36, ['CONTRACT', 'BROAD']],
    ['SELF_EMPLOYED', 18, ['STRICT', 'CONTRACT', 'BROAD']],
    ['SELF_EMPLOYED', 17.9, ['CONTRACT', 'BROAD']],
    ['HYBRID', 18, ['STRICT', 'CONTRACT', 'BROAD']],
    ['RETURN_OWN_WORK', 36, ['CONTRACT', 'BROAD']],
    ['EDUCATION', 36, ['BROAD']],
  ] as const)('%s for %d hours: %j', (outcome, hours, bases) => {
    expect(basesOf(outcome as never, hours, terms)).toEqual(bases);
  });

  it('own business is not strict where the old hours are unknown; return to own work is on the second track', () => {
    expect(basesOf('SELF_EMPLOYED', 36, { ...terms, oldHoursPerWeek: undefined })).toEqual(['CONTRACT', 'BROAD']);
    expect(basesOf('RETURN_OWN_WORK', 36, { ...terms, programmeType: 'SECOND_TRACK' })).toContain('STRICT');
  });
});

describe('a landing', () => {
  it('is the day of acceptance, unless the first working day counts', () => {
    const accepted = begun('IND-6').until('2026-11-02').say.placement('2026-10-30', { startsOn: '2026-11-16' });
    expect(accepted.clock('phase.landing')?.armedOn).toBe('2026-10-30');
    const worked = begun('IND-6').until('2026-11-02');
    worked.world = { ...worked.world, landing: { ...worked.world.landing, dateBasis: 'FIRST_WORKING_DAY' } };
    worked.say.placement('2026-10-30', { startsOn: '2026-11-16' });
    expect(worked.status).toBe('ACTIVE');
    worked.until('2026-11-17').tell('StartPlacement', { placementId: 'p-1', on: '2026-11-16' });
    expect(worked.status).toBe('LANDED');
    expect(worked.clock('phase.landing')?.armedOn).toBe('2026-11-16');
  });

  it('needs an outcome that counts', () => {
    const life = begun('IND-6').say.placement(undefined, { subsidised: true });
    expect(life.status).toBe('ACTIVE');
    expect(life.of('PlacementRecorded').map(({ data }) => [data.bases, data.counts])).toEqual([[['BROAD'], false]]);
  });

  it('ends the phases and their tasks, and begins aftercare', () => {
    const life = begun('IND-6').until('2026-11-02').say.placement();
    expect(life.state.workflow.phases['lettingGo']).toMatchObject({ status: 'COMPLETED', endedBy: 'LANDED' });
    expect(life.state.workflow.phases['search']).toEqual({
      status: 'SKIPPED',
      endedBy: 'LANDED',
      skippedOn: '2026-11-02',
    });
    expect(life.task('LOSS_TALK')).toMatchObject({ status: 'CANCELLED', cancelledBy: 'LANDED' });
    expect(life.clock('deadline.END')).toMatchObject({ status: 'STOPPED', how: 'MET' });
    expect(life.clock('task.AFTERCARE_90')).toMatchObject({ status: 'RUNNING', dueOn: '2027-01-31' });
  });

  it('that is taken back gives everything back', () => {
    const life = begun('IND-6').until('2026-11-02').say.placement();
    life.until('2026-11-04').tell('VoidPlacement', { placementId: 'p-1', reason: 'error' });
    expect(life.status).toBe('ACTIVE');
    expect(life.state.workflow.phases['lettingGo']?.status).toBe('OPEN');
    expect(life.state.workflow.phases['landing']).toEqual({
      status: 'SKIPPED',
      endedBy: 'ANCHOR_VOIDED',
      skippedOn: '2026-11-04',
    });
    expect(life.task('LOSS_TALK')?.status).toBe('OPEN');
    expect(life.clock('deadline.END')).toMatchObject({ status: 'RUNNING', dueOn: '2027-03-15', generation: 2 });
    expect(life.task('AFTERCARE_90')?.status).toBe('CANCELLED');
    expect(life.clock('task.AFTERCARE_90')?.status).toBe('STOPPED');
  });

  it('that is lost again leaves the remaining budget for the end', () => {
    const life = begun('IND-6').until('2026-11-02').say.placement().until('2026-12-01').say.reopen(60);
    expect(life.clock('deadline.END')).toMatchObject({ status: 'RUNNING', dueOn: '2027-01-30', generation: 2 });
    expect(life.clock('task.Z1_FINAL_TALK')?.dueOn).toBe('2027-01-18');
    // Its time came while the person had work: it begins as soon as something falls due.
    expect(life.until('2026-12-02').state.workflow.phases['search']?.status).toBe('OPEN');
  });
});
