import { type LocalDate } from '@overstap/kernel';
import { type PhaseState } from './state.js';

/** Whether the whole is over, and by what. */
export interface WholeOver {
  readonly landedOn: LocalDate | undefined;
  readonly concludedOn?: LocalDate | undefined;
}

const BY_THE_WHOLE: readonly string[] = ['LANDED', 'CLOSED'];
const FOR_GOOD: readonly string[] = ['DECIDED', 'MIGRATED'];

/**
 * The day since which a phase is over for whatever waits for it: it was completed, or left out by a decision or a migration. What a landing or a
 * closing ended or left out is yet to come once that is undone, as is a phase that should not have begun.
 */
export function overOn(phase: PhaseState | undefined, { landedOn, concludedOn }: WholeOver): LocalDate | undefined {
  if (phase === undefined || phase.status === 'OPEN') return undefined;
  const { status, endedBy = '', skippedOn, endedOn = skippedOn } = phase;
  const wholeOn = concludedOn ?? landedOn;
  if (BY_THE_WHOLE.includes(endedBy)) return wholeOn === undefined ? undefined : endedOn;
  return status === 'COMPLETED' || FOR_GOOD.includes(endedBy) ? endedOn : undefined;
}
