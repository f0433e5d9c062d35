import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { TrajectoryLife, worldOf } from '../testing/trajectory-life.js';

const referred = (): TrajectoryLife => new TrajectoryLife(worldOf('IND-6')).until('2026-09-01').refer();
const active = (): TrajectoryLife => begun('IND-6');

describe('the states of a trajectory', () => {
  it('go from referred by invitation and contact to active with the intake', () => {
    const life = referred();
    expect(life.status).toBe('REFERRED');
    expect(life.say.invite().status).toBe('INVITED');
    expect(life.until('2026-09-03').say.contact().status).toBe('REACHED');
    expect(life.until('2026-09-14').say.intake().status).toBe('ACTIVE');
    expect(life.of('TrajectoryStarted').map(({ data }) => data.on)).toEqual(['2026-09-14']);
  });

  it('are reached by the first visit to the portal as well', () => {
    const life = referred().say.invite().until('2026-09-04').tell('ActivatePortalAccount', { on: '2026-09-04' });
    expect(life.status).toBe('REACHED');
  });

  it('start with an earlier individual session, in the same append', () => {
    const life = referred().say.invite().until('2026-09-10');
    const events = life.send({
      type: 'HoldSession',
      data: {
        sessionId: 's',
        on: '2026-09-09',
        minutes: 30,
        kind: 'INDIVIDUAL',
        serviceRole: 'COACH',
        attendance: 'PRESENT',
      },
    });
    expect(events.slice(0, 2).map(({ type }) => type)).toEqual(['SessionHeld', 'TrajectoryStarted']);
    expect(life.until('2026-09-14').say.intake().of('TrajectoryStarted')).toHaveLength(1);
    expect(life.clock('deadline.END')?.armedOn).toBe('2026-09-09');
  });

  it('do not start with a group session', () => {
    const life = referred().say.invite().tell('HoldSession', {
      sessionId: 's',
      on: '2026-09-01',
      minutes: 30,
      kind: 'GROUP',
      serviceRole: 'COACH',
      attendance: 'PRESENT',
    });
    expect(life.status).toBe('INVITED');
  });

  it('pause and resume', () => {
    const life = active().say.pause();
    expect(life.status).toBe('PAUSED');
    expect(life.until('2026-09-21').say.resume().status).toBe('ACTIVE');
  });

  it('land, relapse and land again', () => {
    const life = active().until('2026-11-02').say.placement();
    expect(life.status).toBe('LANDED');
    expect(life.until('2026-12-01').say.reopen(60).status).toBe('ACTIVE');
    expect(life.until('2027-01-11').say.placement().status).toBe('LANDED');
  });

  it('land from a pause, which ends it', () => {
    const life = active().say.pause().until('2026-10-05').say.placement();
    expect(life.status).toBe('LANDED');
    expect(life.clock('task.Z3_VERIFY_PLACEMENT')?.status).toBe('RUNNING');
    expect(life.refusal((it) => it.say.resume())).toBe('trajectory-not-paused');
  });

  it('reopen on the very day of the landing that was an error', () => {
    const life = active().until('2026-11-02').say.placement().say.reopen(100);
    expect(life.status).toBe('ACTIVE');
    expect(life.say.placement().status).toBe('LANDED');
  });

  it('close, reopen and close again, on one day', () => {
    const life = active().until('2026-11-02').say.close();
    expect(life.status).toBe('CLOSED');
    expect(life.say.reopen(30).status).toBe('ACTIVE');
    expect(life.say.close().status).toBe('CLOSED');
  });

  it('end without a start when somebody declines or never answers', () => {
    const declined = referred().tell('DeclineParticipation', { reason: 'OWN_NETWORK', on: '2026-09-01' });
    expect(declined.status).toBe('DECLINED');
    const expired = referred().say.invite().until('2026-10-01').tell('ExpireParticipation', {});
    expect(expired.status).toBe('EXPIRED');
    expect(expired.send({ type: 'ExpireParticipation', data: {} })).toEqual([]);
  });

  it.each<[string, (life: TrajectoryLife) => unknown, () => TrajectoryLife, string]>([
    ['refer twice', (life) => life.refer(), referred, 'trajectory-known'],
    ['pause before the start', (life) => life.say.pause(), referred, 'trajectory-referred'],
    ['find work before the start', (life) => life.say.placement(), referred, 'trajectory-referred'],
    ['plan before the start', (life) => life.say.plan(), referred, 'trajectory-referred'],
    ['expire what was answered', (life) => life.tell('ExpireParticipation', {}), active, 'participation-not-open'],
    ['pause twice', (life) => life.say.pause().say.pause(), active, 'trajectory-paused'],
    ['pause what has landed', (life) => life.say.placement().say.pause(), active, 'trajectory-landed'],
    ['resume what runs', (life) => life.say.resume(), active, 'trajectory-not-paused'],
    ['reopen what is open', (life) => life.say.reopen(10), active, 'trajectory-open'],
    ['work on after closing', (life) => life.say.close().say.plan(), active, 'trajectory-closed'],
    [
      'add a task after closing',
      (life) => life.say.close().tell('AddTask', { title: 'x', role: 'COACH' }),
      active,
      'trajectory-closed',
    ],
    ['close twice', (life) => life.say.close().say.close(), active, 'trajectory-closed'],
    [
      'close with a result without one',
      (life) => life.say.close(undefined, { closureClass: 'RESULT' }),
      active,
      'closure-needs-outcome',
    ],
    [
      'share a report without a plan',
      (life) =>
        life.tell('ShareReport', {
          reportId: 'r',
          type: 'FINAL',
          audience: 'EMPLOYER_HR',
          from: '2026-09-14',
          to: life.today,
          hash: 'abc',
        }),
      active,
      'plan-missing',
    ],
    ['record what lies ahead', (life) => life.say.contact('2027-01-01'), active, 'date-in-the-future'],
    [
      'correct what follows',
      (life) => life.say.correct('TrajectoryStarted', { on: '2026-09-10' }),
      active,
      'fact-derived',
    ],
    ['take back a referral', (life) => life.say.takeBack('ParticipantReferred'), active, 'referral-not-voidable'],
    [
      'reopen before the end',
      (life) => life.until('2026-10-05').say.close().say.reopen(5, '2026-10-01'),
      active,
      'date-order',
    ],
    ['resume before the pause', (life) => life.say.pause().say.resume('2026-09-01'), active, 'date-order'],
    [
      'pause within an earlier pause',
      (life) => life.say.pause().until('2026-09-21').say.resume().say.pause('2026-09-16'),
      active,
      'date-order',
    ],
  ])('refuse to %s', (_what, attempt, life, code) => {
    expect(life().refusal(attempt)).toBe(code);
  });
});
