import { describe, expect, it } from '@jest/globals';
import { begun } from '../testing/random-life.js';
import { isOpenTask } from '../workflow/state.js';

type Life = ReturnType<typeof begun>;
const SELF = { type: 'PARTICIPANT', id: 'p-1' } as const;
const SYSTEM = { type: 'SYSTEM', id: 'survey-sending' } as const;
const give = (life: Life, purpose: string, consentId = 'c-1') =>
  life.tell(
    'GiveConsent',
    { consentId, purpose, categories: ['search'], recipient: 'x', until: '2028-01-01' } as never,
    SELF,
  );
const withdraw = (life: Life, consentId = 'c-1') => life.tell('WithdrawConsent', { consentId }, SELF);
const propose = (life: Life, referralId: string) =>
  life.tell('ProposeReferral', { referralId, profession: 'GP', consentId: 'c-1', on: '2026-09-14' });
const surveysOpen = ({ state }: Life) =>
  Object.values(state.workflow.tasks).filter((task) => isOpenTask(task) && /SURVEY/.test(task.code)).length;

describe('a consent that is withdrawn', () => {
  it('ends the referral that went by it, and no other goes by it', () => {
    const life = propose(give(begun('IND-6'), 'REFERRAL'), 'r-1');
    withdraw(life);
    expect(life.of('ReferralDeclined').map(({ data }) => data.referralId)).toEqual(['r-1']);
    expect(life.refusal((it) => propose(it, 'r-2'))).toBe('consent-not-in-force');
    const accept = { referralId: 'r-1', on: '2026-09-14' };
    expect(life.refusal((it) => it.tell('AcceptReferral', accept))).toBe('consent-not-in-force');
  });

  it('is of its own purpose alone, is withdrawn once, and its id gives no other', () => {
    const life = give(begun('IND-6'), 'SHARE_PLACEMENT');
    expect(life.refusal((it) => propose(it, 'r-1'))).toBe('consent-not-in-force');
    expect(life.refusal((it) => withdraw(it, 'c-9'))).toBe('consent-unknown');
    withdraw(life);
    const before = life.events.length;
    withdraw(life);
    expect(life.events).toHaveLength(before);
    expect(life.refusal((it) => give(it, 'REFERRAL'))).toBe('consent-known');
  });

  it('lets no summary of a test be shared any more', () => {
    const life = give(begun('IND-6'), 'SHARE_INSTRUMENT_SUMMARY');
    const share = (it: Life) =>
      it.tell('ShareInstrumentSummary', { instrumentId: 'i-1', toRole: 'EMPLOYER_HR', consentId: 'c-1' } as never);
    expect(life.refusal(share)).toBeUndefined();
    withdraw(life);
    expect(life.refusal(share)).toBe('consent-not-in-force');
  });

  it('takes back the reports that went to the employer by it, and lets no other go, until the person agrees again', () => {
    const share = (reportId: string) => (it: Life) => it.say.report(reportId);
    const life = give(begun('IND-6').say.plan(), 'SHARE_REPORT').until('2026-10-02');
    share('one')(life);
    withdraw(life);
    expect(life.of('ReportWithdrawn').map(({ data }) => data.reportId)).toEqual(['one']);
    expect(life.refusal(share('two'))).toBe('consent-not-in-force');
    give(life, 'SHARE_REPORT', 'c-2');
    expect(life.refusal(share('two'))).toBeUndefined();
  });

  it('ends the surveys after the end: what is open, what waits for an answer, and what would come', () => {
    const life = give(begun('IND-6'), 'AFTERCARE_SURVEY').until('2026-11-02').say.placement();
    life.until('2026-11-10').say.close(undefined, { closureClass: 'RESULT', reason: 'LANDED' }).until('2027-02-20');
    const send = (it: Life) => it.send({ type: 'SendSurvey', data: { moment: 'M3' } } as never, SYSTEM);
    send(life);
    const open = surveysOpen(life);
    withdraw(life);
    expect(life.of('SurveyExpired').map(({ data }) => data.moment)).toEqual(['M3']);
    expect(life.attempt({ type: 'SendSurvey', data: { moment: 'M12' } } as never, SYSTEM)).toMatchObject({
      code: 'consent-not-in-force',
    });
    expect(surveysOpen(life)).toBeLessThanOrEqual(open);
    const kept = life.of('TaskCancelled').filter(({ data }) => data.reason === 'CONSENT_WITHDRAWN').length;
    life.until('2028-01-01');
    expect(
      life.of('TaskCreated').filter(({ data }) => /SURVEY_M(3|12)/.test(String(data.code))).length,
    ).toBeLessThanOrEqual(1 + kept);
  });
});
