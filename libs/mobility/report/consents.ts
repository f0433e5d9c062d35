import { type LocalDate } from '@overstap/kernel';
import { type FactLog, factsOf } from '../workflow/facts.js';
import { type CONSENT_PURPOSES } from './codes.js';
import { type ConsentGiven } from './events.js';

type Purpose = (typeof CONSENT_PURPOSES)[number];

/** Its purpose is absent once the key that sealed it is destroyed: then it allows nothing. */
export interface Consent extends Partial<ConsentGiven> {
  readonly consentId: string;
  readonly withdrawnOn?: LocalDate;
}

/** Every consent of a trajectory, the newest last. */
export function consentsIn(facts: FactLog): readonly Consent[] {
  const withdrawn = new Map(factsOf(facts, 'ConsentWithdrawn').map(({ data, on }) => [data['consentId'], on]));
  return factsOf(facts, 'ConsentGiven').map(({ data }) => {
    const given = data as unknown as ConsentGiven;
    const withdrawnOn = withdrawn.get(given.consentId);
    return { ...given, ...(withdrawnOn === undefined ? {} : { withdrawnOn }) };
  });
}

const isInForce = ({ withdrawnOn, until = '' }: Consent, today: LocalDate): boolean =>
  withdrawnOn === undefined && today <= until;

/** Whether this very consent allows this now. */
export const allows = (facts: FactLog, consentId: string, purpose: Purpose, today: LocalDate): boolean =>
  consentsIn(facts).some((each) => each.consentId === consentId && each.purpose === purpose && isInForce(each, today));

/** Whether any consent of theirs allows this now. */
export const allowsNow = (facts: FactLog, purpose: Purpose, today: LocalDate): boolean =>
  consentsIn(facts).some((each) => each.purpose === purpose && isInForce(each, today));

/** The person took back what they had agreed to, and has not agreed again since. */
export function isTakenBack(facts: FactLog, purpose: Purpose, today: LocalDate): boolean {
  const isWithdrawn = consentsIn(facts).some((each) => each.purpose === purpose && each.withdrawnOn !== undefined);
  return isWithdrawn && !allowsNow(facts, purpose, today);
}
