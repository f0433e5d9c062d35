import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { landingOf, type Landing, type Observation, riskTable } from './index.js';
import { randomCohort, TWELVE } from './testing/cohorts.js';

const of = (...ends: readonly (readonly [number, string | null])[]): Observation[] =>
  ends.map(([time, cause]) => ({ time, cause }));
const curveOn = (landing: Landing, day: number) => landing.curve.find((row) => row.day === day);
const incidence = (landing: Landing, cause: string, day: number) =>
  landing.incidence.find((each) => each.cause === cause && each.day === day)?.value;

const observation = fc.record({
  time: fc.oneof(fc.nat(400), fc.double({ min: 0, max: 400, noNaN: true })),
  cause: fc.constantFrom('landed', 'landed', 'withdrew', 'retired', '', null),
});
const cohort = fc.array(observation, { maxLength: 60 });

describe('the twelve people of the domain page', () => {
  const landing = landingOf(TWELVE, { restrictedTo: 180 });

  it.each([
    [21, 12, 1, 0.9167],
    [35, 11, 1, 0.8333],
    [60, 9, 2, 0.6481],
    [90, 6, 1, 0.5401],
    [150, 4, 1, 0.4051],
  ])('on day %i has %i at risk, %i landed and S = %f', (day, atRisk, landed, survival) => {
    const row = curveOn(landing, day);
    expect(row).toMatchObject({ atRisk, landed });
    expect(row?.survival).toBeCloseTo(survival, 4);
  });

  it.each([
    [21, 0.0833],
    [35, 0.1667],
    [60, 0.3519],
    [77, 0.3519],
    [90, 0.4444],
    [150, 0.5602],
  ])('have landed by day %i in a share of %f', (day, share) => {
    expect(incidence(landing, 'landed', day)).toBeCloseTo(share, 4);
  });

  it('have withdrawn in a share of 0.0926, from day 77 on', () => {
    expect(incidence(landing, 'withdrew', 60)).toBe(0);
    expect(incidence(landing, 'withdrew', 77)).toBeCloseTo(0.0926, 4);
    expect(incidence(landing, 'withdrew', 150)).toBeCloseTo(0.0926, 4);
  });

  it('have a median of 150 days, where the landed alone have 60', () => {
    expect(landing.median).toEqual({ value: 150, lower: 35, upper: null });
    const landedAlone = TWELVE.filter(({ cause }) => cause === 'landed');
    expect(landingOf(landedAlone).median.value).toBe(60);
  });

  it('have a mean of 118.7 days within the first 180', () => {
    expect(landing.restrictedMean.horizon).toBe(180);
    expect(landing.restrictedMean.value).toBeCloseTo(118.7, 1);
  });

  it('have a curve row for each distinct time, the withdrawal among the censored', () => {
    expect(landing.curve.map((row) => row.day)).toEqual([21, 35, 60, 77, 90, 120, 150, 180]);
    expect(landing.curve.map((row) => row.censored)).toEqual([0, 1, 0, 1, 0, 1, 0, 3]);
  });

  it('have the incidence at every event time, landed before withdrew', () => {
    expect(landing.incidence.slice(0, 2).map((each) => each.cause)).toEqual(['landed', 'withdrew']);
    expect([...new Set(landing.incidence.map((each) => each.day))]).toEqual([21, 35, 60, 77, 90, 150]);
  });

  it('have no incidence on day 365, which nobody has seen yet', () => {
    const far = landingOf(TWELVE, { horizons: [365, 90] });
    expect(far.incidence.map(({ cause, day }) => [cause, day])).toEqual([
      ['landed', 90],
      ['withdrew', 90],
      ['landed', 365],
      ['withdrew', 365],
    ]);
    expect(incidence(far, 'landed', 90)).toBeCloseTo(0.4444, 4);
    expect(incidence(far, 'landed', 365)).toBeNull();
  });
});

