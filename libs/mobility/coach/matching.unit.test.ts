import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { QUESTION_TYPES } from '../intake/codes.js';
import { stageOf, weightOf } from './caseload-weight.js';
import { type Candidate, type Need, rankCoaches } from './matching.js';
import { type CoachedCase, loadsOf, rebalance } from './rebalancing.js';

const coach = (coachId: string, part: Partial<Candidate> = {}): Candidate => ({
  coachId,
  specialisms: ['IT'],
  regions: ['Groningen'],
  languages: ['nl'],
  maxComplexity: 4,
  capacity: 20,
  load: 10,
  away: false,
  ...part,
});
const need = (part: Partial<Need> = {}): Need => ({ weight: 1, conflicts: new Set(), ...part });
const names = ['a', 'b', 'c', 'd', 'e'];
const someCandidate = (coachId: string): fc.Arbitrary<Candidate> =>
  fc.record({
    coachId: fc.constant(coachId),
    specialisms: fc.subarray(['IT', 'care', 'law']),
    regions: fc.subarray(['Groningen', 'Utrecht']),
    languages: fc.subarray(['nl', 'en', 'pl']),
    maxComplexity: fc.integer({ min: 1, max: 6 }),
    capacity: fc.integer({ min: 0, max: 5 }),
    load: fc.integer({ min: 0, max: 50 }).map((tenths) => tenths / 10),
    away: fc.boolean(),
  });
const someNeed: fc.Arbitrary<Need> = fc.record(
  {
    weight: fc.constantFrom(0.1, 0.8, 1, 1.2, 1.56),
    conflicts: fc.subarray(names).map((each) => new Set(each)),
    specialism: fc.constantFrom('it', 'law'),
    region: fc.constantFrom('Utrecht', 'elsewhere'),
    language: fc.constantFrom('nl', 'pl'),
    level: fc.integer({ min: 1, max: 6 }),
  },
  { requiredKeys: ['weight', 'conflicts'] },
);
const everybody = fc.tuple(...names.map(someCandidate));

describe('the weight of a trajectory', () => {
  it('is the product of what the coach does, the question and the kind of programme', () => {
    expect(weightOf({ stage: 'INTAKE' })).toBe(1.2);
    expect(weightOf({ stage: 'SEARCH', question: 'BLOCKAGE', programmeType: 'SECOND_TRACK' })).toBe(1.352);
    expect(weightOf({ stage: 'PAUSED', question: 'CHOICE', programmeType: 'VWNW' })).toBe(0.1);
    expect(weightOf({ stage: undefined, question: 'STRESS' })).toBe(0);
    for (const question of QUESTION_TYPES) expect(weightOf({ stage: 'ANALYSIS', question })).toBeGreaterThanOrEqual(1);
  });

  it('goes by the state and, while active, by the phase', () => {
    expect(stageOf('REACHED', null)).toBe('INTAKE');
    expect(stageOf('ACTIVE', 'search')).toBe('SEARCH');
    expect(stageOf('ACTIVE', 'of another template')).toBe('ANALYSIS');
    expect(stageOf('PAUSED', 'search')).toBe('PAUSED');
    expect(stageOf('LANDED', 'search')).toBe('AFTERCARE');
    expect(stageOf('CLOSED', 'landing')).toBeUndefined();
  });
});

describe('a matching proposal', () => {
  it('puts first who has the language, the field and the region, and says what is met', () => {
    const here = coach('here', { load: 18 });
    const asked = need({ language: 'nl', specialism: 'it', region: 'groningen' });
    const { proposals } = rankCoaches(asked, [
      coach('there', { regions: [] }),
      here,
      coach('pl', { languages: ['pl'] }),
    ]);
    expect(proposals.map(({ coachId }) => coachId)).toEqual(['here', 'there', 'pl']);
    expect(proposals[0]?.reasons).toEqual([
      { criterion: 'LANGUAGE', met: 1 },
      { criterion: 'SPECIALISM', met: 1 },
      { criterion: 'REGION', met: 1 },
      { criterion: 'CAPACITY', met: 0.05 },
    ]);
    expect(proposals[1]?.reasons).toContainEqual({ criterion: 'REGION', met: 0 });
  });

  it('says of everybody else why not', () => {
    const { proposals, passedOver } = rankCoaches(need({ level: 5, conflicts: new Set(['sister']) }), [
      coach('sister'),
      coach('away', { away: true, maxComplexity: 6 }),
      coach('junior'),
      coach('full', { load: 19.5, maxComplexity: 6 }),
    ]);
    expect(proposals).toEqual([]);
    expect(passedOver).toEqual([
      { coachId: 'away', because: 'AWAY' },
      { coachId: 'full', because: 'NO_CAPACITY' },
      { coachId: 'junior', because: 'TOO_COMPLEX' },
      { coachId: 'sister', because: 'CONFLICT_OF_ROLES' },
    ]);
  });

  it('is never somebody without capacity, with a conflict, away or beyond their limit; everybody is answered once', () => {
    fc.assert(
      fc.property(someNeed, everybody, (asked, candidates) => {
        const { proposals, passedOver } = rankCoaches(asked, candidates);
        for (const { coachId, score, free } of proposals) {
          const { load, capacity, away, maxComplexity } = candidates.find((each) => each.coachId === coachId)!;
          expect(load + asked.weight).toBeLessThanOrEqual(capacity + 1e-9);
          expect([free >= 0, away, asked.conflicts.has(coachId)]).toEqual([true, false, false]);
          expect(asked.level ?? 0).toBeLessThanOrEqual(maxComplexity ?? 6);
          expect(score >= 0 && score <= 100).toBe(true);
        }
        expect([...proposals, ...passedOver].map(({ coachId }) => coachId).sort()).toEqual(names);
      }),
    );
  });

  it('has one order, whatever the order in which coaches are given', () => {
    fc.assert(
      fc.property(someNeed, everybody, fc.infiniteStream(fc.nat()), (asked, candidates, keys) => {
        const shuffled = candidates.map((each) => [Number(keys.next().value), each] as const).sort(([a], [b]) => a - b);
        expect(
          rankCoaches(
            asked,
            shuffled.map(([, each]) => each),
          ),
        ).toEqual(rankCoaches(asked, candidates));
      }),
    );
  });
});

