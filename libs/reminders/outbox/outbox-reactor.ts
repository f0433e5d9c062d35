import { type EventStore, isEmployerSide, type RecordedEvent } from '@overstap/kernel';
import {
  type CoachProposed,
  isDisclosureHeld,
  type ParticipantInvited,
  type SubjectRequestFulfilled,
  type SubjectRequestReceived,
} from '@overstap/mobility';
import { type Reactor } from '@overstap/projections';
import { v5 as uuidV5 } from 'uuid';
import { messageOf, type MessageCode } from '../messages/message.js';
import { addresseesOf, coachIn, dutyOf, type LedTeam, LEADS_TEAM, moverOf, type Recipient } from './addressees.js';
import { Histories } from './histories.js';
import { type Channel, HELD_UNTIL, type MessageParams, type Outbox, type OutboxMessage } from './outbox.js';
import { channelFor } from './preferences.js';
import { type Manners, notBeforeOf } from './release.js';

/** Namespace of message ids; never changes, or events handled again would be told again. */
const OUTBOX_NAMESPACE = '0d2a8e9e-52c1-5c0b-8a53-7d1f0e6b9c34';

/** The id of what an event says to a recipient. */
export const outboxIdOf = (eventId: string, { role, ref }: Recipient): string =>
  uuidV5(JSON.stringify([eventId, role, ref]), OUTBOX_NAMESPACE);

export interface OutboxReactorOptions {
  readonly store: Pick<EventStore, 'readStream'>;
  readonly outbox: Outbox;
  readonly manners: Manners;
  /** The people who hold a role; each is mailed what is for the role. Absent: it is in the role's inbox alone. */
  readonly holdersOf?: HoldersOf;
  /** The team that a coach is in, null where nobody leads it; absent: what is for team leads is for every one of them. */
  readonly ledTeamOf?: LedTeamOf;
  /** Whoever coaches a person now. */
  readonly coachesOf?: CoachesOf;
  /** Hears of messages that were put into the outbox, so that they need not wait for the next sweep. */
  readonly written?: (messages: readonly OutboxMessage[]) => void;
}

/** With a team: those who share its inbox, so that each of them is mailed. */
export type HoldersOf = (tenant: string, role: string, team?: string) => Promise<readonly string[]>;
export type CoachesOf = (tenant: string, participant: string) => Promise<readonly string[]>;
export type LedTeamOf = (tenant: string, coach: string) => Promise<LedTeam>;

interface Told {
  readonly recipient: Recipient;
  readonly channel: Channel;
  readonly message: MessageCode;
  readonly params: MessageParams;
  readonly copyOf?: string;
  /** Goes as the ladder says, whatever its reader prefers. */
  readonly binding: boolean;
}

const idOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

interface Fired {
  readonly clockId: string;
  readonly generation: number;
  readonly rung: string;
  readonly level: number;
  readonly toRoles: readonly string[];
  readonly channel: Channel;
  readonly action: string;
  readonly dueOn?: string;
  readonly merged: boolean;
}

