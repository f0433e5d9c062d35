import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { TrajectoryLife, worldOf } from '../testing/trajectory-life.js';
import { apply, firedOn, PARTICIPANT, raised, recipients, silenced } from './testing/rule-lives.js';

/** Intake on Monday 14 September 2026; the employment ends on 31 March 2027. */
const underWay = (): TrajectoryLife => begun('IND-6');
const landed = (): TrajectoryLife => underWay().until('2026-11-02').say.placement();

describe('R9 window of the benefit', () => {
  const onBenefit = (): TrajectoryLife =>
    underWay()
      .until('2026-11-02')
      .tell('CloseBenefitWindow', { start: '2026-10-05', end: '2026-11-01', activities: 4, target: 4 });

  it('a week before its end the participant alone hears of it', () => {
    const life = onBenefit().until('2026-11-30');
    expect(recipients(life, 'deadline.BENEFIT_WINDOW')).toEqual(['week PARTICIPANT']);
    expect(firedOn(life, 'deadline.BENEFIT_WINDOW')).toEqual(['2026-11-22']);
  });

  it('is silent after four activities, and about somebody without a benefit', () => {
    const life = onBenefit().until('2026-11-10');
    for (const n of [1, 2, 3]) apply(life, `a-${n}`);
    life.tell('LogNetworkContact', { contactType: 'PEER', on: life.today, outcome: 'TALKED' }, PARTICIPANT);
    expect(life.until('2026-11-30').fired('deadline.BENEFIT_WINDOW')).toEqual([]);
    expect(silenced(life, 'deadline.BENEFIT_WINDOW')).toEqual(['week DONE']);
    expect(underWay().until('2027-03-01').clock('deadline.BENEFIT_WINDOW')).toBeUndefined();
  });

  /** The employment ends on 31 March 2027; the checklist for applying is done a week before. */
  const applied = (): TrajectoryLife => {
    const life = begun('IND-9').until('2027-03-25');
    for (const n of [1, 2, 3, 4]) apply(life, `before-${n}`);
    return life.say.done('CONTRACT_END_7');
  };
  const windows = (life: TrajectoryLife) => life.of('BenefitWindowClosed').map(({ data }) => data);

  it('the first one begins with the end of the employment, whatever was done before; one after the other is closed by itself', () => {
    const life = applied().until('2027-04-22');
    expect(firedOn(life, 'deadline.BENEFIT_WINDOW_FIRST')).toEqual(['2027-04-21']);
    apply(apply(life, 'a-1'), 'a-2').until('2027-05-03');
    expect(windows(life)).toEqual([{ start: '2027-04-01', end: '2027-04-28', activities: 2, target: 4 }]);
    life.until('2027-05-27');
    expect(firedOn(life, 'deadline.BENEFIT_WINDOW')).toEqual(['2027-05-19']);
    expect(windows(life)[1]).toEqual({ start: '2027-04-29', end: '2027-05-26', activities: 0, target: 4 });
  });

  it('asks for as many activities as the law does on the first day of the window', () => {
    const six = { code: 'WW_DUTY', value: '6', unit: 'application activities per 4 weeks', validFrom: '2027-04-15' };
    const life = applied();
    life.world = {
      ...life.world,
      parameters: [...life.world.parameters, { ...six, source: 'a law to come', confidence: 'M' }],
    };
    life.until('2027-04-10');
    for (const n of [1, 2, 3, 4]) apply(life, `first-${n}`);
    life.until('2027-05-03');
    expect(life.fired('deadline.BENEFIT_WINDOW_FIRST')).toEqual([]);
    for (const n of [1, 2, 3, 4]) apply(life, `second-${n}`);
    life.until('2027-05-27');
    expect(firedOn(life, 'deadline.BENEFIT_WINDOW')).toEqual(['2027-05-19']);
    expect(windows(life).map(({ activities, target }) => [activities, target])).toEqual([
      [4, 4],
      [4, 6],
    ]);
  });

  it('is silent in the start period of a business, after landing, and while nobody applied for a benefit', () => {
    const self = applied().until('2027-04-05').tell('GrantStartPeriod', { from: '2027-04-05', to: '2027-10-04' });
    expect(self.until('2027-05-30').fired('deadline.BENEFIT_WINDOW_FIRST')).toEqual([]);
    const working = applied().until('2027-04-05').say.placement().until('2027-05-30');
    expect([working.fired('deadline.BENEFIT_WINDOW_FIRST'), windows(working)]).toEqual([[], []]);
    expect(begun('IND-9').until('2027-05-30').clock('deadline.BENEFIT_WINDOW_FIRST')).toBeUndefined();
  });

  it('counts each window anew', () => {
    const life = onBenefit().until('2026-11-10');
    for (const n of [1, 2, 3, 4]) apply(life, `a-${n}`);
    life
      .until('2026-11-30')
      .tell('CloseBenefitWindow', { start: '2026-11-02', end: '2026-11-29', activities: 4, target: 4 });
    expect(firedOn(life.until('2026-12-30'), 'deadline.BENEFIT_WINDOW')).toEqual(['2026-12-20']);
  });
});

