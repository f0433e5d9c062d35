import { localDateOf } from '@overstap/calendar';
import { conflict, type DecisionContext, invalid, type Refusal } from '@overstap/kernel';
import { type PhaseDefinition } from '../programme-template/definition.js';
import { hasComeUp, overBy, skip } from '../workflow/phases.js';
import { type PhaseState } from '../workflow/state.js';
import { type Present } from '../workflow/subject.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { type ReopenPhase, type SkipPhase } from './commands.js';
import { requireStatus } from './guards.js';
import { type TrajectoryEvent, type TrajectoryState } from './state.js';
import { trajectorySubject } from './subject.js';
import { rulesOf, type TrajectoryWorld } from './world.js';

export type PhaseCommand =
  | { readonly type: 'SkipPhase'; readonly data: SkipPhase }
  | { readonly type: 'ReopenPhase'; readonly data: ReopenPhase };
type Decided = readonly TrajectoryEvent[] | Refusal;

export const isPhaseCommand = (command: { readonly type: string }): command is PhaseCommand =>
  command.type === 'SkipPhase' || command.type === 'ReopenPhase';

/** A phase is left out, or opened again, because somebody decides so. What follows for its tasks and clocks is the engine's. */
export function decidePhase(
  command: PhaseCommand,
  state: TrajectoryState,
  world: TrajectoryWorld,
  { now }: DecisionContext,
): Decided {
  const refused = requireStatus(state, 'referred');
  if (refused) return refused;
  const { phaseId, reason } = command.data;
  const { phases } = rulesOf(world, state).definition;
  const phase = phases.find(({ id }) => id === phaseId);
  if (!phase)
    return invalid(
      'phaseId',
      'phase-unknown',
      `phaseId names no phase of this template; it has ${phases.map(({ id }) => id).join(', ') || 'none'}.`,
    );
  const present = { now, today: localDateOf(HOME_ZONE, now) };
  return command.type === 'SkipPhase'
    ? skipPhase(phase, reason, state, present)
    : reopenPhase(phase, reason, phases, state, present);
}

function skipPhase(phase: PhaseDefinition, reason: string, state: TrajectoryState, present: Present): Decided {
  const { workflow } = state;
  const known = workflow.phases[phase.id];
  if (isDecidedSkip(known)) return [];
  if (known?.status === 'COMPLETED' || (known?.status === 'SKIPPED' && known.endedBy !== 'ANCHOR_VOIDED'))
    return conflict('phase-over', `The phase is over (${known.endedBy}); there is nothing of it left to skip.`);
  return skip(phase.id, 'DECIDED', { workflow }, present, reason);
}

/**
 * Beside a phase that is open and may not overlap, the reopening is refused rather than that phase suspended: a suspension would stop clocks
 * about which nobody has decided anything. Whoever wants to go back skips that phase first, with a reason of its own; reopened later, it has
 * what was left of its time.
 */
function reopenPhase(
  phase: PhaseDefinition,
  reason: string,
  phases: readonly PhaseDefinition[],
  state: TrajectoryState,
  present: Present,
): Decided {
  const subject = trajectorySubject(state);
  const known = state.workflow.phases[phase.id];
  if (known?.status === 'OPEN') return [];
  if (!known || known.endedBy === 'ANCHOR_VOIDED')
    return conflict('phase-not-begun', 'The phase has yet to begin, and does so by itself when its time comes.');
  const over = overBy(subject, phase);
  if (over)
    return conflict(
      'trajectory-landed',
      'The trajectory has landed, and only aftercare goes on; void the placement first.',
    );
  const isToCome =
    known.status === 'SKIPPED' && known.wasEnteredOn === undefined && !hasComeUp(phase, subject, present);
  const beside = isToCome ? undefined : phases.find((other) => excludes(other, phase, state));
  if (beside)
    return conflict(
      'phase-beside-another',
      `Phase ${beside.id} is open, and the template lets none of the two overlap; skip that one first, or wait until it is over.`,
    );
  const on = isToCome ? {} : { on: present.today };
  const data = { phaseId: phase.id, reason: 'DECIDED', ...on, note: reason };
  return [{ type: 'PhaseReopened', data, occurredAt: present.now }];
}

const isDecidedSkip = (phase: PhaseState | undefined): boolean =>
  phase?.status === 'SKIPPED' && phase.endedBy === 'DECIDED';

/** Whether another phase is open that may not be open beside this one: one of the two has to be allowed to overlap. */
const excludes = (other: PhaseDefinition, phase: PhaseDefinition, { workflow }: TrajectoryState): boolean =>
  other.id !== phase.id && !other.overlaps && !phase.overlaps && workflow.phases[other.id]?.status === 'OPEN';

/**
 * Refuses a decision on a phase by what would follow from it. A statutory clock is met or missed, never waived, and a contract clock only by two
 * people (docs/time.md): a phase with such a clock running is not skipped. And a phase that would be over again at once is not opened.
 */
export function lastingDecision(
  { type, data: { phaseId } }: PhaseCommand,
  events: readonly TrajectoryEvent[],
  before: TrajectoryState,
): Decided {
  if (type === 'SkipPhase') {
    const lost = events.flatMap((event) => {
      if (event.type !== 'ClockStopped' || event.data.how !== 'CANCELLED') return [];
      const clock = before.workflow.clocks[event.data.clockId];
      return clock && (clock.kind === 'STATUTORY' || clock.kind === 'CONTRACT') ? [clock] : [];
    });
    return lost.length === 0
      ? events
      : conflict(
          'phase-holds-deadline',
          `Skipping it would drop ${lost.map(({ clockId, kind }) => `${clockId} (${kind})`).join(', ')}: a statutory deadline has to be met, one of the contract met or waived by two people, before the phase is skipped.`,
        );
  }
  const endsAgain = events.some(
    (event) => (event.type === 'PhaseCompleted' || event.type === 'PhaseSkipped') && event.data.phaseId === phaseId,
  );
  return endsAgain
    ? conflict(
        'phase-ends-again',
        'What ended the phase, or keeps it from being open, still holds: take back the task or void the fact, and it opens by itself.',
      )
    : events;
}