describe('a rebalancing preview', () => {
  const someCase = (trajectory: string): fc.Arbitrary<CoachedCase> =>
    fc
      .record({
        trajectory: fc.constant(trajectory),
        coachId: fc.constantFrom(...names),
        doneBy: fc.constantFrom('own', ...names),
        stage: fc.constantFrom('INTAKE', 'ANALYSIS', 'SEARCH', 'AFTERCARE', 'PAUSED'),
        weight: fc.constantFrom(0.1, 0.2, 0.8, 1, 1.2),
        conflicts: fc.subarray(names).map((each) => new Set(each)),
      })
      .map(({ doneBy, ...each }) => ({ ...each, doneBy: doneBy === 'own' ? each.coachId : doneBy }));
  const someCases = fc.tuple(...Array.from({ length: 14 }, (_, nth) => someCase(`t${nth}`)));

  const namesOf = (cases: readonly CoachedCase[]) => new Set(cases.map(({ trajectory }) => trajectory));

  it('moves whom the overloaded coach knows shortest, and no more than it takes', () => {
    const of = (trajectory: string, stage: CoachedCase['stage'], weight: number): CoachedCase => ({
      trajectory,
      coachId: 'a',
      doneBy: 'a',
      stage,
      weight,
      conflicts: new Set(),
    });
    const cases = [of('t1', 'SEARCH', 0.8), of('t2', 'INTAKE', 1.2), of('t3', 'ANALYSIS', 1)];
    const preview = rebalance([coach('a', { capacity: 2 }), coach('b')], cases, namesOf(cases));
    expect(preview.moves).toEqual([expect.objectContaining({ trajectory: 't2', from: 'a', to: 'b', weight: 1.2 })]);
    expect(preview.loads).toEqual([
      { coachId: 'a', capacity: 2, before: 3, after: 1.8 },
      { coachId: 'b', capacity: 20, before: 0, after: 1.2 },
    ]);
    // For whoever does not plan the trajectory that would go first, it weighs, and stays.
    const { moves } = rebalance([coach('a', { capacity: 2 }), coach('b')], cases, new Set(['t1', 't3']));
    expect(moves).toEqual([expect.objectContaining({ trajectory: 't3', weight: 1 })]);
  });

  it('overloads nobody, respects conflicts and absences, loses nobody and touches who is within the limit', () => {
    fc.assert(
      fc.property(everybody, someCases, (coaches, cases) => {
        const { moves, loads, stillOver } = rebalance(coaches, cases, namesOf(cases));
        const before = loadsOf(cases);
        expect(new Set(moves.map(({ trajectory }) => trajectory)).size).toBe(moves.length);
        for (const { trajectory, from, to } of moves) {
          const moved = cases.find((each) => each.trajectory === trajectory)!;
          const target = coaches.find(({ coachId }) => coachId === to)!;
          expect([moved.coachId, moved.doneBy, moved.conflicts.has(to), target.away]).toEqual([
            from,
            from,
            false,
            false,
          ]);
          expect(before.get(from) ?? 0).toBeGreaterThan(coaches.find(({ coachId }) => coachId === from)!.capacity);
        }
        for (const { coachId, capacity, before: was, after } of loads)
          expect(after <= capacity || (after <= was && stillOver.includes(coachId))).toBe(true);
        const total = (when: 'before' | 'after') => loads.reduce((sum, each) => sum + each[when], 0);
        expect(total('after')).toBeCloseTo(total('before'), 6);
      }),
    );
  });
});
