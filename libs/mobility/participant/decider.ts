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
import { localDateOf } from '@overstap/calendar';
import { changedFields, given, sameValues } from '../same-values.js';
import { momentOn, HOME_ZONE } from '../workflow/zone.js';
import { untilNow, withConsequences } from '../workflow/settling.js';
import { decideOnTask, isTaskCommand } from '../workflow/task-decisions.js';
import { lastingUndo } from '../workflow/task-undoing.js';
import { decideAnswer } from './answers.js';
import { type ParticipantEvent } from './catalogue.js';
import { DATA_CATEGORIES } from './codes.js';
import { type PARTICIPANT_COMMANDS, type ReceiveSubjectRequest } from './commands.js';
import { decideHold } from './holds.js';
import { decideRestriction, restrictedByRequest } from './restriction.js';
import { dueOnOf, type ParticipantWorld, requestsOf, runOfParticipant } from './requests.js';
import { evolveParticipant, type ParticipantState, UNKNOWN_PARTICIPANT } from './state.js';

export type ParticipantCommand = CommandsOf<typeof PARTICIPANT_COMMANDS>;

/** A person, apart from any trajectory: who they are, how to reach them, and which of their rights they ask for. */
export const participant: Decider<ParticipantState, ParticipantCommand, ParticipantEvent, ParticipantWorld> = {
  initialState: UNKNOWN_PARTICIPANT,
  evolve: evolveParticipant,

  decide(command, state, world, context) {
    const decided = decideFirst(command, state, world, context);
    // A cohort is a registration per person: nothing of that asks for anything by a day.
    if (isRefusal(decided) || command.type === 'RegisterParticipant' || command.type === 'ChangeParticipantDetails')
      return decided;
    const run = runOfParticipant(world);
    if (command.type === 'FallDue') return untilNow(state, run, context);
    if (decided.length === 0 && command.type !== 'RecomputeClocks') return decided;
    const settled = withConsequences(decided, state, run, context);
    return command.type === 'UndoTask' ? lastingUndo(command.data.taskId, settled) : settled;
  },
};

function decideFirst(
  command: ParticipantCommand,
  state: ParticipantState,
  world: ParticipantWorld,
  context: DecisionContext,
): readonly ParticipantEvent[] | Refusal {
  const { details, erased } = state;
  const { now: occurredAt } = context;
  if (isTaskCommand(command)) return decideOnTask(command, state.workflow, context);
  switch (command.type) {
    case 'RegisterParticipant': {
      const data = given(command.data);
      if (!details) return [{ type: 'ParticipantRegistered', data, occurredAt }];
      return sameValues(details, data)
        ? []
        : conflict(
            'participant-known',
            'There is a participant of this id with other details; change the details instead.',
          );
    }
    case 'ChangeParticipantDetails': {
      if (!details) return notFound('participant-unknown', 'There is no such participant; register them first.');
      if (erased.has('identity'))
        return conflict('participant-erased', 'This person was erased; register them anew under another id.');
      const told = given(command.data);
      if (Object.keys(told).length === 0)
        return invalid('', 'changes-empty', 'No field is given; say which details change.');
      const changed = changedFields(told, details);
      if (changed.length === 0) return [];
      const data = Object.fromEntries(Object.entries(told).filter(([name]) => changed.includes(name)));
      return [{ type: 'ParticipantDetailsChanged', data, occurredAt }];
    }
    case 'ReceiveSubjectRequest':
      return receive(command.data, state, world, context);
    case 'FulfilSubjectRequest':
    case 'RefuseSubjectRequest':
      return decideAnswer(command, state, world, context);
    case 'RestrictProcessing':
    case 'LiftProcessingRestriction':
      return decideRestriction(command, state, context);
    case 'PlaceRetentionHold':
    case 'ReleaseRetentionHold':
      return decideHold(command, state, context);
    case 'RecordKeyDestruction':
      return erased.has(command.data.class) ? [] : [{ type: 'SubjectKeyDestroyed', data: command.data, occurredAt }];
    case 'RecordErasure':
      return erased.size === DATA_CATEGORIES.length ? [] : [{ type: 'SubjectErased', data: command.data, occurredAt }];
    case 'FallDue':
    case 'RecomputeClocks':
      return [];
    default:
      return assertNever(command);
  }
}

/** The law counts from the day on which it came in, whoever wrote it down and when. */
function receive(
  { requestId, kind, receivedOn, wrong, about }: ReceiveSubjectRequest,
  state: ParticipantState,
  world: ParticipantWorld,
  { now }: DecisionContext,
): readonly ParticipantEvent[] | Refusal {
  const today = localDateOf(HOME_ZONE, now);
  const on = receivedOn ?? today;
  if (!state.details) return notFound('participant-unknown', 'There is no such participant; register them first.');
  if (state.erased.has('identity'))
    return conflict('participant-erased', 'This person was erased; nothing of theirs is left to ask about.');
  if (on > today)
    return invalid(
      'receivedOn',
      'date-in-the-future',
      'receivedOn lies after today; record a request once it is there.',
    );
  if (kind === 'RECTIFY' && wrong === undefined)
    return invalid('wrong', 'wrong-missing', 'wrong is missing: say what is to be put right.');
  if (kind !== 'RECTIFY' && (wrong !== undefined || about !== undefined))
    return invalid(
      wrong === undefined ? 'about' : 'wrong',
      'wrong-unasked',
      'Only a request to put something right (RECTIFY) says what is wrong; leave wrong and about out.',
    );
  const known = requestsOf(state).find((each) => each.requestId === requestId);
  if (known)
    return known.kind === kind && known.receivedOn === on && known.wrong === wrong && known.about === about
      ? []
      : conflict('request-known', 'There is a request of this id with another kind, day or content; give another id.');
  const dueOn = dueOnOf(on, world);
  if (dueOn === undefined)
    return conflict(
      'law-unknown',
      'The legal parameter AVG_REQUEST has no value for this day; set it first, with its source.',
    );
  const occurredAt = momentOn(on, { now, today });
  const asked = { ...(wrong === undefined ? {} : { wrong }), ...(about === undefined ? {} : { about }) };
  return [
    { type: 'SubjectRequestReceived', data: { requestId, kind, dueOn, ...asked }, occurredAt },
    ...restrictedByRequest(requestId, kind, state, now),
  ];
}
