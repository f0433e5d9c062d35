import { describe, expect, it } from '@jest/globals';
import { type Fact } from '../workflow/facts.js';
import { proposedCoachOf } from './proposal.js';

const fact = (type: string, data: Readonly<Record<string, unknown>>, about: Partial<Fact> = {}): Fact => ({
  id: type,
  type,
  data,
  on: '2026-09-01',
  at: '2026-09-01T08:00:00.000Z',
  recordedAt: '2026-09-01T08:00:00.000Z',
  actor: 'PLANNER',
  ...about,
});
const eva = fact('CoachProposed', { coachId: 'eva' });
const noor = fact('CoachProposed', { coachId: 'noor' });
const met = (result: string) => fact('ChemistryMeetingHeld', { on: '2026-09-01', result });

describe('the coach who is proposed', () => {
  it('is nobody before a proposal, and the last one after it', () => {
    expect(proposedCoachOf([])).toBeUndefined();
    expect(proposedCoachOf([eva])).toBe('eva');
    expect(proposedCoachOf([eva, noor])).toBe('noor');
  });

  it('stays so when the talk went well, until somebody is the coach', () => {
    expect(proposedCoachOf([eva, met('ACCEPTED')])).toBe('eva');
    expect(proposedCoachOf([eva, fact('CoachMatched', { coachId: 'noor' })])).toBeUndefined();
    expect(proposedCoachOf([eva, fact('CoachReassigned', { to: 'noor' })])).toBeUndefined();
  });

  it('is proposed no more once anybody declined or a conflict of roles was disclosed', () => {
    expect(proposedCoachOf([eva, met('DECLINED_BY_PARTICIPANT')])).toBeUndefined();
    const friend = fact('ConflictOfRolesDisclosed', { role: 'a friend' }, { actor: 'COACH', actorId: 'eva' });
    expect(proposedCoachOf([eva, friend])).toBeUndefined();
  });
});
