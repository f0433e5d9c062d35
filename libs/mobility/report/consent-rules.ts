import { conflict, invalid, type LocalDate, type Refusal } from '@overstap/kernel';
import { type DISCLOSURE_PROFILES } from '../programme/codes.js';
import { type FactLog, factsOf } from '../workflow/facts.js';
import { EMPLOYER_AUDIENCES } from './codes.js';
import { allows, allowsNow, consentsIn, isTakenBack } from './consents.js';

export const AFTERCARE_SURVEYS: readonly unknown[] = ['M3', 'M12'];

type Data = Readonly<Record<string, unknown>>;
export interface ConsentScene {
  readonly facts: FactLog;
  readonly today: LocalDate;
  /** Under COMPLIANCE the employer gets reports because the law or the contract asks for them, not by consent. */
  readonly profile: (typeof DISCLOSURE_PROFILES)[number] | undefined;
}

const notAllowed = conflict(
  'consent-not-in-force',
  'The person has not agreed to this, or took it back. Ask them; without their consent it stops here.',
);

/** What hangs on a person's consent stops with it: whatever names a consent names one that is in force, and what was taken back is not done. */
export function consentRule(command: string, data: Data, { facts, today, profile }: ConsentScene): Refusal | undefined {
  const consentId = data['consentId'];
  switch (command) {
    case 'GiveConsent':
      return consentsIn(facts).some((each) => each.consentId === consentId)
        ? conflict('consent-known', 'There is a consent of this id; give another id, also where it was withdrawn.')
        : undefined;
    case 'WithdrawConsent':
      return consentsIn(facts).some((each) => each.consentId === consentId)
        ? undefined
        : invalid('consentId', 'consent-unknown', 'consentId names no consent of this trajectory.');
    case 'ProposeReferral':
    case 'AcceptReferral':
    case 'CompleteReferral': {
      const proposed = factsOf(facts, 'ReferralProposed').find(
        (each) => each.data['referralId'] === data['referralId'],
      );
      const named = [consentId, proposed?.data['consentId']].filter((each) => each !== undefined);
      return named.every((each) => allows(facts, String(each), 'REFERRAL', today)) ? undefined : notAllowed;
    }
    case 'ShareInstrumentSummary':
      return allows(facts, String(consentId), 'SHARE_INSTRUMENT_SUMMARY', today) ? undefined : notAllowed;
    case 'ShareReport':
      if (profile === 'COMPLIANCE' || !EMPLOYER_AUDIENCES.includes(data['audience'])) return undefined;
      // Where the employer is told of nobody by name, a report goes to it by consent alone.
      return (
        profile === 'AGGREGATE_ONLY'
          ? allowsNow(facts, 'SHARE_REPORT', today)
          : !isTakenBack(facts, 'SHARE_REPORT', today)
      )
        ? undefined
        : notAllowed;
    case 'VerifyPlacement':
      return data['method'] === 'EMPLOYER' && isTakenBack(facts, 'CONTACT_EMPLOYER', today) ? notAllowed : undefined;
    case 'SendSurvey':
      return AFTERCARE_SURVEYS.includes(data['moment']) && isTakenBack(facts, 'AFTERCARE_SURVEY', today)
        ? notAllowed
        : undefined;
    default:
      return undefined;
  }
}

/** What was under way on the ground of a consent ends with it, in the same append: a referral, a survey that waits for an answer, a report that was shared. */
export function endedByWithdrawal(
  consentId: string,
  { facts, today, profile }: ConsentScene,
): readonly { readonly type: string; readonly data: Data }[] {
  const of = (type: string): readonly Data[] => factsOf(facts, type).map(({ data }) => data);
  switch (consentsIn(facts).find((each) => each.consentId === consentId)?.purpose) {
    case 'REFERRAL': {
      const over = [...of('ReferralDeclined'), ...of('ReferralCompleted')].map((each) => each['referralId']);
      return [...of('ReferralProposed'), ...of('ReferralAccepted')]
        .filter((each) => each['consentId'] === consentId && !over.includes(each['referralId']))
        .map((each) => each['referralId'])
        .filter((referralId, index, all) => all.indexOf(referralId) === index)
        .map((referralId) => ({ type: 'ReferralDeclined', data: { referralId, on: today } }));
    }
    case 'AFTERCARE_SURVEY': {
      const over = [...of('SurveyCompleted'), ...of('SurveyExpired')].map((each) => each['moment']);
      return of('SurveySent')
        .map((each) => each['moment'])
        .filter((moment) => AFTERCARE_SURVEYS.includes(moment) && !over.includes(moment))
        .map((moment) => ({ type: 'SurveyExpired', data: { moment } }));
    }
    case 'SHARE_REPORT': {
      if (profile === 'COMPLIANCE') return [];
      const withdrawn = of('ReportWithdrawn').map((each) => each['reportId']);
      return of('ReportShared')
        .filter((each) => EMPLOYER_AUDIENCES.includes(each['audience']) && !withdrawn.includes(each['reportId']))
        .map((data) => ({ type: 'ReportWithdrawn', data }));
    }
    default:
      return [];
  }
}
