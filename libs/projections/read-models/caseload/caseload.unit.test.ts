import { describe, expect, it } from '@jest/globals';
import { coachOf, conflictsOf, standInOf } from '@overstap/mobility';
import { onStream, rowsAfter } from '../testing/fold.js';
import { WrittenLife } from '../testing/lives.js';
import { caseload } from './index.js';
import { type CoachedTrajectory } from './table.js';

const LEAD = { type: 'TEAM_LEAD', id: 'lead-1' } as const;

const HANDED = { reason: 'r', handoverDone: false, overrideReason: 'nothing is written yet' };

function guided(): WrittenLife {
  const life = new WrittenLife('t1');
  life
    .until('2026-09-01')
    .refer({ notifiedOn: '2026-09-01' })
    .tell('InviteParticipant', { channel: 'MAIL', language: 'pl' });
  life.until('2026-09-03').tell('MakeFirstContact', { on: '2026-09-03', channel: 'PHONE' });
  life.tell('MatchCoach', { coachId: 'sam' });
  life.until('2026-09-08').tell('HoldIntake', { on: '2026-09-08', minutes: 60, mode: 'ONSITE' });
  return life;
}
const rowOf = (life: WrittenLife): CoachedTrajectory =>
  rowsAfter<CoachedTrajectory>(caseload, onStream('trajectory-t1', life.written)).get('t1')!;
/** What is read off the row and what is read off the state that the commands were decided on. */
function agrees(life: WrittenLife): CoachedTrajectory {
  const row = rowOf(life);
  const { facts } = life.state;
  expect(row).toMatchObject({
    coach: coachOf({ facts }) ?? null,
    stand_in: standInOf(facts)?.standInId ?? null,
    stand_in_since: standInOf(facts)?.on ?? null,
    conflicts: [...conflictsOf(facts).keys()].sort(),
  });
  return row;
}

describe('the row of a caseload', () => {
  it('says whose the trajectory is, who stands in and in which language, and follows what is taken back', () => {
    const life = guided();
    expect(agrees(life)).toMatchObject({ coach: 'sam', stand_in: null, language: 'pl' });
    life.tell('NameStandIn', { standInId: 'noor' }, LEAD);
    expect(agrees(life)).toMatchObject({ coach: 'sam', stand_in: 'noor', stand_in_since: '2026-09-08' });
    life.tell('EndStandIn', {}, LEAD).tell('ReassignCoach', { to: 'eva', ...HANDED }, LEAD);
    expect(agrees(life)).toMatchObject({ coach: 'eva', stand_in: null, stand_in_since: null });
    life.say.takeBack('CoachReassigned');
    expect(agrees(life)).toMatchObject({ coach: 'sam' });
  });

  it('names who must not coach here, as long as what shows it stands', () => {
    const life = guided();
    life.tell('DiscloseConflictOfRoles', { role: 'typing tutor', coachId: 'noor', on: '2026-09-08' });
    const settlement = { on: '2026-09-08', coolingOffDays: 14, employmentEndsOn: '2026-12-01' };
    life.tell('SignSettlement', settlement, { type: 'EMPLOYER_HR', id: 'hr-1' });
    expect(agrees(life).conflicts).toEqual(['hr-1', 'noor']);
    life.say.takeBack('SettlementSigned').say.correct('ConflictOfRolesDisclosed', { coachId: 'eva' });
    expect(agrees(life).conflicts).toEqual(['eva']);
    expect(JSON.stringify(rowOf(life))).not.toContain('typing tutor');
  });

  it('holds the career question sealed, the newest with its reframing', () => {
    const life = guided();
    const question = { questionType: 'CHOICE', secondary: [], statementRef: 's', complexity: 1, by: 'COACH' };
    life.tell('FormulateCareerQuestion', question);
    life.tell('ReframeCareerQuestion', { from: 'CHOICE', to: 'BLOCKAGE', reason: 'DEEPENED' });
    expect(rowOf(life).question.map(({ type }) => type)).toEqual([
      'CareerQuestionFormulated',
      'CareerQuestionReframed',
    ]);
    expect(JSON.stringify(rowOf(life))).not.toMatch(/BLOCKAGE|CHOICE/);
    life.say.takeBack('CareerQuestionReframed');
    expect(rowOf(life).question).toHaveLength(1);
    life.tell('FormulateCareerQuestion', { ...question, questionType: 'STRESS' });
    expect(rowOf(life).question).toHaveLength(1);
  });
});
