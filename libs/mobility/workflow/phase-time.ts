import { type Pause } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { type PhaseDefinition } from '../programme-template/definition.js';
import { type Counted, heldSince, type Situation } from './conditions.js';
import { type PhaseState } from './state.js';

/** The clock of a phase's time box. */
export const boxClockOf = (id: string): string => `phase.${id}`;

/** What ends a phase that was opened again has to come after that: what had ended it before is known already. */
export const countedForExit = ({ reopened }: Pick<PhaseState, 'reopened'>): Counted =>
  reopened ? { since: reopened.on, knownSince: reopened.at, onlyNews: true } : {};

/** The day since which a phase's exit criteria hold; undefined while they do not, or where it has none. */
export const exitHeldOn = (
  { exit }: PhaseDefinition,
  state: Pick<PhaseState, 'reopened'>,
  situation: Situation,
): LocalDate | undefined => exit && heldSince(exit, situation, countedForExit(state));

/** The times in which a phase was over although it was opened again later, as pauses of its box. */
export const gapsOfBox = (state: PhaseState | undefined): readonly Pause[] => state?.gaps ?? [];

/** The same for its tasks: they stood still while it was skipped; those of a phase that was completed went on. */
export const gapsOfTasks = (state: PhaseState | undefined): readonly Pause[] =>
  (state?.gaps ?? []).filter(({ skipped }) => skipped);
