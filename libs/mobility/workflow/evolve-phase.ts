import { type Instant, type LocalDate } from '@overstap/kernel';
import { type PhaseState, type WorkflowEvent, type WorkflowState } from './state.js';

type Of<Type extends WorkflowEvent['type']> = Extract<WorkflowEvent, { type: Type }> & {
  readonly recordedAt?: Instant;
};

/** What a phase keeps of its past when it is skipped or opened again. */
function past({ round, begun, reopened: again, gaps }: Partial<PhaseState>): Partial<PhaseState> {
  return {
    ...(round === undefined ? {} : { round }),
    ...(begun ? { begun } : {}),
    ...(again ? { reopened: again } : {}),
    ...(gaps ? { gaps } : {}),
  };
}

/** A phase that begins, for the first time or in another round. */
export function entered(
  { brought, gaps }: Partial<PhaseState>,
  { data: { on, round }, recordedAt, occurredAt }: Of<'PhaseEntered'>,
): PhaseState {
  const anew =
    round === undefined ? {} : { round, begun: { on, at: recordedAt ?? occurredAt }, ...(gaps ? { gaps } : {}) };
  return { status: 'OPEN', enteredOn: on, ...(brought ? { brought } : {}), ...anew };
}

/** A phase as it is once it is skipped; one that a decision skipped remembers how far it was, for it may be opened again. */
export function skipped(
  before: Partial<PhaseState>,
  { data: { reason }, occurredAt }: Of<'PhaseSkipped'>,
  today: LocalDate,
): PhaseState {
  if (reason !== 'DECIDED') return { status: 'SKIPPED', endedBy: reason, skippedOn: today };
  const { enteredOn } = before;
  const was = enteredOn === undefined ? {} : { wasEnteredOn: enteredOn };
  return { ...past(before), status: 'SKIPPED', endedBy: reason, endedOn: today, endedAt: occurredAt, ...was };
}

/** The phases once one is opened again; one that was skipped before its time is as it was before that. */
export function reopened(state: WorkflowState, event: Of<'PhaseReopened'>, today: LocalDate): WorkflowState {
  const { phaseId, reason, on, overFrom, overTo } = event.data;
  const { [phaseId]: before = { status: 'OPEN' as const }, ...others } = state.phases;
  const { status, enteredOn = before.wasEnteredOn ?? on, brought, endedAt, gaps = [] } = before;
  if (reason === 'DECIDED' && on === undefined) return { ...state, phases: others };
  const open: PhaseState = {
    ...past(before),
    status: 'OPEN',
    ...(enteredOn ? { enteredOn } : {}),
    ...(brought ? { brought } : {}),
  };
  if (reason !== 'DECIDED' && overFrom !== undefined && overTo !== undefined) {
    const gap = { from: overFrom, to: overTo, skipped: before.endedBy !== 'EXIT_CRITERIA' };
    return { ...state, phases: { ...others, [phaseId]: { ...open, gaps: [...gaps, gap] } } };
  }
  const wasOpen = status === 'COMPLETED' || before.wasEnteredOn !== undefined;
  if (reason !== 'DECIDED' || endedAt === undefined || !wasOpen)
    return { ...state, phases: { ...others, [phaseId]: open } };
  const gap = { from: endedAt, to: event.occurredAt, skipped: status === 'SKIPPED' };
  const since = status === 'COMPLETED' ? { reopened: { on: today, at: event.recordedAt ?? event.occurredAt } } : {};
  return { ...state, phases: { ...others, [phaseId]: { ...open, ...since, gaps: [...gaps, gap] } } };
}
