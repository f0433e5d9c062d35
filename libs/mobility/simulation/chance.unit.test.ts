import { addDays, calendarNamed, type Calendar } from '@overstap/calendar';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Chance } from './chance.js';
import { DAYS_IN_MONTH, HAZARDS, type AgeBand } from './hazards.js';
import { dayOfWork } from './punctuality.js';

const calendar = calendarNamed('nl') as Calendar;
const MANY = 4000;
const people = (seed: number) => Array.from({ length: MANY }, (_, index) => new Chance(seed).of(`t-${index}`));

describe('chance', () => {
  it('is the same for the same seed and names, and another for any other', () => {
    const lucks = [1, 2].flatMap((seed) =>
      [['a'], ['b'], ['a', 'b'], ['ab']].map((names) => new Chance(seed).of(...names).luck('x')),
    );
    expect(new Chance(1).of('a').luck('x')).toBe(lucks[0]);
    expect(new Set(lucks).size).toBe(lucks.length);
  });

  it('is spread evenly, and what one name brings says nothing of another', () => {
    const pairs = people(7).map((chance) => [chance.luck('task'), chance.luck('task spare')] as const);
    for (const bound of [0.1, 0.5, 0.9]) {
      const below = pairs.filter(([luck]) => luck < bound);
      expect(below.length / MANY).toBeCloseTo(bound, 1);
      expect(below.filter(([, spare]) => spare < bound).length / below.length).toBeCloseTo(bound, 1);
    }
  });

  it.each([
    ['UNDER_40', 0.75],
    ['FROM_40_TO_56', 0.7],
    ['FROM_57', 0.51],
  ] as const)('lands the share that OVAL reported within a year: %s', (band: AgeBand, reported) => {
    const landed = people(1).filter((chance) => chance.wait('landing', DAYS_IN_MONTH / HAZARDS.oval[band]) <= 365);
    expect(Math.abs(landed.length / MANY - reported)).toBeLessThan(0.02);
  });
});

describe('the day on which work is done', () => {
  const luck = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const stretch = fc.double({ min: 1, max: 4, noNaN: true });

  it('is a working day, and never before it can be', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), luck, luck, stretch, (due, earliest, first, spare, by) => {
        const work = {
          dueOn: addDays('2027-03-01', due),
          earliest: addDays('2027-03-01', earliest),
          late: 0.2,
          stretch: by,
        };
        const day = dayOfWork(calendar, work, first, spare);
        expect(calendar.isWorking(day)).toBe(true);
        expect(day >= work.earliest).toBe(true);
      }),
    );
  });

  it('is never earlier with a fuller caseload, and late for more of the work', () => {
    const work = { dueOn: '2027-03-31', earliest: '2027-03-08', late: 0.2 };
    fc.assert(
      fc.property(luck, luck, stretch, stretch, (first, spare, a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        const calm = dayOfWork(calendar, { ...work, stretch: less }, first, spare);
        expect(dayOfWork(calendar, { ...work, stretch: more }, first, spare) >= calm).toBe(true);
      }),
    );
    const late = (by: number): number =>
      people(3).filter(
        (chance) => dayOfWork(calendar, { ...work, stretch: by }, chance.luck('a'), chance.luck('b')) > work.dueOn,
      ).length;
    expect(late(1) / MANY).toBeCloseTo(0.2, 1);
    expect(late(2) / MANY).toBeCloseTo(0.8, 1);
  });
});
