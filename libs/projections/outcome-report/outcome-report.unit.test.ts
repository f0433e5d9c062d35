import { describe, expect, test } from '@jest/globals';
import { calendarNamed } from '@overstap/calendar';
import { isRefusal } from '@overstap/kernel';
import { type SurvivalRow } from '../read-models/index.js';
import { type Measure, outcomeReport, type OutcomeReport, reportCsv, reportTable } from './index.js';
import { day, Story, TWELVE } from './testing/people.js';

const calendar = calendarNamed('nl');
if (isRefusal(calendar)) throw new Error(calendar.message);

const report = (people: readonly SurvivalRow[], asOf: string): OutcomeReport =>
  outcomeReport({ programme: 'REORG-2026', asOf, people, landing: { horizonDays: 365 }, calendar });
const measure = ({ measures }: OutcomeReport, code: string): Measure => measures.find((each) => each.code === code)!;
const of = (people: readonly SurvivalRow[], asOf: string, code: string): Measure => measure(report(people, asOf), code);
const shares = ({ numerator, denominator, censored, unknown }: Measure) => [numerator, denominator, censored, unknown];

describe('the twelve people of the metrics page', () => {
  const told = report(TWELVE, day(200));

  test('the curve, the median, the incidence and the restricted mean', () => {
    const at = (on: number) => told.landing.curve.find((row) => row.day === on)?.survival;
    for (const [on, survival] of [
      [21, 0.9167],
      [35, 0.8333],
      [60, 0.6481],
      [90, 0.5401],
      [150, 0.4051],
    ] as const)
      expect(at(on)).toBeCloseTo(survival, 4);
    expect(told.landing.median.value).toBe(150);
    expect(told.landing.restrictedMean.horizon).toBe(180);
    expect(told.landing.restrictedMean.value).toBeCloseTo(118.7, 1);
    const incidence = (cause: string, on: number) =>
      told.landing.incidence.find((each) => each.cause === cause && each.day === on)?.value;
    expect(incidence('landed', 90)).toBeCloseTo(0.4444, 4);
    expect(incidence('landed', 180)).toBeCloseTo(0.5602, 4);
    expect(incidence('WITHDRAWAL', 180)).toBeCloseTo(0.0926, 4);
    expect(incidence('landed', 365)).toBeNull();
  });

  test('the crude rate and the concluded rate stand beside it with what they rest on', () => {
    expect(shares(measure(told, 'M1'))).toEqual([6, 12, 0, 0]);
    expect(measure(told, 'M1').value).toBe(0.5);
    expect(shares(measure(told, 'M3'))).toEqual([6, 12, 0, 0]);
    expect(measure(told, 'M5')).toMatchObject({ numerator: 6, denominator: 12, censored: 5, unknown: 0, value: 150 });
    expect(measure(told, 'M4.90')).toMatchObject({ numerator: 5, denominator: 12, censored: 1, lower: null });
    expect(measure(told, 'M4.365').value).toBeNull();
    expect(shares(measure(told, 'EXIT.WITHDRAWAL'))).toEqual([1, 12, 0, 0]);
    expect(told.phases).toMatchObject({ LANDED: 6, CLOSED: 6, ACTIVE: 0 });
  });

  test('as of an earlier day what came later has not happened, and the others are censored on that day', () => {
    const early = report(TWELVE, day(60));
    expect(shares(measure(early, 'M1'))).toEqual([4, 12, 7, 0]);
    expect(early.landing.curve.map((row) => [row.day, row.landed, row.censored])).toEqual([
      [21, 1, 0],
      [35, 1, 1],
      [60, 2, 7],
    ]);
    expect(early.landing.median.value).toBeNull();
    expect(early.phases).toMatchObject({ LANDED: 4, CLOSED: 1, ACTIVE: 7 });
    expect(report(TWELVE, day(-1))).toMatchObject({
      referred: 0,
      landing: { curve: [], restrictedMean: { value: null } },
    });
  });
});

