import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { type TrajectoryLife } from '../testing/trajectory-life.js';
import { apply, CHECK_IN, firedOn, PARTICIPANT, raised, recipients } from './testing/rule-lives.js';

/** Invited on Tuesday 1 September 2026, reached on the 3rd, intake on Monday the 14th. */
const invited = (): TrajectoryLife => begun('IND-6', false).say.invite();
const underWay = (): TrajectoryLife => begun('IND-6');
/** Eleven weeks on, the search is open. */
const searching = (): TrajectoryLife => begun('IND-6').until('2026-11-30');

describe('R1 activation', () => {
  it('no contact: calls after 2, 5 and 10 working days, after 28 days a proposal to let it expire', () => {
    const life = invited().until('2026-10-01');
    const calls = [1, 2, 3].flatMap((n) => raised(life, `ACTIVATION_CALL_${n}`));
    expect(calls).toEqual(['2026-09-03', '2026-09-08', '2026-09-15']);
    expect(raised(life, 'EXPIRY_PROPOSAL')).toEqual(['2026-09-30']);
  });

  it('is silent once contact was made, and about a call that was tried already', () => {
    const reached = invited().until('2026-09-02').say.contact().until('2026-10-10');
    expect(raised(reached, 'ACTIVATION_CALL_1').concat(raised(reached, 'EXPIRY_PROPOSAL'))).toEqual([]);
    const tried = invited()
      .tell('AttemptFirstContact', { n: 1, channel: 'PHONE', outcome: 'NO_ANSWER' })
      .until('2026-09-09');
    expect([raised(tried, 'ACTIVATION_CALL_1'), raised(tried, 'ACTIVATION_CALL_2')]).toEqual([[], ['2026-09-08']]);
  });
});

describe('R2 first contact within 48 hours', () => {
  it('the planner hears of it when they are over, then the team lead', () => {
    const life = invited().until('2026-09-10');
    expect(recipients(life, 'deadline.FIRST_CONTACT')).toEqual(['due PLANNER', 'team TEAM_LEAD']);
  });

  it('is silent when contact was made in time', () => {
    const life = invited().until('2026-09-02').say.contact().until('2026-09-10');
    expect(life.fired('deadline.FIRST_CONTACT')).toEqual([]);
  });
});

describe('R3 inactivity of the participant', () => {
  it('somebody who does nothing after the intake is called after 21 days, and again 14 days after a call', () => {
    const life = underWay().until('2026-10-07');
    expect(raised(life, 'INACTIVITY_CALL')).toEqual(['2026-10-06']);
    life.tell('LogContact', { purpose: 'INACTIVITY', withRole: 'PARTICIPANT' });
    expect(life.task('INACTIVITY_CALL.1')).toMatchObject({ status: 'DONE', doneOn: '2026-10-07' });
    expect(raised(life.until('2026-10-21'), 'INACTIVITY_CALL')).toEqual(['2026-10-06']);
    expect(raised(life.until('2026-10-23'), 'INACTIVITY_CALL')).toEqual(['2026-10-06', '2026-10-22']);
  });

  it('in the search after 14 days, and a call that is open is not doubled', () => {
    const life = searching().tell('LogContact', { purpose: 'INACTIVITY', withRole: 'PARTICIPANT' });
    apply(life, 'a-1').until('2027-01-31');
    const calls = raised(life, 'INACTIVITY_CALL');
    expect(calls.filter((day) => day > '2026-11-30')).toEqual(['2026-12-15']);
  });

  it('anything the participant does starts it anew: a check-in, a task, a session', () => {
    const life = underWay().until('2026-10-02').tell('SubmitCheckIn', CHECK_IN, PARTICIPANT);
    expect(raised(life.until('2026-10-20'), 'INACTIVITY_CALL')).toEqual([]);
    life.say.done('EXCLUSION_LIST').until('2026-11-05').say.session();
    expect(raised(life.until('2026-11-20'), 'INACTIVITY_CALL')).toEqual([]);
  });

  it('is silent about somebody who landed or who is away', () => {
    expect(raised(underWay().say.placement().until('2026-12-01'), 'INACTIVITY_CALL')).toEqual([]);
    expect(raised(underWay().until('2026-09-20').say.pause().until('2026-12-01'), 'INACTIVITY_CALL')).toEqual([]);
  });
});

