import { type LocalDate, oncePer } from '@overstap/kernel';
import { type LandingDefinition } from '../programme-template/definition.js';
import { factsOf, type FactLog } from '../workflow/facts.js';
import { type CountingBasis, type PlacementOutcome } from './codes.js';

/** A placement as it is now known: corrections merged, voided ones gone. */
export interface Placement {
  readonly placementId: string;
  readonly outcomeType: PlacementOutcome;
  readonly acceptedOn: LocalDate;
  readonly startsOn: LocalDate;
  readonly startedOn?: LocalDate;
  readonly endedOn?: LocalDate;
  readonly internal: boolean;
  readonly bases: readonly CountingBasis[];
  readonly counts: boolean;
  readonly dateBasis: LandingDefinition['dateBasis'];
}

export function placementsOf(facts: FactLog): Placement[] {
  const byId = (type: string, id: unknown) => factsOf(facts, type).filter(({ data }) => data['placementId'] === id);
  return factsOf(facts, 'PlacementRecorded')
    .filter(({ data }) => byId('PlacementVoided', data['placementId']).length === 0)
    .map(({ data }) => {
      const id = data['placementId'];
      const corrected = byId('PlacementCorrected', id).reduce(
        (known, { data: change }) => ({ ...known, ...change }),
        data,
      );
      const startedOn = byId('PlacementStarted', id).at(-1)?.on;
      const endedOn = byId('PlacementEnded', id).at(-1)?.on;
      return {
        ...corrected,
        ...(startedOn ? { startedOn } : {}),
        ...(endedOn ? { endedOn } : {}),
      } as unknown as Placement;
    });
}

/** The day on which a placement lands its person; undefined when it does not count or has not begun. */
export const landingDayOf = ({ counts, dateBasis, acceptedOn, startedOn }: Placement): LocalDate | undefined =>
  !counts ? undefined : dateBasis === 'FIRST_WORKING_DAY' ? startedOn : acceptedOn;

interface Landing {
  readonly on: LocalDate;
  readonly placement: Placement;
}

/** The placement that landed the person and the day; after a reopening only a later one counts, on the same day one recorded after it. */
export const landingOf = oncePer((facts: FactLog): Landing | undefined => {
  const reopened = facts.findLastIndex(({ type }) => type === 'TrajectoryReopened');
  const reopenedOn = facts[reopened]?.on ?? '';
  const isLater = (on: LocalDate, { placementId, dateBasis }: Placement): boolean => {
    if (on !== reopenedOn) return on > reopenedOn;
    const type = dateBasis === 'FIRST_WORKING_DAY' ? 'PlacementStarted' : 'PlacementRecorded';
    return facts.findIndex((fact) => fact.type === type && fact.data['placementId'] === placementId) > reopened;
  };
  return placementsOf(facts)
    .map((placement) => ({ on: landingDayOf(placement), placement }))
    .filter((each): each is Landing => each.on !== undefined)
    .filter(({ on, placement }) => reopened < 0 || isLater(on, placement))
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))[0];
});

/** What is known of the person's old hours and of the programme, to tell how an outcome counts. */
export interface CountingTerms {
  readonly oldHoursPerWeek: number | undefined;
  readonly programmeType: string;
}

const CONTRACT: readonly PlacementOutcome[] = [
  'EMPLOYED_PERMANENT',
  'EMPLOYED_FIXED_6M_PLUS',
  'EMPLOYED_FIXED_SHORT',
  'TEMP_AGENCY',
  'SECONDMENT',
  'SELF_EMPLOYED',
  'HYBRID',
  'INTERNAL_REDEPLOYED',
  'RETURN_OWN_WORK',
];

/**
 * By which of the three published ways an outcome counts (docs/metrics.md). Own business and combinations are strict from half of the old hours
 * on; where those are not known they are not.
 */
export function basesOf(outcome: PlacementOutcome, hoursPerWeek: number, terms: CountingTerms): CountingBasis[] {
  const half = terms.oldHoursPerWeek !== undefined && hoursPerWeek >= terms.oldHoursPerWeek / 2;
  const strict =
    ['EMPLOYED_PERMANENT', 'EMPLOYED_FIXED_6M_PLUS', 'INTERNAL_REDEPLOYED'].includes(outcome) ||
    (['SELF_EMPLOYED', 'HYBRID'].includes(outcome) && half) ||
    (outcome === 'RETURN_OWN_WORK' && terms.programmeType === 'SECOND_TRACK');
  return [
    ...(strict ? (['STRICT'] as const) : []),
    ...(CONTRACT.includes(outcome) ? (['CONTRACT'] as const) : []),
    'BROAD',
  ];
}