describe('R10 end of the contract', () => {
  it.each(['IND-6', 'COL-12'] as const)('%s: the coach has a checklist 90, 30 and 7 days before', (code) => {
    const life = begun(code).until('2027-04-01');
    const due = [90, 30, 7].map(
      (days) => life.of('ClockArmed').find(({ data }) => data.clockId === `task.CONTRACT_END_${days}`)?.data.dueOn,
    );
    expect(due).toEqual(['2026-12-31', '2027-03-01', '2027-03-24']);
    expect(recipients(life, 'task.CONTRACT_END_7')).toContain('due COACH');
  });

  it.each([
    ['2026-03-31', ['CONTRACT_END_7']],
    ['2026-10-10', ['CONTRACT_END_30', 'CONTRACT_END_7']],
  ])(
    'asks of somebody whose contract ends on %s only for what is not past, and for the last in any case',
    (contractEndOn, expected) => {
      const life = new TrajectoryLife(worldOf('IND-6')).until('2026-09-01');
      life.refer({ notifiedOn: '2026-09-01', redundancyOn: contractEndOn, contractEndOn, hoursPerWeek: 36 });
      const codes = life.say
        .invite()
        .until('2026-10-01')
        .of('TaskCreated')
        .map(({ data }) => data.code);
      expect(codes.filter((code) => code.startsWith('CONTRACT_END')).toSorted()).toEqual(expected);
    },
  );

  it('is silent about somebody who found work', () => {
    expect(landed().until('2027-04-01').fired('task.CONTRACT_END_7')).toEqual([]);
  });
});

describe('R11 response to a suitable offer', () => {
  const offer = { offerId: 'o-1', internal: true, scaleDelta: 0, travelMinutes: 30, respondBy: '2026-10-09' };
  const offered = (): TrajectoryLife => underWay().until('2026-09-28').tell('OfferSuitableJob', offer);

  it('three working days before the day is over, participant and coach hear of it', () => {
    const life = offered().until('2026-10-12');
    expect(recipients(life, 'task.OFFER_RESPONSE.1')).toEqual(['before PARTICIPANT+COACH']);
    expect(firedOn(life, 'task.OFFER_RESPONSE.1')).toEqual(['2026-10-06']);
  });

  it('is silent once this offer was answered; an answer to another one changes nothing', () => {
    const life = offered().tell('OfferSuitableJob', { ...offer, offerId: 'o-2' });
    life.until('2026-10-01').tell('RefuseSuitableJob', { offerId: 'o-2', on: life.today }, PARTICIPANT);
    life.until('2026-10-12');
    expect([life.fired('task.OFFER_RESPONSE.1'), life.fired('task.OFFER_RESPONSE.2')]).toEqual([['before'], []]);
  });
});