describe('R4 inactivity of the coach', () => {
  const asked = (): TrajectoryLife =>
    underWay().tell('SubmitCheckIn', { ...CHECK_IN, supportNeededRef: 'note-1' }, PARTICIPANT);

  it('a question waits for more than three working days: the coach hears of it, on the fifth the team lead', () => {
    const life = asked().until('2026-09-30');
    expect(recipients(life, 'deadline.WAITING_ON_COACH')).toEqual(['coach COACH', 'team TEAM_LEAD']);
    expect(firedOn(life, 'deadline.WAITING_ON_COACH')).toEqual(['2026-09-18', '2026-09-21']);
  });

  it('a task that waits for the coach counts too', () => {
    const life = underWay().tell('BlockTask', { taskId: 'S9_PLAN', waitingOn: 'COACH' }).until('2026-09-30');
    expect(life.fired('deadline.WAITING_ON_COACH')).toEqual(['coach', 'team']);
  });

  it('is silent when the coach answers in time, and when nothing was asked', () => {
    const answered = asked().until('2026-09-16').tell('LogContact', { purpose: 'SUPPORT', withRole: 'PARTICIPANT' });
    expect(answered.until('2026-09-30').fired('deadline.WAITING_ON_COACH')).toEqual([]);
    const told = underWay().tell('SubmitCheckIn', CHECK_IN, PARTICIPANT).until('2026-09-30');
    expect(told.fired('deadline.WAITING_ON_COACH')).toEqual([]);
    const unblocked = underWay().tell('BlockTask', { taskId: 'S9_PLAN', waitingOn: 'COACH' }).until('2026-09-15');
    unblocked.tell('UnblockTask', { taskId: 'S9_PLAN' }).until('2026-09-30');
    expect(unblocked.fired('deadline.WAITING_ON_COACH')).toEqual([]);
  });
});

describe('the mirror of R4: the coach waits for the participant', () => {
  const blocked = (): TrajectoryLife => underWay().tell('BlockTask', { taskId: 'S9_PLAN', waitingOn: 'PARTICIPANT' });
  const clock = 'deadline.WAITING_ON_PARTICIPANT';

  it('after more than three working days the participant gets a friendly line, on the fifth the coach sees it', () => {
    const life = blocked().until('2026-09-30');
    expect(recipients(life, clock)).toEqual(['friendly PARTICIPANT', 'coach COACH']);
    expect(firedOn(life, clock)).toEqual(['2026-09-18', '2026-09-21']);
  });

  it('an instrument that was assigned waits too, until the participant does something', () => {
    const instrument = { instrumentId: 'i-1', theme: 'VALUES', questionTypes: ['CHOICE'] };
    const life = underWay().until('2026-09-16').tell('AssignInstrument', instrument).until('2026-09-22');
    expect(life.fired(clock)).toEqual(['friendly']);
    expect(life.tell('SubmitCheckIn', CHECK_IN, PARTICIPANT).clock(clock)).toMatchObject({ how: 'CANCELLED' });
    expect(life.until('2026-10-05').fired(clock)).toEqual(['friendly']);
  });

  it('is silent when the task goes on, when nothing was asked, and in a pause', () => {
    const unblocked = blocked().until('2026-09-16').tell('UnblockTask', { taskId: 'S9_PLAN' });
    expect(unblocked.until('2026-09-30').fired(clock)).toEqual([]);
    expect(underWay().until('2026-09-30').clock(clock)).toBeUndefined();
    expect(blocked().until('2026-09-16').say.pause().until('2026-10-30').fired(clock)).toEqual([]);
  });
});