describe('small and odd cohorts', () => {
  it('knows nothing of nobody', () => {
    expect(landingOf([], { horizons: [90], restrictedTo: 180 })).toEqual({
      curve: [],
      median: { value: null, lower: null, upper: null },
      incidence: [],
      restrictedMean: { horizon: 180, value: null },
    });
    expect(landingOf([]).restrictedMean).toEqual({ horizon: null, value: null });
  });

  it('has a flat curve when all are censored', () => {
    expect(landingOf(of([30, null], [60, '']), { horizons: [60] })).toEqual({
      curve: [
        { day: 30, atRisk: 2, landed: 0, censored: 1, survival: 1, lower: null, upper: null },
        { day: 60, atRisk: 1, landed: 0, censored: 1, survival: 1, lower: null, upper: null },
      ],
      median: { value: null, lower: null, upper: null },
      incidence: [{ cause: 'landed', day: 60, value: 0 }],
      restrictedMean: { horizon: 60, value: 60 },
    });
  });

  it.each([
    ['one person', of([40, 'landed'])],
    ['all on the same day', of([40, 'landed'], [40, 'landed'], [40, 'landed'])],
  ])('falls from 1 to 0 without limits: %s', (_, observations) => {
    const landing = landingOf(observations, { horizons: [39, 40, 1000] });
    expect(landing.curve).toEqual([
      {
        day: 40,
        atRisk: observations.length,
        landed: observations.length,
        censored: 0,
        survival: 0,
        lower: null,
        upper: null,
      },
    ]);
    expect(landing.median).toEqual({ value: 40, lower: null, upper: null });
    expect(landing.incidence.map((each) => each.value)).toEqual([0, 1, 1]);
    expect(landing.restrictedMean).toEqual({ horizon: 40, value: 40 });
  });

  it('counts a landing on day 0 from day 0 on', () => {
    const landing = landingOf(of([0, 'landed'], [10, 'landed'], [10, null]), { horizons: [0, 10] });
    expect(curveOn(landing, 0)?.survival).toBeCloseTo(2 / 3, 12);
    expect(incidence(landing, 'landed', 0)).toBeCloseTo(1 / 3, 12);
    expect(landing.restrictedMean.value).toBeCloseTo(20 / 3, 12);
  });

  it('takes the smallest t of a flat half, where R takes its middle', () => {
    expect(landingOf(of([10, 'landed'], [20, 'landed'], [30, 'landed'], [40, 'landed'])).median.value).toBe(20);
  });

  it('takes a half that rounding has lifted for a half', () => {
    const landing = landingOf(of(...Array.from({ length: 24 }, (_, index) => [index + 1, 'landed'] as const)));
    expect(curveOn(landing, 12)?.survival).toBeGreaterThan(0.5);
    expect(landing.median.value).toBe(12);
  });

  it('lets who is censored on the day of a landing be at risk of it', () => {
    expect(landingOf(of([5, null], [5, 'landed'])).curve).toMatchObject([
      { atRisk: 2, landed: 1, censored: 1, survival: 0.5 },
    ]);
  });

  it('takes times that differ by rounding alone for one', () => {
    expect(riskTable(of([0.3, 'landed'], [0.1 + 0.2, 'withdrew'], [0.3001, null])).rows).toEqual([
      { day: 0.3, atRisk: 3, events: [1, 1], censored: 0 },
      { day: 0.3001, atRisk: 1, events: [0, 0], censored: 1 },
    ]);
  });

  it.each([-1, NaN, Infinity])('refuses a time or a horizon of %d', (wrong) => {
    expect(() => landingOf(of([wrong, null]))).toThrow(RangeError);
    expect(() => landingOf(TWELVE, { horizons: [wrong] })).toThrow(RangeError);
    expect(() => landingOf(TWELVE, { restrictedTo: wrong })).toThrow(RangeError);
  });
});

