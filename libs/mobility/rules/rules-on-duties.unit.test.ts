import { describe, expect, it } from '@jest/globals';
import { coach, type CoachCommand } from '../coach/decider.js';
import { participant, type ParticipantCommand } from '../participant/decider.js';
import { DutyLife, HOME } from './testing/duty-lives.js';

const PROFILE = {
  coachId: 'sam',
  name: 'Sam Bakker',
  specialisms: [],
  regions: [],
  languages: ['nl'],
  maxComplexity: 4,
  weightedMax: 20,
};

describe('R14 a coach’s credential', () => {
  const renewed = (validUntil: string, register = 'NOLOC'): CoachCommand => ({
    type: 'RecordCoachCredential',
    data: { register, validUntil },
  });
  const registered = (...credentials: readonly CoachCommand[]) =>
    new DutyLife(coach, { calendar: HOME }, '2026-09-01').tell(
      { type: 'RegisterCoach', data: PROFILE },
      ...credentials,
    );

  it('90 and 30 days before it runs out, and on the day, coach and quality officer hear of it; then it holds no more', () => {
    const life = registered(renewed('2027-03-31')).until('2027-04-02');
    expect(life.fired).toEqual([
      '2026-12-31 ninety COACH+QUALITY_OFFICER',
      '2027-03-01 thirty COACH+QUALITY_OFFICER',
      '2027-03-31 due COACH+QUALITY_OFFICER',
    ]);
    expect(life.events.filter(({ type }) => type === 'CoachCredentialExpired')).toMatchObject([
      { data: { register: 'NOLOC', validUntil: '2027-03-31' }, occurredAt: '2027-03-31T22:00:00.000Z' },
    ]);
  });

  it('is silent about one that was renewed in time, until the new one runs out', () => {
    const life = registered(renewed('2027-03-31')).until('2026-12-01').tell(renewed('2028-03-31')).until('2027-12-01');
    expect(life.fired).toEqual([]);
    expect(life.until('2028-01-10').fired).toEqual(['2028-01-01 ninety COACH+QUALITY_OFFICER']);
  });

  it('keeps the registers of one coach apart, and begins again with what lapsed', () => {
    const life = registered(renewed('2026-12-31'), renewed('2027-06-30', 'CMI')).until('2027-01-10');
    expect(life.fired.map((each) => each.slice(0, 10))).toEqual(['2026-10-02', '2026-12-01', '2026-12-31']);
    expect([...life.state.credentials.keys()]).toEqual(['CMI']);
    life.tell(renewed('2027-12-31')).until('2027-11-01');
    expect(life.fired.slice(3).map((each) => each.slice(0, 10))).toEqual([
      '2027-04-01',
      '2027-05-31',
      '2027-06-30',
      '2027-10-02',
    ]);
  });

  it('says at once of one that was past already that it does not hold', () => {
    const life = registered(renewed('2026-08-31'));
    expect(life.events.map(({ type }) => type)).toEqual([
      'CoachRegistered',
      'CoachCredentialRecorded',
      'CoachCredentialExpired',
    ]);
    expect(life.until('2027-01-01').fired).toEqual([]);
  });
});

describe('R18 a person’s request', () => {
  const parameters = [
    {
      code: 'AVG_REQUEST',
      value: 'P1M',
      unit: 'calendarMonths',
      validFrom: '2018-05-25',
      source: 'AVG art. 12 lid 3',
      confidence: 'H' as const,
    },
  ];
  const person = new Map<string, string>([
    ['participantId', 'p-1'],
    ['employerId', 'e-1'],
    ['externalId', '17'],
    ['firstName', 'Ada'],
    ['lastName', 'Bos'],
    ['language', 'nl'],
  ]);
  const REGISTER = {
    type: 'RegisterParticipant',
    data: Object.fromEntries(person),
  } as unknown as ParticipantCommand;
  const asked = (requestId: string, receivedOn?: string): ParticipantCommand => ({
    type: 'ReceiveSubjectRequest',
    data: { requestId, kind: 'ACCESS', ...(receivedOn ? { receivedOn } : {}) },
  });
  const known = (...commands: readonly ParticipantCommand[]) =>
    new DutyLife(participant, { calendar: HOME, parameters }, '2026-10-01').tell(REGISTER, ...commands);

  it('14, 25 and 30 days after it came in the quality officer hears of it; the month of the law is the task’s day', () => {
    const life = known(asked('r-1'));
    expect(life.state.workflow.tasks['SUBJECT_REQUEST.r-1']).toMatchObject({
      role: 'QUALITY_OFFICER',
      mandatory: true,
    });
    expect(life.state.workflow.clocks['task.SUBJECT_REQUEST.r-1']).toMatchObject({ kind: 'STATUTORY' });
    expect(life.events.find(({ type }) => type === 'ClockArmed')?.data).toMatchObject({
      legalOn: '2026-11-01',
      dueOn: '2026-10-30',
    });
    expect(life.until('2026-12-01').fired).toEqual([
      '2026-10-15 day14 QUALITY_OFFICER',
      '2026-10-26 day25 QUALITY_OFFICER',
      '2026-10-31 day30 QUALITY_OFFICER',
    ]);
  });

  it('is silent once it was answered, and about another one than that', () => {
    const life = known(asked('r-1'), asked('r-2', '2026-09-28')).until('2026-10-08');
    life.tell({ type: 'FulfilSubjectRequest', data: { requestId: 'r-1' } }).until('2026-12-01');
    expect(life.state.workflow.tasks['SUBJECT_REQUEST.r-1']).toMatchObject({ status: 'DONE', byFact: true });
    expect(life.fired.map((each) => each.slice(0, 16))).toEqual([
      '2026-10-12 day14',
      '2026-10-23 day25',
      '2026-10-28 day30',
    ]);
  });

  it('is silent about somebody who was erased', () => {
    const life = known(asked('r-1')).until('2026-10-02');
    life.tell({ type: 'RecordErasure', data: { reason: 'REQUEST' } });
    expect(life.until('2026-12-01').fired).toEqual([]);
    expect(life.state.workflow.tasks['SUBJECT_REQUEST.r-1']).toMatchObject({ status: 'DONE' });
  });
});