describe('R5 three no-shows', () => {
  const absent = (life: TrajectoryLife, day: string, excused = false): TrajectoryLife =>
    life.until(day).tell('RecordSessionNoShow', { sessionId: `s-${day}`, excused });

  it('coach and team lead talk about the third in a row, and the employer is told nothing', () => {
    const life = underWay();
    for (const day of ['2026-09-15', '2026-09-17', '2026-09-22']) absent(life, day);
    life.until('2026-09-25');
    expect(raised(life, 'NO_SHOW_TALK')).toEqual(['2026-09-23']);
    expect(life.task('NO_SHOW_TALK.1')).toMatchObject({ role: 'COACH', withRoles: ['TEAM_LEAD'] });
    const told = life
      .until('2026-11-01')
      .of('RungFired')
      .flatMap(({ data }) => data.toRoles);
    expect(told.filter((role) => role.startsWith('EMPLOYER'))).toEqual([]);
  });

  it('is silent about excused ones and when a session was held in between', () => {
    const excused = underWay();
    absent(absent(absent(excused, '2026-09-15'), '2026-09-17', true), '2026-09-22');
    expect(raised(excused.until('2026-10-01'), 'NO_SHOW_TALK')).toEqual([]);
    const came = absent(absent(underWay(), '2026-09-15'), '2026-09-17').until('2026-09-18').say.session();
    expect(raised(absent(came, '2026-09-22').until('2026-10-01'), 'NO_SHOW_TALK')).toEqual([]);
  });
});

describe('R6 check-in before a session', () => {
  const TALK = { sessionId: 's-9', minutes: 60, mode: 'VIDEO', by: 'COACH' };
  const planned = (at: string): TrajectoryLife => underWay().tell('ScheduleSession', { ...TALK, at });

  it('the participant is asked five working days before, also when the session moved', () => {
    const life = planned('2026-10-01T09:00:00.000Z').until('2026-09-21');
    life.tell('RescheduleSession', { ...TALK, at: '2026-10-08T09:00:00.000Z' }).until('2026-10-02');
    expect(recipients(life, 'task.PRE_MEETING.1')).toEqual(['before PARTICIPANT']);
    expect(firedOn(life, 'task.PRE_MEETING.1')).toEqual(['2026-10-01']);
  });

  it('is silent once the participant said something, and when the session was cancelled', () => {
    const said = planned('2026-10-01T09:00:00.000Z').tell('SubmitCheckIn', CHECK_IN, PARTICIPANT);
    expect(said.until('2026-10-02').fired('task.PRE_MEETING.1')).toEqual([]);
    const off = planned('2026-10-01T09:00:00.000Z').tell('CancelSession', { sessionId: 's-9', by: 'COACH' });
    expect(off.until('2026-10-02').fired('task.PRE_MEETING.1')).toEqual([]);
    expect(off.task('PRE_MEETING.1')).toMatchObject({ status: 'CANCELLED' });
  });
});

describe('R7 overrun of a phase', () => {
  it('is reviewed before its box ends, at its end and after', () => {
    expect(underWay().until('2026-12-01').fired('phase.intake')).toEqual(['before', 'due', 'overrun']);
  });

  it('is silent about a phase that is over', () => {
    expect(underWay().say.plan().until('2026-12-01').fired('phase.intake')).toEqual([]);
  });
});

describe('R8 the end without landing', () => {
  it('60, 30 and 14 days before, coach and programme manager hear of it and decide on an extension', () => {
    const life = underWay().until('2027-03-10');
    expect(recipients(life, 'deadline.END')).toEqual(
      ['sixty', 'thirty', 'fourteen'].map((rung) => `${rung} COACH+PROGRAMME_MANAGER`),
    );
    expect(raised(life, 'EXTENSION_DECISION')).toEqual(['2027-01-14']);
  });

  it('is silent about somebody who landed', () => {
    expect(underWay().until('2026-11-02').say.placement().until('2027-03-10').fired('deadline.END')).toEqual([]);
  });
});