describe('who counts as what', () => {
  test('each basis has its own count, and the programme’s definition is its own', () => {
    const people = [
      new Story('a').started().placed(10).row(),
      new Story('b')
        .started()
        .placed(10, { bases: ['CONTRACT', 'BROAD'] })
        .row(),
      new Story('c')
        .started()
        .placed(10, { bases: ['BROAD'], counts: false })
        .row(),
      new Story('d').row(),
    ];
    const value = (code: string) => of(people, day(30), code).numerator;
    expect([value('M1.STRICT'), value('M1.CONTRACT'), value('M1.BROAD'), value('M1'), value('M2')]).toEqual([
      1, 2, 3, 2, 2,
    ]);
    expect(shares(of(people, day(30), 'M2'))).toEqual([2, 3, 1, 0]);
  });

  test('a landing on the first day worked counts from that day', () => {
    const story = new Story('a').started().placed(10, { dateBasis: 'FIRST_WORKING_DAY' });
    expect(of([story.row()], day(30), 'M1').numerator).toBe(0);
    story.add('PlacementStarted', 20, { placementId: 'pl-10', on: day(20) });
    expect(of([story.row()], day(19), 'M1').numerator).toBe(0);
    expect(report([story.row()], day(30)).landing.curve).toMatchObject([{ day: 20, landed: 1 }]);
  });

  test('a voided placement never was, and a corrected day moves the landing', () => {
    const voided = new Story('a').started().placed(10).add('PlacementVoided', 15, { placementId: 'pl-10' });
    expect(of([voided.row()], day(12), 'M1').numerator).toBe(0);
    const corrected = new Story('b').started().placed(10);
    corrected.add('FactCorrected', 15, { eventId: corrected.last, changes: { acceptedOn: day(7) } });
    expect(report([corrected.row()], day(30)).landing.curve).toMatchObject([{ day: 7 }]);
    corrected.add('PlacementCorrected', 20, {
      placementId: 'pl-10',
      acceptedOn: day(5),
      bases: ['BROAD'],
      counts: true,
      dateBasis: 'ACCEPTED',
    });
    expect(report([corrected.row()], day(30)).landing.curve).toMatchObject([{ day: 5 }]);
    expect(of([corrected.row()], day(6), 'M1').numerator).toBe(1);
    expect(of([corrected.row()], day(30), 'M1.STRICT').numerator).toBe(0);
  });

  test('retirement and death compete; a term that ended censors; an unreachable person is unknown', () => {
    const people = [
      new Story('a')
        .started()
        .add('ExitWithoutWorkRecorded', 30, { outcomeType: 'RETIREMENT', on: day(30) })
        .closed(31, 'END_OF_TERM', 'RETIRED')
        .row(),
      new Story('b').started().closed(40, 'INTERRUPTED', 'DECEASED').row(),
      new Story('c').started().closed(50, 'END_OF_TERM', 'TERM_ENDED').row(),
      new Story('d').started().closed(60, 'INTERRUPTED', 'UNREACHABLE').row(),
      new Story('e').started().placed(70).row(),
    ];
    const told = report(people, day(100));
    expect(told.landing.curve.map((row) => row.day)).toEqual([30, 40, 50, 60, 70]);
    expect(
      told.landing.incidence.filter((each) => each.day === 90).map(({ cause, value }) => [cause, value !== null]),
    ).toEqual([
      ['landed', true],
      ['DEATH', true],
      ['RETIREMENT', true],
    ]);
    expect(shares(measure(told, 'M3'))).toEqual([1, 5, 0, 1]);
    expect(measure(told, 'M5')).toMatchObject({ censored: 2, unknown: 1 });
  });

  test('goes on to count whoever was erased: landed as before, else as one whose end nobody knows', () => {
    const people = (reason: string) => [
      new Story('a').started().placed(30).closed(60, 'RESULT', reason).row(),
      new Story('b').started().closed(60, 'INTERRUPTED', reason).row(),
      new Story('c').started().row(),
    ];
    const told = report(people('ERASED'), day(100));
    expect(shares(measure(told, 'M1'))).toEqual([1, 3, 1, 1]);
    for (const code of ['M1', 'M2', 'M3']) {
      const [numerator, denominator] = shares(measure(told, code));
      const [landed, counted] = shares(measure(report(people('UNREACHABLE'), day(100)), code));
      expect([code, numerator, denominator]).toEqual([code, landed, counted]);
    }
    expect(told.landing.curve.map((row) => row.day)).toEqual([30, 60, 100]);
  });

  test('whoever was closed as an error counts nowhere, on no day, unless reopened', () => {
    const undone = new Story('undone').started().closed(5, 'INTERRUPTED', 'ERROR');
    expect(report([...TWELVE, undone.row()], day(200))).toEqual(report(TWELVE, day(200)));
    expect(report([undone.row()], day(3)).referred).toBe(0);
    const back = undone.add('TrajectoryReopened', 8, { on: day(8), cause: 'ERROR', remainingDays: 100 });
    expect(report([back.row()], day(200))).toMatchObject({ referred: 1, phases: { ACTIVE: 1 } });
  });

  test('a relapse takes the landing back, and is told as such', () => {
    const story = new Story('a')
      .started()
      .placed(30)
      .add('PlacementEnded', 60, { placementId: 'pl-30', on: day(60) })
      .add('TrajectoryReopened', 61, { on: day(61), cause: 'RELAPSE', remainingDays: 90 });
    const people = [story.row(), new Story('b').started().placed(40).row()];
    expect(shares(of(people, day(61), 'M35'))).toEqual([1, 2, 1, null]);
    expect(shares(of(people, day(60), 'M35'))).toEqual([0, 2, 2, null]);
    expect(of(people, day(60), 'M1').numerator).toBe(2);
    expect(of(people, day(61), 'M1').numerator).toBe(1);
    expect(report(people, day(61)).phases).toMatchObject({ ACTIVE: 1, LANDED: 1 });
  });
});

