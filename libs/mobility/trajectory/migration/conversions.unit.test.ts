import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '@overstap/kernel';
import { datesOf, migrate, previewed } from '../../testing/migrating.js';
import { begun } from '../../testing/random-life.js';
import { type TrajectoryLife, worldOf } from '../../testing/trajectory-life.js';

const WINDOW = { start: '2026-08-17', end: '2026-09-13', activities: 4, target: 4 };

const started = (code: 'SPR-3' | 'INT-FM'): TrajectoryLife => begun(code).tell('CloseBenefitWindow', WINDOW);
const done = (decided: ReturnType<typeof migrate>) => expect(isRefusal(decided) ? decided.code : 'done').toBe('done');
const phasesOf = (life: TrajectoryLife, status: string): string[] =>
  Object.entries(life.state.workflow.phases).flatMap(([id, phase]) => (phase.status === status ? [id] : []));
const changeOf = (life: TrajectoryLife, to: 'IND-6' | 'COL-12', terms: object, clockId: string) =>
  previewed(life, worldOf(to).template, terms).clocks.find((clock) => clock.clockId === clockId);

describe('a sprint that turns out to need individual outplacement', () => {
  const TO_IND = { phases: { selfAnalysis: 'lettingGo', searchProfile: 'environment', close: 'search' } };
  const LONGER = { ...TO_IND, recompute: ['deadline.END'], approvedBy: 'lead-1' };
  const toInd = (life: TrajectoryLife, terms: object = LONGER) => migrate(life, worldOf('IND-6').template, terms);
  /** The plan is agreed, and in the third week loss blocks the search. */
  const blocked = (): TrajectoryLife => started('SPR-3').say.plan().until('2026-09-28').say.loss(true);

  it('says beforehand what becomes of every date, and moves none that it may not', () => {
    const life = blocked();
    expect(changeOf(life, 'IND-6', LONGER, 'deadline.BENEFIT_WINDOW')).toMatchObject({
      kind: 'STATUTORY',
      before: '2026-10-11',
      after: '2026-10-11',
      change: 'NONE',
    });
    expect(changeOf(life, 'IND-6', LONGER, 'deadline.END')).toMatchObject({
      before: '2026-12-07',
      after: '2027-03-15',
      change: 'MOVED',
    });
    expect(changeOf(life, 'IND-6', TO_IND, 'deadline.END')).toMatchObject({ after: '2026-12-07', change: 'KEPT' });
    const { phases, tasks } = previewed(life, worldOf('IND-6').template, LONGER);
    expect(phases).toEqual({ before: ['selfAnalysis'], after: ['lettingGo'] });
    expect(tasks.fallAway).toEqual(expect.arrayContaining(['GROUP_SESSION_1', 'MID_CHECK', 'SEARCH_PROFILE']));
    expect(tasks.arise).toEqual(expect.arrayContaining(['Z2_FINAL_REPORT']));
  });

  it('does what was shown', () => {
    const life = blocked();
    const shown = previewed(life, worldOf('IND-6').template, LONGER);
    const statutory = life.clock('deadline.BENEFIT_WINDOW');
    done(toInd(life));
    expect(life.of('TrajectoryConverted')).toMatchObject([{ data: { fromTemplate: 'SPR-3', toTemplate: 'IND-6' } }]);
    expect(phasesOf(life, 'OPEN').toSorted()).toEqual(shown.phases.after);
    expect(datesOf(life)).toMatchObject(
      Object.fromEntries(
        shown.clocks.flatMap(({ clockId, after, change }) =>
          change === 'ENDS' ? [] : [[clockId, after ?? undefined]],
        ),
      ),
    );
    expect(life.clock('deadline.BENEFIT_WINDOW')).toEqual(statutory);
    expect(life.send({ type: 'RecomputeClocks', data: {} })).toEqual([]);
  });

  it('goes on to the phases that the longer template has yet to begin', () => {
    const life = blocked();
    done(toInd(life));
    life.until('2026-10-06');
    expect(phasesOf(life, 'OPEN')).toEqual(expect.arrayContaining(['lettingGo', 'selfAnalysis']));
    life.until('2026-12-01');
    expect(phasesOf(life, 'OPEN')).toEqual(expect.arrayContaining(['environment', 'search']));
    expect(life.task('SEARCH_RHYTHM.1')).toBeDefined();
    expect(life.until('2027-03-16').clock('deadline.END')?.status).toBe('EXPIRED');
  });

  it('is not held up where it has hardly begun, nor where it is about to end', () => {
    for (const life of [started('SPR-3').until('2026-09-15'), started('SPR-3').say.plan().until('2026-12-02')]) {
      done(toInd(life));
      expect(phasesOf(life, 'OPEN').length).toBeGreaterThan(0);
      expect(life.clock('deadline.END')?.dueOn).toBe('2027-03-15');
    }
  });

  it('is held up while nobody says what becomes of an open phase', () => {
    const life = started('SPR-3').say.plan().until('2026-10-20');
    expect(previewed(life, worldOf('IND-6').template).blocker).toMatchObject({ code: 'phase-unmapped' });
    expect(toInd(life, {})).toMatchObject({ code: 'phase-unmapped' });
  });
});

