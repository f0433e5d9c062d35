import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { type TrajectoryLife } from '../testing/trajectory-life.js';

const CLOCK = 'survey.INTAKE.1';
const ANSWER = { moment: 'INTAKE', items: [], anonymous: true };
const SYSTEM = { type: 'SYSTEM', id: 'survey-sending' } as const;
const expired = (life: TrajectoryLife) => life.of('SurveyExpired').map(({ data, occurredAt }) => [data, occurredAt]);

/** Begun on 14 September 2026; the survey is sent on the 16th. */
const asked = (more: object = {}): TrajectoryLife =>
  begun('IND-6')
    .until('2026-09-16')
    .tell('SendSurvey', { moment: 'INTAKE', ...more }, SYSTEM);

describe('a survey that was sent', () => {
  it('expires when its time to answer is over and nobody answered, once', () => {
    const life = asked().until('2026-10-14', '23:59');
    expect([life.clock(CLOCK)?.dueOn, expired(life)]).toEqual(['2026-10-14', []]);
    life.until('2026-10-15', '00:00');
    expect(expired(life)).toEqual([[{ moment: 'INTAKE' }, '2026-10-14T22:00:00.000Z']]);
    expect(life.clock(CLOCK)).toMatchObject({ status: 'STOPPED', how: 'ENDED' });
    life.send({ type: 'FallDue', data: {} });
    expect(expired(life.until('2027-03-01'))).toHaveLength(1);
    expect(life.of('ClockExpired').filter(({ data }) => data.clockId === CLOCK)).toEqual([]);
  });

  it('does not expire once it was answered, and the answer is no deadline met', () => {
    const life = asked().until('2026-10-01').tell('CompleteSurvey', ANSWER);
    expect(life.clock(CLOCK)).toMatchObject({ status: 'STOPPED', how: 'ENDED', stoppedOn: '2026-10-01' });
    expect(expired(life.until('2027-03-01'))).toEqual([]);
  });

  it('has the day that whoever sent it named', () => {
    const life = asked({ answerBy: '2026-09-23' }).until('2026-09-24', '00:00');
    expect(expired(life)).toHaveLength(1);
    expect(life.refusal((it) => it.tell('SendSurvey', { moment: 'MID', answerBy: '2026-09-01' }, SYSTEM))).toBe(
      'date-order',
    );
  });

  it('takes no answer once it has expired, but one that came in time and was recorded late; a new one can be sent', () => {
    const life = asked({ answerBy: '2026-09-23' }).until('2026-10-01');
    expect(life.refusal((it) => it.tell('CompleteSurvey', ANSWER))).toBe('survey-closed');
    expect(life.refusal((it) => it.tell('CompleteSurvey', { ...ANSWER, occurredOn: '2026-09-23' }))).toBeUndefined();
    life.tell('SendSurvey', { moment: 'INTAKE' }, SYSTEM);
    expect(life.clock('survey.INTAKE.2')).toMatchObject({ status: 'RUNNING', dueOn: '2026-10-29' });
    expect(life.refusal((it) => it.tell('CompleteSurvey', ANSWER))).toBeUndefined();
  });

  it('waits as long as somebody is paused, and after the end: that one is sent when a trajectory closes', () => {
    const life = asked().until('2026-09-21').say.pause().until('2026-11-02');
    expect([life.clock(CLOCK)?.status, expired(life)]).toEqual(['SUSPENDED', []]);
    life.say.resume();
    expect(life.clock(CLOCK)?.dueOn).toBe('2026-11-25');
    life.say.close();
    life.tell('SendSurvey', { moment: 'END' }, SYSTEM);
    expect(life.clock('survey.END.1')).toMatchObject({ status: 'RUNNING', dueOn: '2026-11-30' });
    expect(expired(life.until('2027-01-01'))).toHaveLength(2);
  });

  it('expires no more once it is taken back', () => {
    const life = asked().say.takeBack('SurveySent');
    expect(life.clock(CLOCK)).toMatchObject({ status: 'STOPPED', how: 'CANCELLED' });
    expect(expired(life.until('2027-03-01'))).toEqual([]);
  });
});
