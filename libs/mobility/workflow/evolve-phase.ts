import { type Instant, type LocalDate } from '@overstap/kernel';
import { type PhaseState, type WorkflowEvent, type WorkflowState } from './state.js';

type Of<Type extends WorkflowEvent['type']> = Extract<WorkflowEvent, { type: Type }> & {
  readonly recordedAt?: Instant;
};

/** A phase as it is once it is skipped; one that a decision skipped remembers how far it was, for it may be opened again. */
export function skipped(
  { enteredOn, reopened: known, gaps }: Partial<PhaseState>,
  { data: { reason }, occurredAt }: Of<'PhaseSkipped'>,
  today: LocalDate,
): PhaseState {
  if (reason !== 'DECIDED') return { status: 'SKIPPED', endedBy: reason };
  return {
    status: 'SKIPPED',
    endedBy: reason,
    endedOn: today,
    endedAt: occurredAt,
    ...(enteredOn === undefined ? {} : { wasEnteredOn: enteredOn }),
    ...(known ? { reopened: known } : {}),
    ...(gaps ? { gaps } : {}),
  };
}

/** The phases once one is opened again; one that was skipped before its time is as it was before that. */
export function reopened(state: WorkflowState, event: Of<'PhaseReopened'>, today: LocalDate): WorkflowState {
  const { phaseId, reason, on } = event.data;
  const { [phaseId]: before = { status: 'OPEN' as const }, ...others } = state.phases;
  if (reason === 'DECIDED' && on === undefined) return { ...state, phases: others };
  const { status, enteredOn = before.wasEnteredOn ?? on, brought, endedAt, reopened: known, gaps = [] } = before;
  const isAgain =
    reason === 'DECIDED' && endedAt !== undefined && (before.wasEnteredOn !== undefined || status === 'COMPLETED');
  const gap = isAgain ? [{ from: endedAt, to: event.occurredAt, skipped: status === 'SKIPPED' }] : [];
  const since = isAgain && status === 'COMPLETED' ? { on: today, at: event.recordedAt ?? event.occurredAt } : known;
  const phase: PhaseState = {
    status: 'OPEN',
    ...(enteredOn ? { enteredOn } : {}),
    ...(brought ? { brought } : {}),
    ...(since ? { reopened: since } : {}),
    ...(gaps.length + gap.length > 0 ? { gaps: [...gaps, ...gap] } : {}),
  };
  return { ...state, phases: { ...others, [phaseId]: phase } };
}