describe('R12 aftercare', () => {
  it.each([30, 90, 180, 365])('%i days after the placement the coach asks how it goes', (day) => {
    expect(recipients(landed().until('2027-12-15'), `task.AFTERCARE_${day}`)).toContain('due COACH');
  });

  it('is silent once it is known, or known not to become known', () => {
    const known = landed().until('2026-11-20').tell('MakeAftercareContact', { day: 30, status: 'SAME_JOB' });
    expect(known.until('2026-12-20').fired('task.AFTERCARE_30')).toEqual([]);
    const unknown = landed().until('2026-11-20').tell('RecordFollowUpUnreachable', { day: 30, attempts: 2 });
    expect(unknown.until('2026-12-20').fired('task.AFTERCARE_30')).toEqual([]);
  });

  it('one attempt is not enough: after the second the day stays unknown, and the next one is asked about all the same', () => {
    const once = landed().until('2026-12-01').tell('RecordFollowUpUnreachable', { day: 30, attempts: 1 });
    expect(once.task('AFTERCARE_30')).toMatchObject({ status: 'OPEN' });
    once.until('2026-12-03').tell('RecordFollowUpUnreachable', { day: 30, attempts: 2 });
    expect(once.task('AFTERCARE_30')).toMatchObject({ status: 'DONE', byFact: true });
    expect(recipients(once.until('2027-02-20'), 'task.AFTERCARE_90')).toContain('due COACH');
  });
});

describe('R13 validity of the capacity', () => {
  const capacity = (validUntil: string): object => ({
    hoursPerDay: 4,
    hoursPerWeek: 20,
    abilities: ['sitting'],
    limits: [],
    validUntil,
    profession: 'COMPANY_DOCTOR',
  });
  const second = (): TrajectoryLife => begun('SP2-12').tell('RecordLoadCapacity', capacity('2026-11-30'));

  it('two weeks before it ends the coach is asked for an update, which the update is', () => {
    const life = second().until('2026-11-17');
    expect(raised(life, 'CAPACITY_UPDATE')).toEqual(['2026-11-16']);
    life.tell('RecordLoadCapacity', capacity('2027-05-31'));
    expect(life.task('CAPACITY_UPDATE.1')).toMatchObject({ status: 'DONE', byFact: true });
    expect(life.clock('deadline.CAPACITY_VALIDITY')).toMatchObject({ dueOn: '2027-05-31' });
  });

  it('is silent when a newer one is known in time', () => {
    const life = second().until('2026-11-01').tell('RecordLoadCapacity', capacity('2027-05-31'));
    expect(raised(life.until('2026-12-15'), 'CAPACITY_UPDATE')).toEqual([]);
  });
});

describe('R15 a report is due', () => {
  const document = { audience: 'EMPLOYER_HR', from: '2026-09-14', to: '2026-12-11', hash: 'ab12' };
  const final = { reportId: 'r-1', type: 'FINAL', ...document };
  const previewed = (): TrajectoryLife =>
    underWay().say.plan().until('2026-12-07').tell('DraftReport', final).tell('PreviewReport', final);

  it('five working days before, the coach is asked to draft it', () => {
    const life = underWay().until('2026-12-15');
    expect(recipients(life, 'task.PROGRESS_REPORT').slice(0, 2)).toEqual(['headsUp COACH', 'due COACH']);
    expect(firedOn(life, 'task.PROGRESS_REPORT')[0]).toBe('2026-12-07');
  });

  it('the participant has five working days to read it', () => {
    const life = previewed();
    expect(life.task('REPORT_PREVIEW.1')).toMatchObject({ role: 'PARTICIPANT', status: 'OPEN' });
    expect(life.clock('task.REPORT_PREVIEW.1')).toMatchObject({ dueOn: '2026-12-14' });
  });

  it('is silent once the report was shared, or approved by the one it is about', () => {
    const shared = underWay().say.plan().until('2026-12-01').say.report('r-1').until('2026-12-20');
    expect(shared.fired('task.PROGRESS_REPORT')).toEqual([]);
    const approved = previewed().tell('ApproveReport', final, PARTICIPANT).until('2026-12-20');
    expect(approved.fired('task.REPORT_PREVIEW.1')).toEqual([]);
  });
});

