import { describe, expect, it } from '@jest/globals';
import { fieldsOf, kebab, validate } from '@overstap/kernel';
import { ANALYSIS_FACTS } from '../analysis/facts.js';
import { APPLICATION_FACTS } from '../application/facts.js';
import { COACHING_FACTS } from '../coaching/facts.js';
import { INTAKE_FACTS } from '../intake/facts.js';
import * as intake from '../intake/events.js';
import { PLACEMENT_FACTS } from '../placement/facts.js';
import { QUALITY_FACTS } from '../quality/facts.js';
import { RECORDED_EVENTS } from '../recorded-events.js';
import * as redeployment from '../redeployment/events.js';
import { REDEPLOYMENT_FACTS } from '../redeployment/facts.js';
import * as referral from '../referral/events.js';
import { REINTEGRATION_FACTS } from '../reintegration/facts.js';
import { REFERRAL_FACTS } from '../referral/facts.js';
import * as report from '../report/events.js';
import { REPORT_FACTS } from '../report/facts.js';
import * as analysis from '../analysis/events.js';
import * as application from '../application/events.js';
import * as coaching from '../coaching/events.js';
import * as placement from '../placement/events.js';
import * as quality from '../quality/events.js';
import { backdatable, businessDateOf, payloadOf } from './business-date.js';
import { FACTS } from './facts.js';

const rows = Object.entries(FACTS).map(([name, fact]) => ({ name, fact }));
const problemsOf = (name: keyof typeof FACTS, body: object) => {
  const checked = validate(FACTS[name].body as new () => object, body);
  return 'problems' in checked ? checked.problems.map(({ field, rule }) => `${field} ${rule}`) : [];
};

describe('the table of facts', () => {
  it('loses no row when the tables of the concepts are joined', () => {
    const tables = [REFERRAL_FACTS, INTAKE_FACTS, COACHING_FACTS, ANALYSIS_FACTS, APPLICATION_FACTS, PLACEMENT_FACTS];
    const others = [REDEPLOYMENT_FACTS, REINTEGRATION_FACTS, REPORT_FACTS, QUALITY_FACTS];
    const names = [...tables, ...others].flatMap((table) => Object.keys(table));
    expect(rows).toHaveLength(names.length + 1);
    expect(new Set(rows.map(({ name }) => kebab(name))).size).toBe(rows.length);
  });

  it('has one command for every fact of a trajectory, and leaves out what other commands bring about', () => {
    const sets = [referral, intake, coaching, analysis, application, placement, redeployment, report, quality];
    const recorded = new Set(rows.map(({ fact }) => fact.event.name));
    expect(recorded.size).toBe(rows.length);
    expect(sets.flatMap((set) => Object.keys(set)).filter((type) => !recorded.has(type))).toEqual([
      'CoachMatched',
      'CoachReassigned',
      'CoachStandInEnded',
      'CoachStandInNamed',
      'ParticipantInvited',
      'ParticipantReferred',
      'ParticipationExpired',
    ]);
  });

  it.each(rows)('$name records a declared event and says who may and what for', ({ fact }) => {
    expect(RECORDED_EVENTS.has(fact.event.name)).toBe(true);
    expect(new Set(fact.roles).size).toBe(fact.roles.length);
    expect(fact.roles.length).toBeGreaterThan(0);
    expect(fact.summary).toMatch(/^[A-Z].*[^.]$/);
  });

  it.each(rows)('$name keeps occurredOn out of the event', ({ fact }) => {
    expect(fieldsOf(fact.event).map((field) => field.name)).not.toContain('occurredOn');
  });

  it('lets nobody say how a placement counts', () => {
    const body = {
      placementId: 'placement-1',
      outcomeType: 'SUBSIDISED_WORK',
      acceptedOn: '2027-02-01',
      startsOn: '2027-03-01',
      hoursPerWeek: 32,
      sector: 'Zorg',
      sameFunction: false,
      sameSector: false,
      channel: 'NETWORK',
      subsidised: true,
      internal: false,
    };
    expect(problemsOf('RecordPlacement', body)).toEqual([]);
    expect(problemsOf('RecordPlacement', { ...body, counts: true })).toEqual(['counts unknownField']);
    expect(problemsOf('CorrectPlacement', { placementId: 'placement-1', reason: 'x', bases: ['STRICT'] })).toEqual([
      'bases unknownField',
    ]);
  });
});

describe('backdating', () => {
  it('offers occurredOn where the payload has no date of its own', () => {
    const goal = { goalId: 'goal-1' };
    expect(problemsOf('AchieveGoal', { ...goal, occurredOn: '2027-02-01' })).toEqual([]);
    expect(problemsOf('AchieveGoal', { ...goal, occurredOn: '2027-02-30' })).toEqual(['occurredOn date']);
    expect(
      problemsOf('HoldIntake', { on: '2026-09-14', minutes: 60, mode: 'VIDEO', occurredOn: '2026-09-14' }),
    ).toEqual(['occurredOn unknownField']);
  });

  it('makes one body per payload and leaves the payload alone', () => {
    expect(backdatable(coaching.GoalAchieved)).toBe(backdatable(coaching.GoalAchieved));
    expect(backdatable(intake.IntakeHeld)).toBe(intake.IntakeHeld);
    expect(fieldsOf(coaching.GoalAchieved).map((field) => field.name)).toEqual(['goalId']);
  });

  it.each([
    ['the day it was held', { on: '2026-09-14', minutes: 60 }, '2026-09-14'],
    ['the acceptance, not the first day worked', { acceptedOn: '2027-02-01', startsOn: '2027-03-01' }, '2027-02-01'],
    ['not the acceptance that a correction puts right', { acceptedOn: '2027-02-02', reason: 'x' }, undefined],
    ['the signature', { planVersion: 1, signedOn: '2026-10-02' }, '2026-10-02'],
    ['the first day', { kind: 'TRIAL', from: '2027-01-04' }, '2027-01-04'],
    ['what the recorder says', { goalId: 'goal-1', occurredOn: '2027-02-01' }, '2027-02-01'],
    ['not the period of a report', { from: '2026-09-14', to: '2026-12-14' }, undefined],
    [
      'what the recorder says of a report',
      { from: '2026-09-14', to: '2026-12-14', occurredOn: '2026-12-15' },
      '2026-12-15',
    ],
    ['not the old value of a change', { from: 'CHOICE', to: 'MEANING' }, undefined],
    ['not the moment of an appointment ahead', { at: '2026-09-14T09:00:00+02:00', mode: 'PHONE' }, undefined],
    ['nothing when nothing is said', { goalId: 'goal-1', occurredOn: undefined }, undefined],
  ])('takes as the day %s', (_, body, expected) => {
    expect(businessDateOf(body)).toBe(expected);
  });

  it('agrees with the bodies: where no occurredOn is offered, the payload has a day', () => {
    const dated = rows.filter(({ fact }) => !fieldsOf(fact.body).some((field) => field.name === 'occurredOn'));
    for (const { fact } of dated) {
      const body = Object.fromEntries(fieldsOf(fact.body).map(({ name }) => [name, '2027-02-01']));
      expect(businessDateOf(body)).toBe('2027-02-01');
    }
    expect(dated.length).toBeGreaterThan(30);
  });

  it('keeps of a body what the event keeps', () => {
    expect(payloadOf({ goalId: 'goal-1', occurredOn: '2027-02-01' })).toEqual({ goalId: 'goal-1' });
  });
});
