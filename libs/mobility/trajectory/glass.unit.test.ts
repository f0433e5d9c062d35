import { describe, expect, it } from '@jest/globals';
import { type Actor, isRefusal } from '@overstap/kernel';
import { begun } from '../testing/random-life.js';
import { type TrajectoryLife } from '../testing/trajectory-life.js';
import { GLASS_REVIEW } from '../workflow/glass-review.js';

const LEAD: Actor = { type: 'TEAM_LEAD', id: 'north' };
const OFFICER: Actor = { type: 'QUALITY_OFFICER', id: 'vera' };
const OTHER_OFFICER: Actor = { type: 'QUALITY_OFFICER', id: 'wim' };

const OPENING = { type: 'OpenBreakGlass', data: { reason: 'The coach cannot be reached', minutes: 60 } } as const;
const broken = (by: Actor = LEAD): TrajectoryLife => begun('IND-6').tell(OPENING.type, OPENING.data, by);
const opened = (life: TrajectoryLife) =>
  life.events.findLast(({ type }) => type === 'BreakGlassOpened')?.data as { glassId: string; until: string };
const review = (life: TrajectoryLife, by: Actor, glassId = opened(life).glassId) =>
  life.attempt({ type: 'ReviewBreakGlass', data: { glassId, finding: 'JUSTIFIED' } }, by);
const codeOf = (decided: ReturnType<TrajectoryLife['attempt']>) => (isRefusal(decided) ? decided.code : 'done');
const reviews = (life: TrajectoryLife) =>
  Object.values(life.state.workflow.tasks).filter(({ code }) => code === GLASS_REVIEW);

describe('a broken glass', () => {
  it('is open for as long as was said, and of one person there is one at a time', () => {
    const life = broken();
    expect(Date.parse(opened(life).until) - Date.parse(life.now)).toBe(60 * 60_000);
    expect(codeOf(life.attempt(OPENING, LEAD))).toBe('glass-open');
    expect(codeOf(life.attempt(OPENING, OFFICER))).toBe('done');
    expect(codeOf(life.until('2026-10-20').attempt(OPENING, LEAD))).toBe('done');
  });

  it('is one account’s: who leads the same team opens one of their own, and nobody two at a time', () => {
    const life = begun('IND-6');
    const open = (account?: string) => codeOf(life.attempt(OPENING, LEAD, account));
    expect(['account-1', 'account-2', undefined].map(open)).toEqual(['done', 'done', 'done']);
    expect(['account-1', 'account-2', undefined].map(open)).toEqual(['glass-open', 'glass-open', 'glass-open']);
  });

  it('is reviewed once, by another quality officer than the one who opened it', () => {
    const life = broken(OFFICER);
    expect(codeOf(review(life, OFFICER))).toBe('glass-review-by-another');
    expect(codeOf(review(life, OTHER_OFFICER, 'none'))).toBe('glass-unknown');
    expect(codeOf(review(life, OTHER_OFFICER))).toBe('done');
    expect(codeOf(review(life, OTHER_OFFICER))).toBe('glass-reviewed');
  });

  it('is reviewed from another account: who has two roles is one person', () => {
    const life = begun('IND-6');
    life.attempt(OPENING, LEAD, 'account-1');
    const { glassId } = opened(life);
    const reviewed = (account: string) =>
      codeOf(life.attempt({ type: 'ReviewBreakGlass', data: { glassId, finding: 'JUSTIFIED' } }, OFFICER, account));
    expect(reviewed('account-1')).toBe('glass-review-by-another');
    expect(reviewed('account-2')).toBe('done');
  });

  it('is a task of the quality officer that only the review ends, and the end of the trajectory does not', () => {
    const life = broken();
    const [task] = reviews(life);
    expect(task).toMatchObject({ role: 'QUALITY_OFFICER', status: 'OPEN', mandatory: true });
    const taskId = task?.taskId ?? '';
    expect(codeOf(life.attempt({ type: 'CompleteTask', data: { taskId } }, OFFICER))).toBe('glass-not-reviewed');
    expect(codeOf(life.attempt({ type: 'CancelTask', data: { taskId, reason: 'OTHER' } }, LEAD))).toBe(
      'glass-not-reviewed',
    );
    life.tell('CloseTrajectory', { on: life.today, closureClass: 'INTERRUPTED', reason: 'WITHDRAWN' });
    expect(reviews(life)).toMatchObject([{ status: 'OPEN' }]);
    review(life, OFFICER);
    expect(reviews(life)).toMatchObject([{ status: 'DONE', byFact: true }]);
  });

  it('cannot be corrected or taken back', () => {
    const life = broken();
    const eventId = life.events.findLast(({ type }) => type === 'BreakGlassOpened')?.id ?? '';
    for (const command of [
      { type: 'VoidFact', data: { eventId, reason: 'mistake' } },
      { type: 'CorrectFact', data: { eventId, changes: { minutes: 5 }, reason: 'mistake' } },
    ] as const)
      expect(codeOf(life.attempt(command, LEAD))).toBe('glass-not-voidable');
  });
});