describe('somebody for whom no work is found inside', () => {
  const inside = ['contact', 'reaction', 'fitScan', 'choice', 'trial'];
  const TO_COL = { phases: Object.fromEntries(inside.map((id) => [id, 'external'])) };
  const toCol = (life: TrajectoryLife) => migrate(life, worldOf('COL-12').template, TO_COL);

  it.each([
    ['before the first contact is made', () => begun('INT-FM', false).until('2026-09-02'), '2026-09-01'],
    ['between two phases', () => started('INT-FM').until('2026-09-16'), '2026-09-03'],
    ['in one', () => started('INT-FM').until('2026-10-01'), '2026-09-21'],
    ['in several', () => started('INT-FM').until('2026-12-20'), '2026-09-21'],
  ])('is in external guidance %s', (_when, lived, since) => {
    const life = lived();
    expect(previewed(life, worldOf('COL-12').template, TO_COL).phases.after).toEqual(['external']);
    done(toCol(life));
    expect(phasesOf(life, 'OPEN')).toEqual(['external']);
    expect(life.state.workflow.phases['external']?.enteredOn).toBe(since);
    expect(phasesOf(life, 'SKIPPED')).toEqual(expect.arrayContaining(['interest', 'internal']));
    expect(life.send({ type: 'RecomputeClocks', data: {} })).toEqual([]);
    life.until('2027-02-01');
    expect(phasesOf(life, 'OPEN')).toEqual(expect.arrayContaining(['external', 'selfAnalysis', 'search']));
  });

  it('keeps the dates of the law, and gets those that only the other template knows', () => {
    const life = started('INT-FM').until('2026-09-20').say.settle(14, '2027-03-31').until('2026-09-25');
    expect(datesOf(life)).not.toHaveProperty(['deadline.VSO_COOLING_14']);
    const { clocks } = previewed(life, worldOf('COL-12').template, TO_COL);
    expect(clocks.filter(({ kind }) => kind === 'STATUTORY')).toMatchObject([
      { clockId: 'deadline.BENEFIT_WINDOW', change: 'NONE' },
      { clockId: 'deadline.VSO_COOLING_14', change: 'BEGINS', after: '2026-10-04' },
    ]);
    expect(clocks.find(({ clockId }) => clockId === 'deadline.END')).toMatchObject({
      before: '2027-01-04',
      after: '2027-01-04',
      change: 'KEPT',
    });
    done(toCol(life));
    expect(life.clock('deadline.VSO_COOLING_14')?.dueOn).toBe('2026-10-04');
  });

  it('has done what waited for the conversion', () => {
    const life = started('INT-FM').until('2026-10-10');
    life.tell('DecideInternalMatch', { vacancyId: 'v-1', fit: 40, decision: 'NO_MATCH', reason: 'no place' });
    expect(life.task('FALLBACK')).toMatchObject({ status: 'OPEN' });
    done(toCol(life.until('2026-10-12')));
    expect(life.task('FALLBACK')).toMatchObject({ status: 'DONE', byFact: true });
    expect(life.clock('task.FALLBACK')).toMatchObject({ status: 'STOPPED', how: 'MET' });
  });
});