describe('service', () => {
  test('M7 looks only at those whose 14 days have passed', () => {
    const people = [
      new Story('a').started(14).row(),
      new Story('b').started(15).row(),
      new Story('c').row(),
      new Story('d', { referredOn: day(10) }).row(),
    ];
    expect(shares(of(people, day(14), 'M7'))).toEqual([1, 3, 1, null]);
    expect(shares(of(people, day(24), 'M7'))).toEqual([1, 4, 0, null]);
    expect(shares(of(people, day(24), 'ACTIVATED'))).toEqual([2, 4, 2, null]);
  });

  test('M8 counts from the notification; who has none is unknown', () => {
    const people = [
      new Story('a')
        .add('FirstContactMade', 2, { on: day(2) })
        .add('IntakeHeld', 14, { on: day(14) })
        .row(),
      new Story('b').add('FirstContactMade', 5, { on: day(5) }).row(),
      new Story('c', { notifiedOn: undefined }).row(),
    ];
    expect(of(people, day(20), 'M8.CONTACT')).toMatchObject({ numerator: 2, denominator: 2, unknown: 1, value: 2 });
    expect(shares(of(people, day(20), 'M8.CONTACT.IN_TIME'))).toEqual([1, 2, 0, 1]);
    // 1 September 2026 is a Tuesday: the tenth working day after it is Tuesday the 15th, 14 days on.
    expect(shares(of(people, day(20), 'M8.INTAKE.IN_TIME'))).toEqual([1, 2, 0, 1]);
    expect(shares(of(people, day(13), 'M8.INTAKE.IN_TIME'))).toEqual([0, 0, 2, 1]);
  });

  const clock = (story: Story, code: string, due: number, part: object = {}) =>
    story.add('ClockArmed', 0, {
      clockId: `deadline.${code}`,
      generation: 1,
      kind: 'PROGRAMME',
      code,
      times: 'DEADLINE',
      anchor: 'notified',
      armedOn: day(0),
      budget: { value: due, unit: 'calendarDays' },
      calendar: 'nl',
      calendarVersion: 1,
      dueOn: day(due),
      dueAt: `${day(due)}T15:00:00.000Z`,
      rungs: [],
      basis: 'b',
      ...part,
    });
  const stopped = (story: Story, code: string, on: number, how: string, recorded = on) =>
    story.add('ClockStopped', on, { clockId: `deadline.${code}`, generation: 1, how, on: day(on) }, recorded);

  test('M20: in time by the day it was met, even if recorded later; cancelled and waived are owed no more', () => {
    const people = [
      stopped(clock(new Story('a'), 'FIRST', 5), 'FIRST', 5, 'MET'),
      stopped(clock(new Story('b'), 'FIRST', 5), 'FIRST', 4, 'MET', 9),
      stopped(clock(new Story('c'), 'FIRST', 5), 'FIRST', 6, 'MET'),
      clock(new Story('d'), 'FIRST', 5).add('ClockExpired', 5, {
        clockId: 'deadline.FIRST',
        generation: 1,
        dueOn: day(5),
      }),
      stopped(clock(new Story('e'), 'FIRST', 5), 'FIRST', 3, 'WAIVED'),
      clock(new Story('f'), 'FIRST', 50),
      clock(new Story('g'), 'FIRST', 5).add('ClockSuspended', 1, {
        clockId: 'deadline.FIRST',
        generation: 1,
        on: day(1),
      }),
      stopped(clock(new Story('h'), 'LEGAL', 5, { kind: 'STATUTORY', legalOn: day(6) }), 'LEGAL', 6, 'MET'),
    ].map((story) => story.row());
    expect(shares(of(people, day(20), 'M20.PROGRAMME'))).toEqual([2, 4, 1, 1]);
    expect(shares(of(people, day(20), 'M20.PROGRAMME.PUT_RIGHT'))).toEqual([1, 2, null, null]);
    expect(shares(of(people, day(20), 'M20.STATUTORY'))).toEqual([1, 1, 0, 0]);
    expect(report(people, day(20)).measures.some(({ code }) => code.startsWith('M20.CONTRACT'))).toBe(false);
    expect(shares(of(people, day(3), 'M20.PROGRAMME'))).toEqual([0, 0, 5, 1]);
    const some = outcomeReport({
      programme: 'P',
      asOf: day(20),
      people,
      landing: { horizonDays: 365 },
      deadlines: [{ code: 'LEGAL', metBy: {} }, { code: 'FIRST' }],
    });
    expect(some.measures.some(({ code }) => code === 'M20.PROGRAMME')).toBe(false);
  });

  test('M24 counts the unlanded whose time ends soon; the paused have no end day', () => {
    const people = [
      new Story('a').started().row(),
      new Story('b').started(30).row(),
      new Story('c').started().placed(100).row(),
      new Story('d')
        .started()
        .add('TrajectoryPaused', 20, { from: day(20), expectedResumeOn: day(40), reasonCode: 'CARE' })
        .row(),
    ];
    expect(shares(of(people, day(150), 'M24.60'))).toEqual([1, 3, null, 1]);
    expect(shares(of(people, day(152), 'M24.60'))).toEqual([2, 3, null, 1]);
    expect(of(people, day(152), 'M24.30')).toMatchObject({ value: 1, lower: null });
    expect(of(people, day(152), 'M24.14').value).toBe(0);
  });
});

