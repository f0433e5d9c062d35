import { describe, expect, it } from '@jest/globals';
import { type LegalParameterRow } from '../programme-template/parts.js';
import { begun } from '../testing/random-life.js';
import { type TrajectoryLife } from '../testing/trajectory-life.js';

/** A value of the agency's own from a day on; what it had before stands beside it. */
const later = (code: string, value: string, unit: string, validFrom: string): LegalParameterRow => ({
  ...{ code, value, unit, validFrom },
  source: 'a law to come',
  confidence: 'M',
});
const knowing = (life: TrajectoryLife, ...rows: readonly LegalParameterRow[]): TrajectoryLife => {
  life.world = { ...life.world, parameters: [...life.world.parameters, ...rows] };
  return life;
};

describe('what the law bounds', () => {
  const settle = (life: TrajectoryLife, coolingOffDays: number) =>
    life.refusal(() => life.say.settle(coolingOffDays, '2027-03-31'));

  it('a settlement can be withdrawn for as long as the law has it on the day it was signed', () => {
    const life = knowing(begun('COL-12'), later('VSO_COOLING', 'P20D', 'calendarDays', '2026-11-01')).until(
      '2026-10-31',
    );
    expect(settle(life, 20)).toBe('not-by-law');
    expect(settle(life, 14)).toBeUndefined();
    life.until('2026-11-02');
    expect(settle(life, 14)).toBe('not-by-law');
    expect(settle(life, 20)).toBeUndefined();
    expect(settle(life, 21)).toBeUndefined();
  });

  it('a wage sanction lasts at most as long as the law has it on the day it was imposed', () => {
    const life = knowing(begun('SP2-12'), later('SANCTION_LONGEST', 'P26W', 'calendarWeeks', '2026-11-01'));
    const impose = (weeks: number) => life.refusal(() => life.tell('ImposeWageSanction', { on: life.today, weeks }));
    life.until('2026-10-31');
    expect([impose(53), impose(52)]).toEqual(['not-by-law', undefined]);
    life.until('2026-11-02');
    expect([impose(27), impose(26)]).toEqual(['not-by-law', undefined]);
  });

  it('is refused while the agency has no such parameter for the day', () => {
    const life = begun('COL-12');
    life.world = { ...life.world, parameters: [] };
    expect(settle(life, 14)).toBe('law-unknown');
  });
});
