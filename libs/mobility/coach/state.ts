import { localDateOf } from '@overstap/calendar';
import { assertNever, type FoldedEvent, type LocalDate } from '@overstap/kernel';
import { given } from '../same-values.js';
import { evolveWorkflow } from '../workflow/evolve.js';
import { EMPTY_WORKFLOW, isWorkflowEvent, type WorkflowState } from '../workflow/state.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { type CoachEvent } from './catalogue.js';
import { type CoachRegistered } from './events.js';

export interface CoachAbsence {
  readonly from: LocalDate;
  readonly until?: LocalDate;
  readonly substituteId?: string;
  /** The first day back, once it was said. */
  readonly backOn?: LocalDate;
}

/** The caseload limit, in weighted trajectories, from a day on. */
export interface CoachCapacity {
  readonly from: LocalDate;
  readonly weightedMax: number;
}

export interface CoachState {
  /** As it is now; the name is absent once it is erased. */
  readonly profile?: CoachRegistered;
  readonly capacities: readonly CoachCapacity[];
  /** Absent while the coach is in no team. */
  readonly team?: string;
  readonly absences: readonly CoachAbsence[];
  /** Until when each register holds. */
  readonly credentials: ReadonlyMap<string, LocalDate>;
  /** The clocks of the credentials. */
  readonly workflow: WorkflowState;
}

export const UNKNOWN_COACH: CoachState = {
  capacities: [],
  absences: [],
  credentials: new Map(),
  workflow: EMPTY_WORKFLOW,
};

export function evolveCoach(state: CoachState, event: FoldedEvent<CoachEvent>): CoachState {
  if (isWorkflowEvent(event))
    return { ...state, workflow: evolveWorkflow(state.workflow, event, localDateOf(HOME_ZONE, event.occurredAt)) };
  switch (event.type) {
    case 'CoachRegistered':
      return { ...state, profile: event.data };
    case 'CoachProfileChanged':
      return state.profile ? { ...state, profile: { ...state.profile, ...event.data } } : state;
    case 'CoachCapacityChanged':
      return { ...state, capacities: [...state.capacities.filter(({ from }) => from !== event.data.from), event.data] };
    case 'CoachPutInTeam':
      return { ...state, team: event.data.teamId };
    case 'CoachTakenOutOfTeam': {
      const { team: _left, ...others } = state;
      return others;
    }
    case 'CoachAbsenceStarted': {
      const { from, until, substituteId } = event.data;
      return { ...state, absences: [...state.absences, given({ from, until, substituteId }) as CoachAbsence] };
    }
    case 'CoachAbsenceEnded':
      return {
        ...state,
        absences: state.absences.map((absence, index) =>
          index === state.absences.length - 1 ? { ...absence, backOn: event.data.from } : absence,
        ),
      };
    case 'CoachCredentialRecorded':
      return { ...state, credentials: new Map(state.credentials).set(event.data.register, event.data.validUntil) };
    case 'CoachCredentialExpired': {
      const credentials = new Map(state.credentials);
      credentials.delete(event.data.register);
      return { ...state, credentials };
    }
    default:
      return assertNever(event);
  }
}
