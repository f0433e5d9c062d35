import { type Command, type DecisionContext, type Instant, invalid, notFound, type Refusal } from '@overstap/kernel';
import { type ParticipantEvent } from './catalogue.js';
import { type SUBJECT_REQUEST_KINDS } from './codes.js';
import { type LiftProcessingRestriction, type RestrictProcessing } from './commands.js';
import { requestsOf } from './requests.js';
import { type ParticipantState } from './state.js';

type RestrictionCommand =
  Command<'RestrictProcessing', RestrictProcessing> | Command<'LiftProcessingRestriction', LiftProcessingRestriction>;

/** Whether nothing about the person may go to their employer for now. */
export const isRestricted = ({ restriction }: Pick<ParticipantState, 'restriction'>): boolean =>
  restriction !== undefined;

/** Restricting, and lifting it, answers the request that is named. */
export function decideRestriction(
  { type, data }: RestrictionCommand,
  state: ParticipantState,
  { now: occurredAt }: DecisionContext,
): readonly ParticipantEvent[] | Refusal {
  if (!state.details) return notFound('participant-unknown', 'There is no such participant; register them first.');
  const { requestId } = data;
  const request = requestsOf(state).find((each) => each.requestId === requestId);
  if (requestId !== undefined && !request)
    return invalid('requestId', 'request-unknown', 'requestId names no request of this person; record it first.');
  const answered: readonly ParticipantEvent[] =
    request && request.answeredOn === undefined
      ? [{ type: 'SubjectRequestFulfilled', data: { requestId: request.requestId, kind: request.kind }, occurredAt }]
      : [];
  if (isRestricted(state) === (type === 'RestrictProcessing')) return answered;
  return type === 'RestrictProcessing'
    ? [{ type: 'ProcessingRestricted', data, occurredAt }, ...answered]
    : [{ type: 'ProcessingRestrictionLifted', data, occurredAt }, ...answered];
}

/** Whoever objects, or asks for it, is not to wait for a judgement: it holds from the moment of asking. */
export function restrictedByRequest(
  requestId: string,
  kind: (typeof SUBJECT_REQUEST_KINDS)[number],
  state: ParticipantState,
  occurredAt: Instant,
): readonly ParticipantEvent[] {
  if (isRestricted(state) || (kind !== 'RESTRICT' && kind !== 'OBJECT')) return [];
  const ground = kind === 'OBJECT' ? 'OBJECTION' : 'REQUESTED';
  return [{ type: 'ProcessingRestricted', data: { ground, requestId }, occurredAt }];
}
