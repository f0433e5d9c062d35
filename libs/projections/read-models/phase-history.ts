import { localDateOf } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { HOME_ZONE, type WorkflowEvent } from '@overstap/mobility';
import { type ProjectedEvent } from '../runner/index.js';

/** One stay in a phase; a phase that was opened again has several. */
export interface PhaseStay {
  readonly phase: string;
  readonly enteredOn: LocalDate;
  readonly endedOn: LocalDate | null;
  /** EXIT_CRITERIA, LANDED, CLOSED, or DECIDED where it was skipped; null while it is open. */
  readonly endedBy: string | null;
}

export const PHASE_EVENTS: readonly string[] = ['PhaseEntered', 'PhaseCompleted', 'PhaseSkipped', 'PhaseReopened'];

/** The stays, in the order in which they began; the same list when the event is about no phase. */
export function foldPhase(stays: readonly PhaseStay[], event: ProjectedEvent): readonly PhaseStay[] {
  const { type, data } = event as unknown as WorkflowEvent;
  const today = localDateOf(HOME_ZONE, event.occurredAt);
  switch (type) {
    case 'PhaseEntered':
      return [...stays, { phase: data.phaseId, enteredOn: data.on, endedOn: null, endedBy: null }];
    case 'PhaseReopened':
      // One that was skipped before it began, and is to come after all, is not open by that.
      if (data.reason === 'DECIDED' && data.on === undefined) return stays;
      return [...stays, { phase: data.phaseId, enteredOn: today, endedOn: null, endedBy: null }];
    case 'PhaseCompleted':
      return ended(stays, data.phaseId, data.on, data.result);
    case 'PhaseSkipped':
      return ended(stays, data.phaseId, today, data.reason);
    default:
      return stays;
  }
}

const ended = (stays: readonly PhaseStay[], phase: string, endedOn: LocalDate, endedBy: string): readonly PhaseStay[] =>
  stays.map((stay) => (stay.phase === phase && stay.endedOn === null ? { ...stay, endedOn, endedBy } : stay));

/** The phase furthest on of those that are open: templates open them in their order. */
export const currentStay = (stays: readonly PhaseStay[]): PhaseStay | undefined =>
  stays.findLast(({ endedOn }) => endedOn === null);

/** Whether the stay covers the day; the day on which it ended no longer. */
export const isOpenOn = ({ enteredOn, endedOn }: PhaseStay, day: LocalDate): boolean =>
  enteredOn <= day && (endedOn === null || endedOn > day);
