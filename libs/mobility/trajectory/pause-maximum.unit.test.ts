import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { type TrajectoryLife } from '../testing/trajectory-life.js';

const CLOCK = 'pause.2026-09-14';
const TASK = 'PAUSE_DECISION.2026-09-14';
const MATCHED = { coachId: 'coach-7' };

/** Begun on Monday 14 September 2026 and paused at once. */
const paused = (maximumDays?: number): TrajectoryLife =>
  begun('IND-6')
    .tell('MatchCoach', MATCHED)
    .say.pause('2026-09-14', 'CARE', maximumDays === undefined ? {} : { maximumDays });
const decisions = (life: TrajectoryLife): readonly string[] =>
  Object.values(life.state.workflow.tasks)
    .filter(({ code }) => code === 'PAUSE_DECISION')
    .map(({ taskId, status }) => `${taskId} ${status}`);

describe('a pause with a maximum', () => {
  it('asks the coach for a decision on the day that it has lasted so long, and resumes nothing by itself', () => {
    const life = paused(30).until('2026-10-13', '23:59');
    expect([life.clock(CLOCK)?.dueOn, decisions(life)]).toEqual(['2026-10-14', []]);
    life.until('2026-10-14', '00:00');
    expect(life.of('TaskCreated').at(-1)?.data).toMatchObject({
      taskId: TASK,
      code: 'PAUSE_DECISION',
      role: 'COACH',
      withRoles: ['PLANNER'],
      assigneeId: 'coach-7',
      mandatory: true,
      dueOn: '2026-10-14',
    });
    expect(life.until('2027-03-01').status).toBe('PAUSED');
    expect(decisions(life)).toEqual([`${TASK} OPEN`]);
  });

  it('misses nothing by it: the clock is a wait that ends, and no reminder goes out', () => {
    const life = paused(30).until('2026-09-15');
    const before = life.events.length;
    life.until('2027-03-01');
    const since = life.events.slice(before);
    expect(since.some(({ type }) => type === 'RungFired')).toBe(false);
    const ofIt = since.filter(({ data }) => (data as { clockId?: string }).clockId === CLOCK);
    expect(ofIt.map(({ type }) => type)).toEqual(['ClockStopped']);
    expect(life.clock(CLOCK)).toMatchObject({ how: 'ENDED', stoppedOn: '2026-10-14' });
  });

  it('asks for nothing when it is resumed in time', () => {
    const life = paused(30).until('2026-10-10').say.resume().until('2026-12-01');
    expect(life.clock(CLOCK)).toMatchObject({ how: 'CANCELLED' });
    expect(decisions(life)).toEqual([]);
  });

  it('has its decision when it is resumed', () => {
    const life = paused(30).until('2026-10-20').say.resume();
    expect(life.task(TASK)).toMatchObject({ status: 'DONE', byFact: true, doneOn: '2026-10-20' });
  });

  it('asks no more when it turns out to have been over before', () => {
    const life = paused(30).until('2026-10-20').say.resume('2026-10-01');
    expect(life.task(TASK)).toMatchObject({ status: 'CANCELLED', cancelledBy: 'ANCHOR_VOIDED' });
  });

  it.each([
    ['closed', 'CLOSED', (life: TrajectoryLife) => life.say.close()],
    ['ended by a landing', 'LANDED', (life: TrajectoryLife) => life.say.placement()],
    ['taken back', 'ANCHOR_VOIDED', (life: TrajectoryLife) => life.say.takeBack('TrajectoryPaused')],
  ])('asks no more when it is %s', (_how, cancelledBy, end) => {
    const life = end(paused(30).until('2026-10-20'));
    expect(life.task(TASK)).toMatchObject({ status: 'CANCELLED', cancelledBy });
    expect(decisions(life.until('2027-01-01'))).toEqual([`${TASK} CANCELLED`]);
  });

  it('taken back before its time leaves no clock behind', () => {
    const life = paused(30).until('2026-09-20').say.takeBack('TrajectoryPaused');
    expect(life.clock(CLOCK)?.how).toBe('CANCELLED');
  });

  it('that was decided on by hand is not asked about again', () => {
    const life = paused(30).until('2026-10-20').say.done(TASK).until('2027-01-01');
    expect([life.status, decisions(life)]).toEqual(['PAUSED', [`${TASK} DONE`]]);
    life.say.resume();
    expect(life.task(TASK)).toMatchObject({ status: 'DONE', byFact: false });
  });

  it('asks again when the resumption is taken back', () => {
    const life = paused(30).until('2026-10-20').say.resume().say.takeBack('TrajectoryResumed');
    expect(life.task(TASK)?.status).toBe('OPEN');
  });

  it('follows a corrected maximum and a corrected first day', () => {
    const life = paused(30).until('2026-09-20').say.correct('TrajectoryPaused', { maximumDays: 60 });
    expect(life.clock(CLOCK)).toMatchObject({ dueOn: '2026-11-13', generation: 2 });
    life.say.correct('TrajectoryPaused', { from: '2026-09-16' });
    expect(life.clock(CLOCK)?.how).toBe('CANCELLED');
    expect(life.clock('pause.2026-09-16')?.dueOn).toBe('2026-11-15');
    expect(decisions(life.until('2026-11-15'))).toEqual(['PAUSE_DECISION.2026-09-16 OPEN']);
  });

  it('recorded late is asked about at once', () => {
    const life = begun('IND-6').until('2026-10-20').say.pause('2026-09-16', 'CARE', { maximumDays: 14 });
    expect(decisions(life.until('2026-10-20', '10:01'))).toEqual(['PAUSE_DECISION.2026-09-16 OPEN']);
  });

  it('has a decision of its own each time', () => {
    const life = paused(10).until('2026-10-01').say.resume().until('2026-10-05');
    life.say.pause('2026-10-05', 'WORK', { maximumDays: 10 }).until('2026-10-20');
    expect(decisions(life)).toEqual([`${TASK} DONE`, 'PAUSE_DECISION.2026-10-05 OPEN']);
  });
});

it('a pause without a maximum is timed by nothing', () => {
  const life = paused().until('2027-06-01');
  expect([life.clock(CLOCK), decisions(life)]).toEqual([undefined, []]);
});