describe('R16 drift of the question', () => {
  const reframe = (life: TrajectoryLife, day: string): TrajectoryLife =>
    life.until(day).tell('ReframeCareerQuestion', { from: 'CHOICE', to: 'MEANING', reason: 'DISGUISED' });

  it('the second reframing, or a limit of the coach, asks whether the coach fits', () => {
    const twice = reframe(reframe(underWay(), '2026-10-01'), '2026-10-15').until('2026-10-20');
    expect(raised(twice, 'FIT_REVIEW')).toEqual(['2026-10-16']);
    const limit = underWay().tell('ReachCoachLimit', { questionType: 'STRESS', action: 'CONSULT' }).until('2026-10-01');
    expect(raised(limit, 'FIT_REVIEW')).toEqual(['2026-09-15']);
  });

  const question = { secondary: [], statementRef: 'n-1', by: 'COACH' };
  const guided = (maxComplexity: number): TrajectoryLife => {
    const life = underWay();
    life.world = { ...life.world, coach: { maxComplexity, capacity: 30, load: 0 } };
    return life.tell('MatchCoach', { coachId: 'coach-1' });
  };

  it('a question that is more complex than what the coach takes asks so by itself, however it became so', () => {
    const typed = guided(3).tell('FormulateCareerQuestion', { ...question, questionType: 'BLOCKAGE', complexity: 4 });
    expect(typed.of('CoachLimitReached')).toMatchObject([{ data: { questionType: 'BLOCKAGE', action: 'CONSULT' } }]);
    expect(raised(typed.until('2026-10-01'), 'FIT_REVIEW')).toEqual(['2026-09-15']);
    expect(raised(reframe(guided(2), '2026-10-01').until('2026-10-05'), 'FIT_REVIEW')).toEqual(['2026-10-02']);
    const before = underWay().tell('FormulateCareerQuestion', { ...question, questionType: 'YOUTH', complexity: 6 });
    before.world = { ...before.world, coach: { maxComplexity: 3, capacity: 30, load: 0 } };
    const light = before.tell('MatchCoach', { coachId: 'coach-1', overrideReason: 'nobody has room' });
    expect(raised(light.until('2026-10-01'), 'FIT_REVIEW')).toEqual(['2026-09-15']);
  });

  it('a question that the coach takes does not', () => {
    const typed = guided(4).tell('FormulateCareerQuestion', { ...question, questionType: 'BLOCKAGE', complexity: 4 });
    expect(raised(reframe(typed, '2026-10-01').until('2026-11-01'), 'FIT_REVIEW')).toEqual([]);
  });

  it('the first one does not', () => {
    expect(raised(reframe(underWay(), '2026-10-01').until('2026-11-01'), 'FIT_REVIEW')).toEqual([]);
  });
});

describe('R17 review of the loss', () => {
  const assess = (life: TrajectoryLife, blocksSearch: boolean, reviewOn: string): TrajectoryLife =>
    life.tell('AssessLossProcessing', { intensity: 4, blocksSearch, reviewOn });

  it('on its day the coach is asked to; what the coach then finds lifts the silence', () => {
    const life = assess(underWay(), true, '2026-10-12').until('2026-10-13');
    expect(raised(life, 'LOSS_REVIEW')).toEqual(['2026-10-12']);
    expect(recipients(life, 'deadline.LOSS_REVIEW_DAY')).toEqual(['due COACH']);
    assess(life, false, '2026-12-01');
    expect(life.task('LOSS_REVIEW.1')).toMatchObject({ status: 'DONE', byFact: true });
    const nudged = life
      .until('2026-11-30')
      .of('RungFired')
      .filter(({ data }) => data.toRoles.includes('PARTICIPANT'));
    expect(nudged.length).toBeGreaterThan(0);
  });

  it('is silent when it was talked about before that day', () => {
    const life = assess(assess(underWay(), true, '2026-10-12').until('2026-10-01'), false, '2027-01-11');
    expect(raised(life.until('2026-11-01'), 'LOSS_REVIEW')).toEqual([]);
  });
});

describe('R19 retention', () => {
  const closed = (): TrajectoryLife =>
    underWay().until('2026-10-01').say.close().tell('StartRetention', { class: 'coaching', until: '2028-10-01' });

  it('30 days before its end, long after closing, the quality officer hears of it', () => {
    const life = closed().until('2028-10-02');
    expect(recipients(life, 'task.RETENTION_END.1')).toEqual(['month QUALITY_OFFICER', 'due QUALITY_OFFICER']);
    expect(firedOn(life, 'task.RETENTION_END.1')[0]).toBe('2028-09-01');
  });

  it('is silent once the key is destroyed', () => {
    const life = closed().until('2028-08-01').say.done('RETENTION_END.1');
    expect(life.until('2028-10-02').fired('task.RETENTION_END.1')).toEqual([]);
  });
});
