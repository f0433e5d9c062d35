import { ACCOUNT_HOLDER, type ClaimedMessage, type Reminders } from '@overstap/reminders';
import { originOf } from '../api/http/origin.js';
import { type Program } from './program.js';

/** Puts a mail about coming in into the outbox, by the account's id alone. */
export async function mailToAccount(
  { ids, clock }: Pick<Program, 'ids' | 'clock'>,
  reminders: Reminders,
  tenant: string,
  account: string,
  message: 'ACCOUNT_INVITATION' | 'NEW_PASSWORD',
): Promise<void> {
  const now = clock.now();
  await reminders.tell([
    {
      tenant,
      id: ids.next(),
      eventId: ids.next(),
      aggregate: 'account',
      aggregateId: account,
      recipient: { role: ACCOUNT_HOLDER, ref: account },
      channel: 'MAIL',
      message,
      params: {},
      recordedAt: now,
      notBefore: now,
    },
  ]);
}

/** What a mail links to. The secret of a link is drawn while its mail is written: nothing else ever has it. */
export async function linkInMail(
  { access, settings }: Pick<Program, 'access' | 'settings'>,
  { tenant, recipient, message }: Pick<ClaimedMessage, 'tenant' | 'recipient' | 'message'>,
): Promise<string> {
  const origin = originOf(settings);
  if (recipient.role !== ACCOUNT_HOLDER) return origin;
  const account = await access.accounts.byId(tenant, recipient.ref);
  const kind =
    message === 'NEW_PASSWORD' && account?.status === 'ACTIVE'
      ? 'PASSWORD'
      : message === 'ACCOUNT_INVITATION' && account?.status === 'INVITED'
        ? 'INVITATION'
        : undefined;
  // Whoever came in by the link that they were handed needs no other.
  if (!account || !kind) return `${origin}/sign-in`;
  return `${origin}/welcome/${(await access.links.makeToMail(tenant, kind, account.id)).token}`;
}
