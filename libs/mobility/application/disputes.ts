import { type LocalDate } from '@overstap/kernel';
import { type Fact, type FactLog } from '../workflow/facts.js';

/** What a committee decides on, by facts alone: what was offered, how it was answered, and what came of the dispute; no reasons, no words. */
export interface CasePack {
  readonly offerId: string;
  readonly internal: boolean | null;
  readonly scaleDelta: number | null;
  readonly travelMinutes: number | null;
  readonly respondBy: LocalDate | null;
  readonly acceptedOn: LocalDate | null;
  readonly refusedOn: LocalDate | null;
  readonly disputedOn: LocalDate | null;
  readonly decision: string | null;
  readonly decidedOn: LocalDate | null;
}

interface WithFacts {
  readonly facts: FactLog;
}

/** The newest fact of a type about an offer. */
const newest = ({ facts }: WithFacts, type: string, offerId: string): Fact | undefined =>
  facts.findLast((fact) => fact.type === type && fact.data['offerId'] === offerId);

/** Who sits on the committee that decides whether an offer is suitable: those whom its newest dispute names. */
export const committeeOn = (state: WithFacts, offerId: string): readonly string[] =>
  (newest(state, 'SuitabilityDisputed', offerId)?.data['members'] as readonly string[] | undefined) ?? [];

export function casePackOf(state: WithFacts, offerId: string): CasePack {
  const dataOf = (type: string) => newest(state, type, offerId)?.data ?? {};
  const offered = dataOf('SuitableJobOffered') as Partial<CasePack>;
  const { decision } = dataOf('SuitabilityDecided') as Partial<CasePack>;
  const onOf = (type: string): LocalDate | null => newest(state, type, offerId)?.on ?? null;
  return {
    offerId,
    internal: offered.internal ?? null,
    scaleDelta: offered.scaleDelta ?? null,
    travelMinutes: offered.travelMinutes ?? null,
    respondBy: offered.respondBy ?? null,
    acceptedOn: onOf('SuitableJobAccepted'),
    refusedOn: onOf('SuitableJobRefused'),
    disputedOn: onOf('SuitabilityDisputed'),
    decision: decision ?? null,
    decidedOn: onOf('SuitabilityDecided'),
  };
}
