import {
  type CoachAbsence,
  type CoachCapacity,
  type CoachProposal,
  CRITERIA,
  type HandOverItem,
  HAND_OVER_ITEMS,
  type Matching,
  type MatchReason,
  type Move,
  type Rebalancing,
  STAGE_FACTORS,
  type Stage,
  TRAJECTORY_STATUSES,
  type Waiting,
} from '@overstap/mobility';
import { type NamedCoach, type TeamWithCoaches } from '@overstap/projections';
import { type CaseloadEntry, type CoachCaseload } from '../../program/caseloads.js';
import { type Names } from '../../program/template-names.js';
import {
  byName,
  date,
  decimal,
  list,
  named,
  names,
  object,
  objectOf,
  oneOf,
  orNull,
  text,
  whole,
} from '../http/shapes.js';
import { PERSONS_NAME } from './people-shapes.js';
import { type WithName } from './person-names.js';

const ABSENCE = objectOf<CoachAbsence>({ from: date }, { until: date, substituteId: text, backOn: date });

export const COACH = named(
  'Coach',
  objectOf<NamedCoach>({
    coach: text,
    name: orNull(text),
    team: orNull(text),
    specialisms: list(text),
    regions: list(text),
    languages: list(text),
    maxComplexity: orNull(whole),
    weightedMax: orNull(decimal),
    absentFrom: orNull(date),
    absentUntil: orNull(date),
    substitute: orNull(text),
    absences: list(ABSENCE),
    capacities: list(objectOf<CoachCapacity>({ from: date, weightedMax: decimal })),
    credentials: byName(date),
    trajectories: whole,
    revision: whole,
  }),
);

export const TEAM = objectOf<TeamWithCoaches & { readonly leads: number }>({
  team: text,
  name: text,
  coaches: list(text),
  leads: whole,
});

export const CASELOAD = named(
  'Caseload',
  objectOf<Omit<CoachCaseload, 'trajectories'> & { readonly trajectories: readonly WithName<CaseloadEntry>[] }>({
    coachId: text,
    name: orNull(text),
    on: date,
    away: orNull(ABSENCE),
    capacity: decimal,
    load: decimal,
    free: decimal,
    trajectories: list(
      objectOf<WithName<CaseloadEntry>>({
        trajectory: text,
        programme: orNull(text),
        status: oneOf<string>(TRAJECTORY_STATUSES),
        phase: orNull(text),
        stage: oneOf(Object.keys(STAGE_FACTORS) as Stage[]),
        weight: decimal,
        standsInFor: orNull(text),
        doneBy: orNull(text),
        name: PERSONS_NAME,
      }),
    ),
  }),
);

export const MATCHING = named(
  'CoachProposals',
  objectOf<Matching>({
    proposals: list(
      objectOf<CoachProposal>({
        coachId: text,
        score: decimal,
        free: decimal,
        reasons: list(objectOf<MatchReason>({ criterion: oneOf(CRITERIA), met: decimal })),
      }),
    ),
    passedOver: list(
      objectOf<Matching['passedOver'][number]>({
        coachId: text,
        because: oneOf(['CONFLICT_OF_ROLES', 'AWAY', 'TOO_COMPLEX', 'NO_CAPACITY']),
      }),
    ),
  }),
);

export const HAND_OVER_LINE = objectOf<HandOverItem & { readonly names: Names }>({
  code: oneOf(HAND_OVER_ITEMS),
  names,
  state: oneOf(['DONE', 'TO_DO', 'TELL', 'CONFIRM']),
  about: list(text),
});

const WAITED_FOR = orNull(objectOf<Waiting>({ since: date, workingDays: whole }));
/** The participant reads `onCoach` alone. */
export const WAITING = object({ onCoach: WAITED_FOR }, { onParticipant: WAITED_FOR });

export const REBALANCING = named(
  'Rebalancing',
  objectOf<Rebalancing>({
    moves: list(objectOf<Move>({ trajectory: text, from: text, to: text, weight: decimal, score: decimal })),
    loads: list(
      objectOf<Rebalancing['loads'][number]>({ coachId: text, capacity: decimal, before: decimal, after: decimal }),
    ),
    stillOver: list(text),
  }),
);
