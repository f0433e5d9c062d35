import {
  assertNever,
  type CommandsOf,
  conflict,
  type Decider,
  type DecisionContext,
  invalid,
  isRefusal,
  notFound,
  type Refusal,
} from '@overstap/kernel';
import { type DutyWorld } from '../duties/duties.js';
import { changedFields, given, sameValues } from '../same-values.js';
import { untilNow, withConsequences } from '../workflow/settling.js';
import { type CoachEvent } from './catalogue.js';
import { type COACH_COMMANDS, type StartCoachAbsence } from './commands.js';
import { runOfCoach } from './credentials.js';
import { type CoachState, evolveCoach, UNKNOWN_COACH } from './state.js';

export type CoachCommand = CommandsOf<typeof COACH_COMMANDS>;

/** A coach: what they offer, how much they take, when they are away, and until when they are registered. */
export const coach: Decider<CoachState, CoachCommand, CoachEvent, DutyWorld> = {
  initialState: UNKNOWN_COACH,
  evolve: evolveCoach,
  decide(command, state, world, context) {
    const decided = decideFirst(command, state, context);
    if (isRefusal(decided)) return decided;
    if (command.type === 'FallDue') return untilNow(state, runOfCoach(world, context), context);
    const settles = decided.length > 0 || command.type === 'RecomputeClocks';
    return settles ? withConsequences(decided, state, runOfCoach(world, context), context) : decided;
  },
};

function decideFirst(
  command: CoachCommand,
  state: CoachState,
  { now: occurredAt }: DecisionContext,
): readonly CoachEvent[] | Refusal {
  const { profile, absences, capacities, credentials, team } = state;
  if (command.type === 'RegisterCoach') {
    const data = given(command.data);
    if (!profile) return [{ type: 'CoachRegistered', data, occurredAt }];
    return sameValues(profile, data)
      ? []
      : conflict('coach-known', 'There is a coach of this id with another profile; change the profile instead.');
  }
  if (!profile) return notFound('coach-unknown', 'There is no such coach; register them first.');
  const { coachId } = profile;
  switch (command.type) {
    case 'ChangeCoachProfile': {
      const told = given(command.data);
      if (Object.keys(told).length === 0)
        return invalid('', 'changes-empty', 'No field is given; say what changes in the profile.');
      const changed = changedFields(told, profile);
      if (changed.length === 0) return [];
      const changes = Object.fromEntries(Object.entries(told).filter(([name]) => changed.includes(name)));
      return [{ type: 'CoachProfileChanged', data: { coachId, ...changes }, occurredAt }];
    }
    case 'ChangeCoachCapacity': {
      const data = given(command.data);
      if (capacities.some((known) => sameValues(known, data))) return [];
      return [{ type: 'CoachCapacityChanged', data, occurredAt }];
    }
    case 'PutCoachInTeam': {
      const { teamId } = command.data;
      return teamId === team ? [] : [{ type: 'CoachPutInTeam', data: { coachId, teamId }, occurredAt }];
    }
    case 'TakeCoachOutOfTeam':
      return team === undefined ? [] : [{ type: 'CoachTakenOutOfTeam', data: { coachId, teamId: team }, occurredAt }];
    case 'StartCoachAbsence': {
      const told = given(command.data);
      const { backOn, ...last } = absences.at(-1) ?? {};
      if (absences.length > 0 && backOn === undefined && sameValues(last, told)) return [];
      return (
        absenceRefused(told, coachId, state) ?? [
          { type: 'CoachAbsenceStarted', data: { coachId, ...told }, occurredAt },
        ]
      );
    }
    case 'EndCoachAbsence': {
      const { from } = command.data;
      const last = absences.at(-1);
      if (last?.backOn === from) return [];
      if (!last || last.backOn !== undefined)
        return conflict('coach-not-absent', 'The coach is not away; start an absence first.');
      if (from < last.from)
        return invalid('from', 'date-order', 'from, the first day back, must not be before the absence began.');
      return [{ type: 'CoachAbsenceEnded', data: { coachId, from }, occurredAt }];
    }
    case 'RecordCoachCredential': {
      const { register, validUntil } = command.data;
      if (credentials.get(register) === validUntil) return [];
      return [{ type: 'CoachCredentialRecorded', data: { register, validUntil }, occurredAt }];
    }
    case 'FallDue':
    case 'RecomputeClocks':
      return [];
    default:
      return assertNever(command);
  }
}

/** Absences follow one another: the next begins after the one before is over. */
function absenceRefused(
  { from, until, substituteId }: StartCoachAbsence,
  coachId: string,
  { absences }: CoachState,
): Refusal | undefined {
  if (until !== undefined && until < from)
    return invalid('until', 'date-order', 'until, the last day away, must not be before from.');
  if (substituteId === coachId)
    return invalid('substituteId', 'substitute-self', 'A coach cannot stand in for themselves; name another.');
  const last = absences.at(-1);
  if (!last) return undefined;
  const over = last.backOn === undefined ? last.until !== undefined && last.until < from : last.backOn <= from;
  return over
    ? undefined
    : conflict('coach-absent', 'The coach is away then already; end that absence first, or begin after it.');
}
