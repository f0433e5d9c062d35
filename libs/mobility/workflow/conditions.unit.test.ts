import { describe, expect, it } from '@jest/globals';
import { type Condition } from '../programme-template/definition.js';
import { type Counted, heldSince, holds, type Situation } from './conditions.js';
import { type Fact } from './facts.js';
import { EMPTY_WORKFLOW, type TaskState } from './state.js';

const fact = (type: string, on: string, data: object = {}, recordedOn = on): Fact => ({
  ...{ id: `${type} ${on}`, type, on, at: `${on}T08:00:00.000Z`, recordedAt: `${recordedOn}T09:00:00.000Z` },
  ...{ actor: 'COACH', data: data as Fact['data'] },
});

const situation: Situation = {
  facts: [
    fact('SessionNoShow', '2026-09-01', { sessionId: 's-1', excused: false }),
    fact('SessionHeld', '2026-09-02', { sessionId: 's-2', minutes: 60 }),
    fact('SessionNoShow', '2026-09-03', { sessionId: 's-3', excused: false }),
    fact('SessionNoShow', '2026-09-04', { sessionId: 's-4', excused: true }, '2026-09-20'),
    fact('ReadinessAssessed', '2026-09-05', { dimension: 'MARKET', level: 4 }),
  ],
  workflow: {
    ...EMPTY_WORKFLOW,
    phases: {
      intake: { status: 'COMPLETED', enteredOn: '2026-08-20', endedOn: '2026-09-01' },
      search: { status: 'OPEN', enteredOn: '2026-09-02' },
      skipped: { status: 'SKIPPED', endedBy: 'DECIDED', endedOn: '2026-09-07' },
      migrated: { status: 'SKIPPED', endedBy: 'MIGRATED', skippedOn: '2026-09-08' },
      mistaken: { status: 'SKIPPED', endedBy: 'ANCHOR_VOIDED', skippedOn: '2026-09-08' },
      toCome: { status: 'SKIPPED', endedBy: 'LANDED', skippedOn: '2026-09-08' },
    },
    tasks: {
      PLAN: { code: 'PLAN', status: 'DONE', doneOn: '2026-09-06' } as TaskState,
      CV: { code: 'CV', status: 'OPEN' } as TaskState,
    },
  },
  landedOn: undefined,
};
const noShow = { event: 'SessionNoShow' };

const HOLD: readonly (readonly [string, Condition, string])[] = [
  ['an event, since the first of them', noShow, '2026-09-01'],
  ['an event with a value', { ...noShow, where: { excused: true } }, '2026-09-04'],
  ['a level at least', { event: 'ReadinessAssessed', where: { level: { atLeast: 4 } } }, '2026-09-05'],
  [
    'one of several values',
    { event: 'ReadinessAssessed', where: { dimension: { in: ['SELF_ANALYSIS', 'MARKET'] } } },
    '2026-09-05',
  ],
  ['an event that happened so many times, since the last of these', { ...noShow, times: 3 }, '2026-09-04'],
  ['another event that counts as well', { event: 'SessionRescheduled', or: ['SessionHeld'] }, '2026-09-02'],
  ['an event since the newest of another', { ...noShow, sinceLast: 'SessionHeld' }, '2026-09-03'],
  ['a task that is done', { task: 'PLAN' }, '2026-09-06'],
  ['a phase that is completed', { phase: 'intake' }, '2026-09-01'],
  ['a phase that somebody decided to leave out', { phase: 'skipped' }, '2026-09-07'],
  ['a phase that a migration left out', { phase: 'migrated' }, '2026-09-08'],
  ['a phase that is open', { inPhase: 'search' }, '2026-09-02'],
  ['nobody landed', { landed: false }, ''],
  ['all of several, since the last of them', { all: [{ event: 'SessionHeld' }, { phase: 'intake' }] }, '2026-09-02'],
  ['any of several, since the first of them', { any: [{ task: 'CV' }, { task: 'PLAN' }, noShow] }, '2026-09-01'],
  ['what is not so', { not: { task: 'CV' } }, ''],
];

const FAIL: readonly (readonly [string, Condition])[] = [
  ['an event that has not happened', { event: 'OfferAccepted' }],
  ['a value that no fact has', { ...noShow, where: { excused: 'maybe' } }],
  ['a value that is erased', { event: 'ReadinessAssessed', where: { note: 'x' } }],
  ['a level that is not reached', { event: 'ReadinessAssessed', where: { level: { atLeast: 5 } } }],
  ['an event that happened less often', { ...noShow, times: 4 }],
  ['an event that happened less often since another', { ...noShow, times: 3, sinceLast: 'SessionHeld' }],
  ['a task that is open', { task: 'CV' }],
  ['a phase that is open, as completed', { phase: 'search' }],
  ['a phase that should not have begun', { phase: 'mistaken' }],
  ['a phase that a landing left out which was taken back', { phase: 'toCome' }],
  ['a phase that is over, as open', { inPhase: 'intake' }],
  ['a landing', { landed: true }],
  ['all of several of which one is missing', { all: [{ task: 'PLAN' }, { task: 'CV' }] }],
  ['any of several that are all missing', { any: [{ task: 'CV' }, { landed: true }] }],
  ['the contrary of what is so', { not: noShow }],
];

describe('a condition', () => {
  it.each(HOLD)('on %s holds', (_what, condition, since) => {
    expect(heldSince(condition, situation)).toBe(since);
  });

  it.each(FAIL)('on %s does not hold', (_what, condition) => {
    expect(heldSince(condition, situation)).toBeUndefined();
  });

  it('on a phase that a landing left out holds for as long as that stands', () => {
    expect(heldSince({ phase: 'toCome' }, { ...situation, landedOn: '2026-09-08' })).toBe('2026-09-08');
  });

  it('that is not there holds', () => {
    expect(holds(undefined, situation)).toBe(true);
  });

  const counting = (counted: Counted, condition: Condition = noShow) => heldSince(condition, situation, counted);

  it('counts only what happened on a day or later', () => {
    expect(counting({ since: '2026-09-02' })).toBe('2026-09-03');
    expect(counting({ since: '2026-09-05' })).toBeUndefined();
    expect(counting({ since: '2026-09-02' }, { not: { event: 'OfferAccepted' } })).toBe('2026-09-02');
  });

  it('counts what became known later also when it is of an earlier day', () => {
    expect(counting({ since: '2026-09-10', knownSince: '2026-09-10T00:00:00.000Z' })).toBe('2026-09-04');
  });

  it('counts only what is about the same thing where it says so', () => {
    const about = fact('SessionScheduled', '2026-08-30', { sessionId: 's-3' });
    expect(counting({ about }, { ...noShow, same: 'sessionId' })).toBe('2026-09-03');
    expect(counting({ about }, noShow)).toBe('2026-09-01');
    expect(
      counting(
        { about: fact('SessionScheduled', '2026-08-30', { sessionId: 's-9' }) },
        { ...noShow, same: 'sessionId' },
      ),
    ).toBeUndefined();
  });
});
