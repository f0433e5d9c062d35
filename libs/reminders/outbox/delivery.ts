import { commandIdOf } from '@overstap/commands';
import { type Clock, type Instant } from '@overstap/kernel';
import { v5 as uuidV5 } from 'uuid';
import { type Commands, StreamBusy, REMINDERS } from '../due/fall-due.js';
import { letterOf, type LetterItem } from '../messages/letter.js';
import { languageOf, LANGUAGES, type LanguageCode } from '../messages/message.js';
import { inParallel } from '../queue/in-parallel.js';
import { type JobItem } from '../queue/job-queue.js';
import { isAccount, type Recipient } from './addressees.js';
import { type BouncingAddresses } from './bouncing-addresses.js';
import { ClaimedElsewhere } from './claims.js';
import { type Mailer, MailError } from './mail.js';
import { type ClaimedMessage, type Outbox } from './outbox.js';
import { type Manners, notBeforeOf } from './release.js';

/** How a person is reached; opened when a message leaves and forgotten right after. */
export interface Address {
  readonly email: string;
  /** `nl`, `en-GB`, … */
  readonly language: string;
  readonly name?: string;
}

export interface DeliveryOptions {
  readonly outbox: Outbox;
  readonly bounces: BouncingAddresses;
  readonly clock: Clock;
  readonly commands: Commands;
  readonly manners: Manners;
  /** Absent: messages go to the inbox only. */
  readonly mailer?: Mailer;
  /** Undefined for someone without an address, or erased; the message then stays in the inbox. */
  addressOf(tenant: string, recipient: Recipient): Promise<Address | undefined>;
  /** The template's name for what the message is about. */
  titleOf?(message: ClaimedMessage, language: LanguageCode): Promise<string | undefined>;
  /** Where the reader finds it; what must not be kept in clear is made now, and is in the mail alone. */
  linkOf(message: ClaimedMessage): string | Promise<string>;
}

const DIGEST_NAMESPACE = '5a4b7d0c-8f7a-5a57-9b0e-3c2c1c4f7e21';
const MINUTE_MS = 60_000;
/** The pauses after each failed try; two days in all, then it counts as failed. */
const RETRY_MS = [0.5, 2, 10, 30, 60, 240, 480, 960, 1200].map((minutes) => minutes * MINUTE_MS);

/** Delivers what one job names, `most` at a time. What goes into the inbox alone goes there together: a whole cohort's moment is one write. */
export async function deliverAll(items: readonly JobItem[], most: number, options: DeliveryOptions): Promise<void> {
  const done = items.length > 1 ? await intoInboxes(items, options) : undefined;
  const others = items.filter(({ id }) => id === undefined || !done?.has(String(id)));
  await inParallel(others, most, (item) => deliver(item, options));
}

/** Answers the ids of the messages that it delivered. */
async function intoInboxes(items: readonly JobItem[], options: DeliveryOptions): Promise<ReadonlySet<string>> {
  const { outbox, clock, mailer } = options;
  const now = clock.now();
  const done = new Set<string>();
  for (const tenant of new Set(items.map((item) => String(item['tenant'])))) {
    const ids = items.flatMap(({ tenant: own, id }) => (own === tenant && id !== undefined ? [String(id)] : []));
    const messages = await outbox.claimForInbox(tenant, ids, now, mailer === undefined);
    if (messages.length === 0) continue;
    await outbox.claims.whileKept(messages, async () => {
      await outbox.intoInbox(messages, now);
      await outbox.sent(messages);
    });
    for (const { id } of messages) done.add(id);
  }
  return done;
}