describe('what holds for every cohort', () => {
  it('has a survival that never rises, between 0 and 1, within its limits', () => {
    fc.assert(
      fc.property(cohort, (observations) => {
        let before = 1;
        for (const { survival, lower, upper } of landingOf(observations).curve) {
          expect(survival).toBeLessThanOrEqual(before);
          expect(survival).toBeGreaterThanOrEqual(0);
          before = survival;
          if (lower === null || upper === null) expect([0, 1]).toContain(survival);
          else expect(lower <= survival && survival <= upper && lower >= 0 && upper <= 1).toBe(true);
        }
      }),
    );
  });

  it('has landed shares that complete the survival where nothing competes', () => {
    fc.assert(
      fc.property(cohort, (observations) => {
        const alone = observations.map(({ time, cause }) => ({ time, cause: cause === 'landed' ? cause : null }));
        const landing = landingOf(alone);
        for (const { day, value } of landing.incidence)
          expect(value).toBeCloseTo(1 - (curveOn(landing, day)?.survival ?? NaN), 10);
      }),
    );
  });

  it('has incidences that never fall and together stay within 1, and the landed share within 1 − S', () => {
    fc.assert(
      fc.property(cohort, (observations) => {
        const landing = landingOf(observations);
        const before = new Map<string, number>();
        for (const row of landing.curve) {
          const here = landing.incidence.filter((each) => each.day === row.day);
          expect(here.reduce((sum, each) => sum + (each.value ?? 0), 0)).toBeLessThanOrEqual(1 + 1e-12);
          for (const { cause, value } of here) {
            expect(value).toBeGreaterThanOrEqual(before.get(cause) ?? 0);
            before.set(cause, value ?? 0);
            if (cause === 'landed') expect(value).toBeLessThanOrEqual(1 - row.survival + 1e-12);
          }
        }
      }),
    );
  });

  it('does not depend on the order of the people', () => {
    fc.assert(
      fc.property(cohort, fc.nat(59), (observations, by) => {
        const turned = [...observations.slice(by), ...observations.slice(0, by)].reverse();
        expect(landingOf(turned)).toEqual(landingOf(observations));
      }),
    );
  });

  it('estimates the same, more narrowly, when everybody comes three times', () => {
    fc.assert(
      fc.property(cohort, (observations) => {
        const once = landingOf(observations);
        const thrice = landingOf([...observations, ...observations, ...observations]);
        expect(thrice.median.value).toBe(once.median.value);
        expect(thrice.restrictedMean.value ?? 0).toBeCloseTo(once.restrictedMean.value ?? 0, 8);
        thrice.incidence.forEach((each, index) =>
          expect(each.value).toBeCloseTo(once.incidence[index]?.value ?? NaN, 10),
        );
        thrice.curve.forEach((row, index) => {
          const single = once.curve[index];
          expect(row.survival).toBeCloseTo(single?.survival ?? NaN, 10);
          if (row.lower !== null && row.upper !== null)
            expect(row.upper - row.lower).toBeLessThanOrEqual((single?.upper ?? 1) - (single?.lower ?? 0));
        });
      }),
    );
  });

  it('has a restricted mean between 0 and the horizon that grows with it', () => {
    fc.assert(
      fc.property(cohort, fc.nat(500), fc.nat(500), (observations, horizon, more) => {
        fc.pre(observations.length > 0);
        const mean = landingOf(observations, { restrictedTo: horizon }).restrictedMean.value ?? NaN;
        const later = landingOf(observations, { restrictedTo: horizon + more }).restrictedMean.value ?? NaN;
        expect(mean).toBeGreaterThanOrEqual(0);
        expect(mean).toBeLessThanOrEqual(horizon + 1e-9);
        expect(later).toBeGreaterThanOrEqual(mean - 1e-9);
        expect(later - mean).toBeLessThanOrEqual(more + 1e-9);
      }),
    );
  });

  it('never says NaN', () => {
    for (let number = 1; number <= 200; number++)
      expect(
        JSON.stringify(landingOf(randomCohort(number)), (_, value) => (Number.isNaN(value) ? 'NaN' : value)),
      ).not.toContain('NaN');
  });
});
