import { type Command, conflict, type DecisionContext, invalid, type Refusal } from '@overstap/kernel';
import { type TrajectoryState } from '../trajectory/state.js';
import { type ParticipantEvent } from './catalogue.js';
import { type FulfilSubjectRequest, type RefuseSubjectRequest } from './commands.js';
import { type ParticipantWorld, requestsOf, type SubjectRequest } from './requests.js';
import { type ParticipantState } from './state.js';

type AnswerCommand =
  Command<'FulfilSubjectRequest', FulfilSubjectRequest> | Command<'RefuseSubjectRequest', RefuseSubjectRequest>;

/** What puts right what a trajectory holds. */
const CORRECTING: readonly string[] = [
  'FactCorrected',
  'FactVoided',
  'ReferralCorrected',
  'PlacementCorrected',
  'PlacementVoided',
];

/** The ids of the events by which something of a trajectory was put right. */
export const correctionsIn = ({ facts }: Pick<TrajectoryState, 'facts'>): readonly string[] =>
  facts.filter(({ type }) => CORRECTING.includes(type)).map(({ id }) => id);

const answered = conflict(
  'request-answered',
  'This request was answered otherwise already; have the person ask anew if something is still to be done.',
);

/** The one answer to a request: it is done, or it is refused with a reason that the person reads. */
export function decideAnswer(
  command: AnswerCommand,
  state: ParticipantState,
  world: ParticipantWorld,
  context: DecisionContext,
): readonly ParticipantEvent[] | Refusal {
  const request = requestsOf(state).find(({ requestId }) => requestId === command.data.requestId);
  if (!request)
    return invalid('requestId', 'request-unknown', 'requestId names no request of this person; record it first.');
  return command.type === 'FulfilSubjectRequest'
    ? fulfil(command.data, request, [...state.corrections, ...(world.corrections ?? [])], context)
    : refuse(command.data, request, state, context);
}

function fulfil(
  { corrections }: FulfilSubjectRequest,
  { requestId, kind, fulfilled, refusedFor }: SubjectRequest,
  known: readonly string[],
  { now: occurredAt, actor }: DecisionContext,
): readonly ParticipantEvent[] | Refusal {
  if (refusedFor !== undefined) return answered;
  if (fulfilled) return [];
  if (actor.type === 'COACH' && kind !== 'RECTIFY')
    return conflict(
      'request-of-officer',
      'A coach answers requests to put something right alone; the quality officer answers this one.',
    );
  if (kind !== 'RECTIFY')
    return corrections
      ? invalid('corrections', 'corrections-unasked', 'This request asks for no correction; leave corrections out.')
      : [{ type: 'SubjectRequestFulfilled', data: { requestId, kind }, occurredAt }];
  if (!corrections)
    return invalid(
      'corrections',
      'corrections-missing',
      'corrections is missing: name the events by which it was put right (correct-fact, void-fact and change-participant-details answer with their ids), or refuse the request.',
    );
  if (corrections.some((id) => !known.includes(id)))
    return invalid(
      'corrections',
      'correction-unknown',
      'corrections names what corrected nothing of this person; name the trajectory too where it was put right on one.',
    );
  return [{ type: 'SubjectRequestFulfilled', data: { requestId, kind, corrections }, occurredAt }];
}

/** An objection that is refused keeps nothing from the employer any more. */
function refuse(
  { reason }: RefuseSubjectRequest,
  { requestId, kind, fulfilled, refusedFor }: SubjectRequest,
  { restriction }: ParticipantState,
  { now: occurredAt }: DecisionContext,
): readonly ParticipantEvent[] | Refusal {
  if (fulfilled) return answered;
  if (refusedFor !== undefined) return refusedFor === reason ? [] : answered;
  const refused: ParticipantEvent = { type: 'SubjectRequestRefused', data: { requestId, kind, reason }, occurredAt };
  return restriction?.requestId === requestId
    ? [refused, { type: 'ProcessingRestrictionLifted', data: { requestId }, occurredAt }]
    : [refused];
}
