import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type StandIn } from '../workflow/stand-in.js';
import { type Absences, nextStandIn } from './next-stand-in.js';
import { type CoachAbsence } from './state.js';

const TODAY = '2026-10-12';
const away = (substituteId?: string, more: Partial<CoachAbsence> = {}): readonly CoachAbsence[] => [
  { from: '2026-10-05', until: '2026-10-18', ...(substituteId ? { substituteId } : {}), ...more },
];
const named = (part: Partial<StandIn>): StandIn => ({
  coachId: 'sam',
  on: '2026-10-05',
  by: 'SYSTEM',
  keeps: [],
  ...part,
});
const next = (
  absences: Readonly<Record<string, readonly CoachAbsence[]>>,
  standIn?: StandIn,
  conflicts: readonly string[] = [],
  today = TODAY,
) =>
  nextStandIn(
    { coachId: 'sam', standIn, conflicts: new Map(conflicts.map((who) => [who, 'DISCLOSED'])) },
    new Map(Object.entries(absences)),
    today,
  );
const name = (standInId: string) => ({ type: 'NameStandIn', data: { standInId } });
const nobody = (why: string) => ({ type: 'NameStandIn', data: { why } });
const end = { type: 'EndStandIn', data: {} };

describe('the next step about a coach’s work', () => {
  it('is none while the coach is there, before the absence and after it', () => {
    expect(next({})).toBeUndefined();
    expect(next({ sam: away('noor') }, undefined, [], '2026-10-04')).toBeUndefined();
    expect(next({ sam: away('noor') }, undefined, [], '2026-10-19')).toBeUndefined();
  });

  it('is to name the substitute, once', () => {
    expect(next({ sam: away('noor') })).toEqual(name('noor'));
    expect(next({ sam: away('noor') }, named({ standInId: 'noor' }))).toBeUndefined();
  });

  it('is to name the substitute’s substitute while the first is away too, and the first again when they are back', () => {
    expect(next({ sam: away('noor'), noor: away('eva') }, named({ standInId: 'noor' }))).toEqual(name('eva'));
    const back = away('eva', { backOn: TODAY });
    expect(next({ sam: away('noor'), noor: back }, named({ standInId: 'eva' }))).toEqual(name('noor'));
  });

  it('is to say that nobody can: none named, all away, one for the other, or a conflict of roles', () => {
    expect(next({ sam: away() })).toEqual(nobody('NOBODY_NAMED'));
    expect(next({ sam: away('noor'), noor: away() })).toEqual(nobody('AWAY_TOO'));
    expect(next({ sam: away('noor'), noor: away('sam') })).toEqual(nobody('AWAY_TOO'));
    expect(next({ sam: away('noor') }, undefined, ['noor'])).toEqual(nobody('CONFLICT_OF_ROLES'));
    expect(next({ sam: away('noor') }, named({ why: 'CONFLICT_OF_ROLES' }), ['noor'])).toBeUndefined();
    expect(next({ sam: away('noor'), noor: away('eva') }, undefined, ['noor'])).toEqual(name('eva'));
  });

  it('is to take the work from a stand-in who turns out to have a conflict', () => {
    expect(next({ sam: away('noor') }, named({ standInId: 'noor' }), ['noor'])).toEqual(nobody('CONFLICT_OF_ROLES'));
  });

  it('is to give it back on the first day back, or when the coach returns early', () => {
    const standIn = named({ standInId: 'noor' });
    expect(next({ sam: away('noor') }, standIn, [], '2026-10-18')).toBeUndefined();
    expect(next({ sam: away('noor') }, standIn, [], '2026-10-19')).toEqual(end);
    expect(next({ sam: away('noor', { backOn: '2026-10-09' }) }, standIn)).toEqual(end);
  });

  it('leaves alone whom a person named, until the coach is back', () => {
    const chosen = named({ standInId: 'eva', by: 'TEAM_LEAD' });
    expect(next({ sam: away('noor') }, chosen)).toBeUndefined();
    expect(next({ sam: away('noor') }, chosen, [], '2026-10-19')).toEqual(end);
    expect(next({}, chosen)).toBeUndefined();
  });

  it('never gives work to somebody who is away or has a conflict, and is settled by its own step', () => {
    const people = ['sam', 'noor', 'eva', 'bo'];
    const someone = fc.constantFrom(...people);
    const absence = fc.record({ from: fc.constantFrom('2026-10-05', '2026-10-14'), substituteId: someone });
    const world = fc.record({
      absences: fc.dictionary(
        someone,
        absence.map((each) => [each]),
        { maxKeys: 4 },
      ),
      conflicts: fc.uniqueArray(someone),
    });
    fc.assert(
      fc.property(world, ({ absences, conflicts }) => {
        const all: Absences = new Map(Object.entries(absences));
        const step = next(absences, undefined, conflicts);
        if (step?.type !== 'NameStandIn') return;
        const standInId = 'standInId' in step.data ? step.data.standInId : undefined;
        const gone = standInId !== undefined && (all.get(standInId) ?? []).some(({ from }) => from <= TODAY);
        expect({ gone, conflict: conflicts.includes(standInId ?? '') }).toEqual({ gone: false, conflict: false });
        expect(next(absences, named(step.data), conflicts)).toBeUndefined();
      }),
    );
  });
});
