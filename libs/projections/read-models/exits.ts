import { type LocalDate } from '@overstap/kernel';
import { type CountingBasis, type FactLog, landingDayOf, newestFact, placementsOf } from '@overstap/mobility';

/** Endings that compete with landing (M4). Everything else that ends a trajectory unlanded censors it. */
export const EXIT_CAUSES = ['RETIREMENT', 'DEATH', 'DISABILITY', 'WITHDRAWAL'] as const;
export type ExitCause = (typeof EXIT_CAUSES)[number];

/** `cause` null: it ended without an outcome that competes; `unknown`: nobody knows what became of the person. */
export interface Exit {
  readonly on: LocalDate;
  readonly cause: ExitCause | null;
  readonly unknown: boolean;
}

/** Leaving the labour market's search for study, care, benefit or another country is a withdrawal. */
const BY_OUTCOME: Readonly<Record<string, ExitCause | undefined>> = {
  RETIREMENT: 'RETIREMENT',
  DECEASED: 'DEATH',
  DISABILITY: 'DISABILITY',
  BENEFIT: 'WITHDRAWAL',
  STUDY: 'WITHDRAWAL',
  CARE: 'WITHDRAWAL',
  EMIGRATION: 'WITHDRAWAL',
};

const BY_REASON: Readonly<Record<string, ExitCause | undefined>> = {
  RETIRED: 'RETIREMENT',
  DECEASED: 'DEATH',
  WITHDRAWN: 'WITHDRAWAL',
  MOVED: 'WITHDRAWAL',
};

/** What became of somebody whom nobody reaches, or of whom nothing is left, nobody knows. */
const UNKNOWN_END: readonly string[] = ['UNREACHABLE', 'ERASED'];

/**
 * How the trajectory ended without landing; undefined while it has not, or since it was reopened. A term that ended, a transfer, an employer
 * who stopped and an error say nothing of the person and censor. An interruption or a refusal whose reason is sealed counts as withdrawal:
 * illness is OTHER in clear.
 */
export function exitOf(facts: FactLog): Exit | undefined {
  const since = facts.slice(facts.findLastIndex(({ type }) => type === 'TrajectoryReopened') + 1);
  const exits = since.flatMap(({ type, on, data }): Exit[] => {
    switch (type) {
      case 'ExitWithoutWorkRecorded': {
        const cause = BY_OUTCOME[String(data['outcomeType'])] ?? null;
        return [{ on, cause, unknown: cause === null }];
      }
      case 'TrajectoryClosed': {
        const [reason, closure] = [String(data['reason']), String(data['closureClass'])];
        const left = reason === 'OTHER' && (closure === 'INTERRUPTED' || closure === 'DECLINED');
        return [
          { on, cause: BY_REASON[reason] ?? (left ? 'WITHDRAWAL' : null), unknown: UNKNOWN_END.includes(reason) },
        ];
      }
      case 'ParticipationDeclined':
        return [{ on, cause: data['reason'] === 'RETIRING' ? 'RETIREMENT' : 'WITHDRAWAL', unknown: false }];
      case 'ParticipationExpired':
        return [{ on, cause: null, unknown: true }];
      default:
        return [];
    }
  });
  // What was recorded of the person says more than the closing that follows it.
  return exits.find(({ cause }) => cause !== null) ?? exits[0];
}

/** The first day on which the person has landed by one of the published bases, whatever the programme's own definition. */
export function landedByBasis(facts: FactLog, basis: CountingBasis): LocalDate | undefined {
  const reopenedOn = newestFact(facts, 'TrajectoryReopened')?.on;
  return placementsOf(facts)
    .filter(({ endedOn }) => reopenedOn === undefined || endedOn === undefined)
    .map((placement) => landingDayOf({ ...placement, counts: placement.bases.includes(basis) }))
    .filter((on): on is LocalDate => on !== undefined && on >= (reopenedOn ?? ''))
    .sort()[0];
}