/** Delivers one message, or one digest. Harmless when it was delivered already; between sending and noting that it was sent, a crash sends it again with the same Message-ID. */
export async function deliver(item: JobItem, options: DeliveryOptions): Promise<void> {
  const { outbox, clock } = options;
  const { tenant, id, role, ref } = item as Readonly<Record<string, string | undefined>>;
  if (tenant === undefined) throw new Error('A delivery job was written by another version of the program');
  const now = clock.now();
  if (id !== undefined) {
    const message = await outbox.claim(tenant, id, now);
    if (message) await outbox.claims.whileKept([message], () => deliverClaimed([message], message.id, options, now));
    else if (await outbox.claims.isElsewhere(tenant, { id })) throw new ClaimedElsewhere();
  } else if (role !== undefined && ref !== undefined) {
    const messages = await outbox.claimDigest(tenant, { role, ref }, now);
    const digestId = uuidV5(JSON.stringify(messages.map((each) => each.id).toSorted()), DIGEST_NAMESPACE);
    if (messages.length > 0)
      await outbox.claims.whileKept(messages, () => deliverClaimed(messages, digestId, options, now));
    else if (await outbox.claims.isElsewhere(tenant, { role, ref })) throw new ClaimedElsewhere();
  }
}

async function deliverClaimed(
  messages: readonly ClaimedMessage[],
  mailId: string,
  options: DeliveryOptions,
  now: Instant,
): Promise<void> {
  const { outbox, mailer, bounces } = options;
  const [first] = messages;
  if (!first) return;
  const { channel, tenant, recipient } = first;
  const known = mailer && channel !== 'APP' ? await options.addressOf(tenant, recipient) : undefined;
  const bouncing = known !== undefined && (await bounces.has(tenant, recipient, known.email));
  const address = bouncing ? undefined : known;
  if (channel !== 'MAIL' || !address) await outbox.intoInbox(messages, now);
  if (mailer && address)
    try {
      const code = languageOf(address.language);
      const items = await Promise.all(messages.map((message) => itemOf(message, code, options)));
      await mailer.send(mailId, address.email, letterOf(code, address.name, items, channel === 'DIGEST'));
    } catch (error) {
      if (error instanceof MailError && error.bounced)
        await bounces.mark(tenant, recipient, address.email, error.code, now);
      await notSent(messages, error, options, now);
      return;
    }
  await outbox.sent(messages, bouncing ? 'ADDRESS_BOUNCES' : undefined);
}

async function itemOf(message: ClaimedMessage, code: LanguageCode, options: DeliveryOptions): Promise<LetterItem> {
  const about = await options.titleOf?.(message, code);
  const dueOn = message.params['dueOn'];
  const due = typeof dueOn === 'string' ? LANGUAGES[code].date(dueOn) : undefined;
  return {
    message: message.message,
    link: await options.linkOf(message),
    parts: { ...(about === undefined ? {} : { about }), ...(due === undefined ? {} : { due }) },
  };
}

async function notSent(
  messages: readonly ClaimedMessage[],
  error: unknown,
  options: DeliveryOptions,
  now: Instant,
): Promise<void> {
  const { outbox, manners } = options;
  const [first] = messages;
  if (!first) return;
  const { tenant, recipient } = first;
  const { permanent, code } = error instanceof MailError ? error : { permanent: false, code: 'NOT_MADE' };
  const pause = RETRY_MS[Math.max(...messages.map(({ attempts }) => attempts)) - 1];
  if (permanent || pause === undefined) {
    // First the fact, then the mark: after a crash between the two the same command is sent again and found done.
    for (const message of messages) await recordFailure(message, code, options);
    await outbox.failed(messages, code);
    return;
  }
  const again = new Date(Date.parse(now) + pause).toISOString();
  const moment = { occurredAt: again, recordedAt: again };
  const until = isAccount(recipient) ? again : await notBeforeOf(manners, { tenant, recipient, digest: false }, moment);
  await outbox.postpone(messages, until, code);
}

async function recordFailure(message: ClaimedMessage, code: string, { commands }: DeliveryOptions): Promise<void> {
  const { tenant, id, aggregateId, eventId } = message;
  if (message.aggregate !== 'trajectory') return;
  const { outcome } = await commands.handle({
    tenant,
    aggregate: 'trajectory',
    id: aggregateId,
    type: message.message === 'INVITATION' ? 'RecordInvitationBounce' : 'RecordDeliveryFailure',
    data: { channel: 'MAIL', code },
    commandId: commandIdOf('delivery-failure', tenant, id),
    actor: REMINDERS,
    causation: eventId,
  });
  // A refusal stands: the trajectory no longer takes such facts. A conflict passes.
  if (outcome === 'conflict')
    throw new StreamBusy('Others kept writing to a stream that must hear of a failed delivery');
}