describe('shapes', () => {
  test('exactly the fields that scripts lean on, in every figure; what has no meaning is null', () => {
    for (const told of [report(TWELVE, day(200)), report([], day(0))]) {
      expect(Object.keys(told)).toEqual(['programme', 'asOf', 'referred', 'phases', 'measures', 'landing']);
      expect(Object.keys(told.landing)).toEqual(['curve', 'median', 'incidence', 'restrictedMean']);
      for (const each of told.measures)
        expect(Object.keys(each)).toEqual([
          'code',
          'name',
          'numerator',
          'denominator',
          'censored',
          'unknown',
          'value',
          'lower',
          'upper',
        ]);
      expect(JSON.stringify(told)).not.toMatch(/NaN|undefined/);
      expect(new Set(told.measures.map(({ code }) => code)).size).toBe(told.measures.length);
    }
    expect(of([], day(0), 'M1')).toMatchObject({ numerator: 0, denominator: 0, value: null, lower: null });
  });

  test('CSV has every figure as it is, with empty cells where there is none', () => {
    const told = report(TWELVE, day(200));
    const lines = reportCsv(told).trimEnd().split('\r\n');
    expect(lines[0]).toBe(
      'programme,as_of,section,code,name,day,numerator,denominator,censored,unknown,value,lower,upper',
    );
    expect(lines).toContain('REORG-2026,2027-03-20,count,REFERRED,,,,,,,12,,');
    expect(lines.find((line) => line.includes(',M4.365,'))).toMatch(/,6,12,5,0,,,$/);
    expect(lines.filter((line) => line.includes(',curve,'))).toHaveLength(told.landing.curve.length);
  });

  test('CSV keeps as text what a spreadsheet would take for a formula', () => {
    const told = report(TWELVE, day(200));
    const csv = reportCsv({ ...told, phases: { '=HYPERLINK("x")': 1, '+1': 2, '@a': 3 } });
    expect(csv).toContain(`,"'=HYPERLINK(""x"")",`);
    expect(csv).toMatch(/,'\+1,.*\r\n.*,'@a,/);
  });

  test('the terminal shows a dash where a figure is not known, and never invents a median', () => {
    const text = reportTable(report(TWELVE, day(60)));
    expect(text).toContain('REORG-2026, as of 2026-10-31: 12 referred');
    expect(text).toContain('Median days to landing: not reached');
    expect(text).toMatch(/M1 +Landed of all referred +4 +12 +7 +0 +33\.3 % +\(/);
    expect(text).toMatch(/landed +365 +not yet known/);
  });
});
