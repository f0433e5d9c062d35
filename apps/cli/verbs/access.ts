import { type ExitCode, WrongUsage } from '../exit-codes.js';
import { withProgram } from '../program/find-program.js';
import { pathOf } from '../program/program-client.js';
import { type Surroundings } from '../surroundings.js';
import { factsText, itemsOf, rowsText } from '../text/shown.js';
import { actingAs } from './acting.js';
import { answer, type AnswerOptions } from './answer.js';
import { type PageOptions, pageOf, sayWhatFollows } from './pages.js';

export interface InviteOptions extends AnswerOptions {
  readonly language: string;
}
export interface MakeKeyOptions extends AnswerOptions {
  readonly role: string;
  readonly days: string;
}

const ONCE = 'Give the link to them alone: it lets one in, once, and is not shown again.\n';

export function invite(
  email: string,
  roles: readonly string[],
  { language, ...options }: InviteOptions,
  around: Surroundings,
): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const invited = await program.post('/accounts', { email, roles, language });
    return answer(around, options, invited, () => `${factsText(invited)}${ONCE}`);
  });
}

export interface RoleChangesOptions extends PageOptions {
  readonly account?: string;
}

/** Every change of what an account may do, and who made it. */
export function listRoleChanges(options: RoleChangesOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const page = await program.get('/accounts/role-changes', { account: options.account, ...pageOf(options) });
    sayWhatFollows(page, around);
    return answer(around, options, page, () =>
      rowsText(
        itemsOf(page),
        [
          ['at', 'At'],
          ['account', 'Account'],
          ['why', 'Why'],
          ['before', 'Before'],
          ['after', 'After'],
          ['by.kind', 'By'],
          ['by.id', 'Who'],
        ],
        'Nobody was given a role.',
      ),
    );
  });
}

const linkFor =
  (what: string) =>
  (id: string, options: AnswerOptions, around: Surroundings): Promise<ExitCode> =>
    withProgram(around, async (program) => {
      const made = await program.post(pathOf('accounts', id, what), {});
      return answer(around, options, made, () => `${factsText(made)}${ONCE}`);
    });

export const inviteAgain = linkFor('invite-again');
export const renewPassword = linkFor('renew-password');

export interface ListAccountsOptions extends AnswerOptions {
  readonly role?: string;
}

export function listAccounts({ role, ...options }: ListAccountsOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const page = await program.get('/accounts', { role });
    return answer(around, options, page, () =>
      rowsText(itemsOf(page).map(withRoles), ACCOUNT_COLUMNS, 'Nobody has an account.'),
    );
  });
}

const ACCOUNT_COLUMNS = [
  ['id', 'Account'],
  ['email', 'E-mail'],
  ['name', 'Name'],
  ['roles', 'Roles'],
  ['status', 'Status'],
  ['signedInAt', 'Last signed in'],
] as const;

const withRoles = (account: Readonly<Record<string, unknown>>) => ({
  ...account,
  roles: ((account['roles'] ?? []) as readonly { role: string; ref: string }[])
    .map(({ role, ref }) => (ref === account['id'] ? role : `${role}:${ref}`))
    .join(', '),
});

export function changeRoles(
  id: string,
  roles: readonly string[],
  options: AnswerOptions,
  around: Surroundings,
): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const changed = await program.post(pathOf('accounts', id, 'roles'), { roles });
    return answer(around, options, changed, () => `Account ${id} has these roles now: ${roles.join(', ')}.\n`);
  });
}

export function disableAccount(id: string, options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const disabled = await program.post(pathOf('accounts', id, 'disable'), {});
    return answer(around, options, disabled, () => `Account ${id} lets nobody in any more.\n`);
  });
}

export function makeKey(
  name: string,
  { role, days: text, ...options }: MakeKeyOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 366)
    throw new WrongUsage('--days', '--days is a number of days: write one from 1 to 366.');
  return withProgram(around, async (program) => {
    const made = await program.post('/api-keys', { name, role, days });
    return answer(around, options, made, () => `${factsText(made)}Keep the key: it is not shown again.\n`);
  });
}

export function listKeys(options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const page = await program.get('/api-keys');
    return answer(around, options, page, () =>
      rowsText(
        itemsOf(page),
        [
          ['id', 'Key'],
          ['prefix', 'Begins'],
          ['name', 'For'],
          ['role', 'Role'],
          ['expiresAt', 'Until'],
          ['revokedAt', 'Revoked'],
        ],
        'There is no key.',
      ),
    );
  });
}

export function revokeKey(id: string, options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const revoked = await program.post(pathOf('api-keys', id, 'revoke'), {});
    return answer(around, options, revoked, () => `Key ${id} lets nobody in any more.\n`);
  });
}

export function removeSecondFactor(id: string, options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const removed = await program.post(pathOf('accounts', id, 'remove-second-factor'), {});
    return answer(around, options, removed, () => `Account ${id} signs in with its password alone.\n`);
  });
}

export interface MayOptions extends AnswerOptions {
  readonly commands?: boolean;
  readonly as?: string;
}

/** What whoever asks may ask and send: the program decides it, so that it is what would be let in. */
export function showRights({ commands, as, ...options }: MayOptions, around: Surroundings): Promise<ExitCode> {
  const headers = actingAs(as);
  return withProgram(around, async (program) => {
    const items = itemsOf(await program.get('/may', {}, headers)).filter(
      ({ method, summary }) => summary !== null && (!commands || method === 'POST'),
    );
    return answer(around, options, { items }, () =>
      rowsText(
        items,
        [
          ['method', ''],
          ['path', 'Address'],
          ['summary', 'What it does'],
        ],
        'Nothing.',
      ),
    );
  });
}
