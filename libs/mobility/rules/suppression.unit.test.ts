import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { type TrajectoryLife } from '../testing/trajectory-life.js';
import { PARTICIPANT, recipients, silenced } from './testing/rule-lives.js';

/** Intake on Monday 14 September 2026; the talent story of the participant is due on 9 November. */
const underWay = (): TrajectoryLife => begun('IND-6');
const STORY = 'task.TALENT_STORY';
const nudges = (life: TrajectoryLife): number =>
  life.of('RungFired').filter(({ data }) => data.toRoles.includes('PARTICIPANT')).length;
const reasons = (life: TrajectoryLife): Set<string> =>
  new Set(life.of('RungSuppressed').map(({ data }) => data.reason));

describe('a reminder that stays silent says why', () => {
  it('while loss blocks the search: the participant is spared, the coach hears of it', () => {
    const life = underWay().say.loss(true).until('2026-11-20');
    expect(nudges(life)).toBe(0);
    expect(silenced(life, STORY)).toEqual(['headsUp LOSS_PROCESSING', 'due LOSS_PROCESSING']);
    expect(recipients(life, STORY)).toEqual(['friendly COACH']);
    const fired = life.of('RungFired').filter(({ data }) => data.clockId === STORY);
    expect(fired.map(({ data }) => data.withheld)).toEqual(['LOSS_PROCESSING']);
  });

  it('and not any more once the coach found that loss does not block it', () => {
    const life = underWay().say.loss(true).until('2026-10-01').say.loss(false).until('2026-12-20');
    expect(nudges(life)).toBeGreaterThan(0);
    expect(life.of('RungSuppressed').filter(({ data }) => data.reason === 'LOSS_PROCESSING')).toEqual([]);
  });

  it('when the participant asked for none, until they ask for them again', () => {
    const life = underWay().tell('OptOutOfReminders', { on: '2026-09-14' }, PARTICIPANT).until('2026-11-20');
    expect(nudges(life)).toBe(0);
    expect(silenced(life, STORY)).toEqual(['headsUp OPTED_OUT', 'due OPTED_OUT']);
    expect(recipients(life, STORY)).toEqual(['friendly COACH']);
    life.tell('OptInToReminders', { on: life.today }, PARTICIPANT).until('2027-02-01');
    expect(nudges(life)).toBeGreaterThan(0);
  });

  it('above one nudge in three days and two in a week', () => {
    const life = underWay().until('2026-12-20');
    expect(nudges(life)).toBeGreaterThan(2);
    expect(reasons(life)).toContain('FREQUENCY_CAP');
    expect(reasons(underWay().until('2026-10-20'))).not.toContain('FREQUENCY_CAP');
  });

  it('in a pause that does not stop its clock; what a pause does stop says so on the clock itself', () => {
    const life = underWay().until('2027-01-04').say.pause().until('2027-02-20');
    expect(silenced(life, 'deadline.END')).toEqual(['sixty PAUSED', 'thirty PAUSED']);
    expect(life.fired('deadline.END')).toEqual([]);
    expect(life.clock('task.Z1_FINAL_TALK')?.fired).toEqual({});
    const stopped = life.of('ClockSuspended').map(({ data }) => data.clockId);
    expect(stopped).toContain('phase.search');
  });

  it('when what it asks for is done', () => {
    const life = begun('IND-6', false).say.invite();
    life.tell('AttemptFirstContact', { n: 1, channel: 'PHONE', outcome: 'NO_ANSWER' }).until('2026-09-04');
    expect(silenced(life, 'deadline.ACTIVATION')).toEqual(['call1 DONE']);
  });

  it('and a deadline of the law is told all the same', () => {
    const life = begun('COL-12').say.settle(14, '2027-03-31').say.loss(true);
    life.tell('OptOutOfReminders', { on: life.today }, PARTICIPANT).say.pause().until('2026-10-01');
    expect(life.fired('deadline.VSO_COOLING_14')).toEqual(['days5', 'day1', 'due']);
    const benefit = underWay()
      .tell('CloseBenefitWindow', { start: '2026-08-17', end: '2026-09-13', activities: 4, target: 4 })
      .tell('OptOutOfReminders', { on: '2026-09-14' }, PARTICIPANT)
      .say.pause();
    expect(recipients(benefit.until('2026-10-20'), 'deadline.BENEFIT_WINDOW')).toEqual(['week PARTICIPANT']);
  });

  it('tells no employer of what a participant did not do, whatever happens', () => {
    const life = begun('COL-12').until('2027-06-01');
    const told = life.of('RungFired').filter(({ data }) => data.toRoles.some((role) => role.startsWith('EMPLOYER')));
    const owners = told.map(({ data }) => life.task(data.clockId.slice('task.'.length))?.role);
    expect(owners.filter((role) => role === 'PARTICIPANT')).toEqual([]);
  });
});