/** Turns what happened into messages, once per event and reader however often it runs; a rung merged into a later one says nothing. */
export function outboxReactor({
  store,
  outbox,
  manners,
  holdersOf,
  ledTeamOf,
  coachesOf,
  written: told,
}: OutboxReactorOptions): Reactor {
  const histories = new Histories(store);
  const copiesOf = async ({ tenant, id }: RecordedEvent, message: Told): Promise<readonly Told[]> => {
    const { recipient, channel } = message;
    // An employer's people are told of their own employer's affairs alone, which a role does not say.
    const shared = recipient.ref === '' || recipient.role === LEADS_TEAM;
    if (!shared || channel === 'APP' || isEmployerSide(recipient.role)) return [];
    const team = recipient.ref === '' ? undefined : recipient.ref;
    const holders = ((await holdersOf?.(tenant, recipient.role, team)) ?? []).filter((ref) => ref !== team);
    const copyOf = outboxIdOf(id, recipient);
    return holders.map((ref) => ({ copyOf, ...message, recipient: { role: recipient.role, ref } }));
  };
  /** A copy for whom the inbox is enough is none: the role's has it. */
  const asWanted = async (tenant: string, told: Told): Promise<readonly Told[]> => {
    const { recipient, binding, copyOf } = told;
    if (recipient.ref === '') return [told];
    const channel = channelFor(told.channel, await manners.mailOf?.(tenant, recipient), binding);
    return channel === 'APP' && copyOf !== undefined ? [] : [{ ...told, channel }];
  };
  const put = async (event: RecordedEvent, messages: readonly Told[]): Promise<void> => {
    const aggregate = event.stream.slice(0, event.stream.indexOf('-'));
    const copies = await Promise.all(messages.map((message) => copiesOf(event, message)));
    const wanted = await Promise.all([...messages, ...copies.flat()].map((message) => asWanted(event.tenant, message)));
    const reach = wanted.flat();
    const isHeld =
      aggregate === 'trajectory' &&
      reach.some(({ recipient }) => isEmployerSide(recipient.role)) &&
      (await histories.upTo(event)).reduce(isDisclosureHeld, false);
    const full = reach.map(async ({ binding: _binding, ...message }): Promise<OutboxMessage> => {
      const target = { tenant: event.tenant, recipient: message.recipient, digest: message.channel === 'DIGEST' };
      return {
        tenant: event.tenant,
        id: outboxIdOf(event.id, message.recipient),
        eventId: event.id,
        aggregate,
        aggregateId: idOf(event.stream),
        recordedAt: event.recordedAt,
        notBefore:
          isHeld && isEmployerSide(message.recipient.role) ? HELD_UNTIL : await notBeforeOf(manners, target, event),
        ...message,
      };
    });
    const written = await Promise.all(full);
    await outbox.put(written);
    const leaving = written.filter(({ notBefore }) => notBefore !== HELD_UNTIL);
    if (leaving.length > 0) told?.(leaving);
  };

  const rungFired = async (event: RecordedEvent): Promise<void> => {
    const { clockId, generation, rung, level, toRoles, channel, action, dueOn, merged } =
      event.data as unknown as Fired;
    if (merged) return;
    const history = await histories.upTo(event);
    const duty = dutyOf(clockId, history);
    const params = {
      clockId,
      generation,
      rung,
      ...(duty.code ? { about: duty.code } : {}),
      ...(dueOn ? { dueOn } : {}),
    };
    const coach = toRoles.includes(LEADS_TEAM) ? coachIn(history) : undefined;
    const team = coach === undefined ? undefined : await ledTeamOf?.(event.tenant, coach);
    const recipients = addresseesOf(toRoles, duty, history, team);
    await put(
      event,
      recipients.map((recipient) => ({
        recipient,
        channel,
        params,
        binding: duty.kind === 'STATUTORY',
        message: messageOf(recipient.role, { level, action }, duty.owner),
      })),
    );
  };

  const invited = async (event: RecordedEvent): Promise<void> => {
    const { channel, expiresOn } = event.data as ParticipantInvited;
    if (event.subject === undefined) return;
    const recipient = { role: 'PARTICIPANT', ref: event.subject };
    // Letters and calls are made by people; the invitation then waits in the portal.
    const by = channel === 'MAIL' ? 'APP_MAIL' : 'APP';
    await put(event, [{ recipient, channel: by, message: 'INVITATION', params: { expiresOn }, binding: true }]);
  };

  /** Whoever reads on where it is not otherwise theirs, the person is told, whatever mail they asked for. */
  const glassBroken = async (event: RecordedEvent): Promise<void> => {
    if (event.subject === undefined) return;
    const recipient = { role: 'PARTICIPANT', ref: event.subject };
    await put(event, [{ recipient, channel: 'APP_MAIL', message: 'GLASS_BROKEN', params: {}, binding: true }]);
  };

  /** What is asked for by a day is the officer's task; the coach, who can put it right, is told. */
  const asked = async (event: RecordedEvent): Promise<void> => {
    if (event.subject === undefined || (event.data as SubjectRequestReceived).kind !== 'RECTIFY') return;
    const coaches = (await coachesOf?.(event.tenant, event.subject)) ?? [];
    await put(
      event,
      coaches.map((ref) => ({
        ...{ recipient: { role: 'COACH', ref }, channel: 'APP_MAIL' },
        ...{ message: 'CORRECTION_ASKED', params: {}, binding: false },
      })),
    );
  };

  /** A copy of the file is its own answer; that something was put right, or was refused, the person is told. */
  const answered = async (event: RecordedEvent): Promise<void> => {
    const { kind } = event.data as SubjectRequestFulfilled;
    const isRefused = event.type === 'SubjectRequestRefused';
    if (event.subject === undefined || !(isRefused || kind === 'RECTIFY')) return;
    const recipient = { role: 'PARTICIPANT', ref: event.subject };
    const message = isRefused ? 'REQUEST_REFUSED' : 'CORRECTED';
    await put(event, [{ recipient, channel: 'APP_MAIL', message, params: {}, binding: true }]);
  };

  /** Who is proposed does not reach the trajectory yet, so that nothing else tells them. */
  const coachProposed = async (event: RecordedEvent): Promise<void> => {
    const recipient = { role: 'COACH', ref: (event.data as CoachProposed).coachId };
    await put(event, [{ recipient, channel: 'APP_MAIL', message: 'COACH_PROPOSED', params: {}, binding: false }]);
  };

  const surveySent = async (event: RecordedEvent): Promise<void> => {
    if (event.subject === undefined) return;
    const recipient = { role: 'PARTICIPANT', ref: event.subject };
    const { moment } = event.data as { moment: string };
    await put(event, [{ recipient, channel: 'APP_MAIL', message: 'SURVEY', params: { moment }, binding: false }]);
  };

  const moveLapsed = async (event: RecordedEvent): Promise<void> => {
    const { clockId, to } = event.data as { clockId: string; to?: string };
    const history = await histories.upTo(event);
    const duty = dutyOf(clockId, history);
    const recipient = moverOf(clockId, duty, history);
    if (!recipient) return;
    const params = { clockId, ...(duty.code ? { about: duty.code } : {}), ...(to ? { dueOn: to } : {}) };
    await put(event, [{ recipient, channel: 'APP_MAIL', message: 'MOVE_LAPSED', params, binding: false }]);
  };

  const withdrawn = async ({ tenant, stream, type, data }: RecordedEvent): Promise<void> => {
    const { clockId, generation, rung } = data as { clockId: string; generation: number; rung?: string };
    const which = { clockId, generation, ...(rung === undefined ? {} : { rung }) };
    await outbox.cancel(tenant, idOf(stream), which, type === 'ClockStopped' ? 'CLOCK_STOPPED' : 'RUNG_RETRACTED');
  };
  const concluded = ({ tenant, stream }: RecordedEvent): Promise<void> => outbox.cancelInvitation(tenant, idOf(stream));

  const expired = ({ tenant, stream, data }: RecordedEvent): Promise<void> =>
    outbox.cancelSurvey(tenant, idOf(stream), (data as { moment: string }).moment);
  const erased = ({ tenant, stream }: RecordedEvent): Promise<void> => outbox.forget(tenant, idOf(stream));
  const held = ({ tenant, stream }: RecordedEvent): Promise<void> => outbox.holdForEmployer(tenant, idOf(stream));
  const released = ({ tenant, stream, recordedAt }: RecordedEvent): Promise<void> =>
    outbox.releaseForEmployer(tenant, idOf(stream), recordedAt);

  const handlers: Readonly<Record<string, (event: RecordedEvent) => Promise<void>>> = {
    RungFired: rungFired,
    ParticipantInvited: invited,
    BreakGlassOpened: glassBroken,
    SubjectRequestReceived: asked,
    SubjectRequestFulfilled: answered,
    SubjectRequestRefused: answered,
    CoachProposed: coachProposed,
    SurveySent: surveySent,
    ClockMoveLapsed: moveLapsed,
    RungRetracted: withdrawn,
    ClockStopped: withdrawn,
    TrajectoryClosed: concluded,
    ParticipationDeclined: concluded,
    ParticipationExpired: concluded,
    SurveyExpired: expired,
    PersonErased: erased,
    SubjectErased: erased,
    DisclosureHeld: held,
    DisclosureReleased: released,
  };
  return {
    name: 'outbox',
    types: Object.keys(handlers),
    // What happened while nothing was running is told when it runs again.
    from: 'start',
    react: async (event) => handlers[event.type]?.(event),
  };
}
