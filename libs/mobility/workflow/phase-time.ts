import { type Pause } from '@overstap/calendar';
import { type Instant, type LocalDate } from '@overstap/kernel';
import { type PhaseDefinition } from '../programme-template/definition.js';
import { type Counted, heldSince, type Situation } from './conditions.js';
import { type KnownFrom, type PhaseState } from './state.js';

/** The clock of a phase's time box: each round has its own. */
export const boxClockOf = (id: string, state: Pick<PhaseState, 'round'> | undefined): string =>
  `phase.${inRound(id, state)}`;

/** The code of what belongs to a round: `PLAN` in the first, `PLAN.r2` in the second. */
export const inRound = (code: string, state: Pick<PhaseState, 'round'> | undefined): string =>
  state?.round === undefined ? code : `${code}.r${state.round}`;

/** Only what came after something, or became known after it. */
interface News {
  readonly since: LocalDate;
  readonly knownSince: Instant;
  readonly onlyNews: true;
}
const newsSince = ({ on, at }: KnownFrom): News => ({ since: on, knownSince: at, onlyNews: true });

/** What does the tasks of a round comes after the round before it. */
export const countedInRound = (state: Pick<PhaseState, 'begun'> | undefined): Partial<News> =>
  state?.begun ? newsSince(state.begun) : {};

/** What ends a phase that began anew, or was opened again, has to come after that: what had ended it before is known already. */
export function countedForExit({ reopened, begun }: Pick<PhaseState, 'reopened' | 'begun'>): Counted {
  const since = reopened ?? begun;
  return since ? newsSince(since) : {};
}

/** The number of the round that follows on one that is over; undefined when none does. */
export function nextRound(
  { repeats }: PhaseDefinition,
  { round = 1 }: PhaseState,
  situation: Situation,
): number | undefined {
  if (!repeats || round >= repeats.max) return undefined;
  return repeats.until && heldSince(repeats.until, situation) !== undefined ? undefined : round + 1;
}

/** The day since which a phase's exit criteria hold; undefined while they do not, or where it has none. */
export const exitHeldOn = (
  { exit }: PhaseDefinition,
  state: Pick<PhaseState, 'reopened' | 'begun'>,
  situation: Situation,
): LocalDate | undefined => exit && heldSince(exit, situation, countedForExit(state));

/** The times in which a phase was over although it was opened again later, as pauses of its box. */
export const gapsOfBox = (state: PhaseState | undefined): readonly Pause[] => state?.gaps ?? [];

/** The same for its tasks: they stood still while it was skipped; those of a phase that was completed went on. */
export const gapsOfTasks = (state: PhaseState | undefined): readonly Pause[] =>
  (state?.gaps ?? []).filter(({ skipped }) => skipped);
