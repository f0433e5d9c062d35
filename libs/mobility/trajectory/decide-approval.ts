import { addDays, localDateOf } from '@overstap/calendar';
import { conflict, type DecisionContext, invalid, type Refusal } from '@overstap/kernel';
import { openExtension, openVoid, openWaiver } from '../workflow/approvals.js';
import { type Fact } from '../workflow/facts.js';
import { isOpenClock } from '../workflow/state.js';
import { HOME_ZONE } from '../workflow/zone.js';
import {
  type DecideExtension,
  type DecideVoid,
  type DecideWaiver,
  type RequestExtension,
  type RequestWaiver,
  type VoidFact,
} from './commands.js';
import { requireStatus } from './guards.js';
import { type TrajectoryEvent, type TrajectoryState } from './state.js';
import { trajectorySubject } from './subject.js';

type Decided = readonly TrajectoryEvent[] | Refusal;

/** A clock of the contract is moved or waived by two people: one asks, another decides (docs/time.md, "Clocks"). */

export function requestExtension(data: RequestExtension, state: TrajectoryState, context: DecisionContext): Decided {
  const refused = requireStatus(state, 'started');
  if (refused) return refused;
  const open = openExtension(state.facts)?.data;
  if (open)
    return open['days'] === data.days && open['costCents'] === data.costCents
      ? []
      : conflict(
          'extension-requested',
          `An extension by ${String(open['days'])} days is asked for already; have it decided, or void the request, first.`,
        );
  return [{ type: 'ExtensionRequested', data: { ...data, ...accountOf(context) }, occurredAt: context.now }];
}

/** Refusing is always possible; granting moves the end from where it is by then. */
export function decideExtension(
  { granted, days: seen }: DecideExtension,
  state: TrajectoryState,
  context: DecisionContext,
): Decided {
  const { now, actor } = context;
  const asked = openExtension(state.facts);
  if (!asked) return conflict('extension-not-requested', 'Nobody asked for an extension; request it first.');
  if (isSamePerson(asked, context)) return byAnother('extension-by-another', 'An extension');
  const { days, reason, costCents } = asked.data as unknown as RequestExtension;
  if (seen !== undefined && seen !== days)
    return conflict('extension-differs', `What is asked for now is an extension by ${days} days; look at it again.`);
  const decided: TrajectoryEvent = { type: 'ExtensionDecided', data: { granted, by: actor.id }, occurredAt: now };
  if (!granted) return [decided];
  const refused = requireStatus(state, 'started');
  if (refused) return refused;
  const end = trajectorySubject(state).anchorOn('end', 'first');
  if (!end)
    return conflict('trajectory-paused', 'The end is not known while the trajectory is paused; resume it first.');
  const data = { days, newEnd: addDays(end, days), reason, approvedBy: actor.id, costCents };
  return [decided, { type: 'TrajectoryExtended', data, occurredAt: now }];
}

export function requestWaiver(data: RequestWaiver, state: TrajectoryState, context: DecisionContext): Decided {
  const { clockId } = data;
  const refused = requireWaivable(clockId, state);
  if (refused) return refused;
  if (openWaiver(clockId, state.facts)) return [];
  return [{ type: 'WaiverRequested', data: { ...data, ...accountOf(context) }, occurredAt: context.now }];
}

export function decideWaiver(
  { clockId, granted }: DecideWaiver,
  state: TrajectoryState,
  context: DecisionContext,
): Decided {
  const { now, actor } = context;
  const refused = requireWaivable(clockId, state);
  if (refused) return refused;
  const asked = openWaiver(clockId, state.facts);
  if (!asked) return conflict('waiver-not-requested', 'Nobody asked for this waiver; request it first.');
  if (isSamePerson(asked, context)) return byAnother('waiver-by-another', 'A waiver');
  const decided: TrajectoryEvent = { type: 'WaiverDecided', data: { clockId, granted, by: actor.id }, occurredAt: now };
  const generation = state.workflow.clocks[clockId]?.generation ?? 1;
  const on = localDateOf(HOME_ZONE, now);
  return granted
    ? [decided, { type: 'ClockStopped', data: { clockId, generation, how: 'WAIVED', on }, occurredAt: now }]
    : [decided];
}

/** Asking once more is nothing new; whoever decides is another. */
export function requestVoid(data: VoidFact, { facts }: TrajectoryState, context: DecisionContext): Decided {
  if (openVoid(data.eventId, facts)) return [];
  return [{ type: 'FactVoidRequested', data: { ...data, ...accountOf(context) }, occurredAt: context.now }];
}

export function decideVoid(
  { eventId, granted }: DecideVoid,
  { facts }: TrajectoryState,
  context: DecisionContext,
): Decided {
  const { now, actor } = context;
  const asked = openVoid(eventId, facts);
  if (!asked) return conflict('void-not-requested', 'Nobody asked that this be taken back; send void-fact first.');
  if (isSamePerson(asked, context)) return byAnother('void-by-another', 'Taking back what two people agreed on');
  const decided: TrajectoryEvent = {
    type: 'FactVoidDecided',
    data: { eventId, granted, by: actor.id },
    occurredAt: now,
  };
  if (!granted) return [decided];
  const { reason } = asked.data as unknown as VoidFact;
  return [decided, { type: 'FactVoided', data: { eventId, reason }, occurredAt: now }];
}

/** Their role and id, or the account that was let in: who has two roles is one person. */
const isSamePerson = ({ actorId, data }: Fact, { actor, account }: DecisionContext): boolean =>
  actorId === actor.id || (account !== undefined && data['account'] === account);

const accountOf = ({ account }: DecisionContext): { readonly account?: string } =>
  account === undefined ? {} : { account };

const byAnother = (code: string, what: string): Refusal =>
  conflict(code, `${what} is decided by another person than the one who asked.`);

function requireWaivable(clockId: string, { workflow }: TrajectoryState): Refusal | undefined {
  const clock = workflow.clocks[clockId];
  if (!clock || !isOpenClock(clock))
    return invalid('clockId', 'clock-unknown', 'clockId names no open clock of this trajectory.');
  if (clock.kind === 'STATUTORY')
    return conflict('statutory-not-waivable', 'A statutory deadline is met or missed; nobody can waive it.');
  return clock.kind === 'CONTRACT'
    ? undefined
    : conflict(
        'waiver-not-needed',
        'Only a contract deadline is waived; cancel the task or ask the programme manager.',
      );
}

/** What one asked and another decided stays as it is; a request alone may be taken back by one, and what came of it by two again. */
export const DECISIONS_OF_TWO: readonly string[] = ['ExtensionDecided', 'WaiverDecided', 'FactVoidDecided'];
export const AGREED_BY_TWO: readonly string[] = ['TrajectoryExtended'];
const ASKED_OF_ANOTHER: readonly string[] = [
  ...DECISIONS_OF_TWO,
  'ExtensionRequested',
  'WaiverRequested',
  'FactVoidRequested',
];
/** What may be put right of an extension by one person: what it cost, and how the reason was written. */
const OF_ONE: readonly string[] = ['costCents', 'reason'];

export const isAgreedByTwo = (type: string, changes: object): boolean =>
  ASKED_OF_ANOTHER.includes(type) ||
  (AGREED_BY_TWO.includes(type) && Object.keys(changes).some((field) => !OF_ONE.includes(field)));

export const isDecisionOfTwo = conflict(
  'decision-of-two',
  'One person asked for this and another decided; nobody changes that alone. Void a request that is still open, or ask anew.',
);
