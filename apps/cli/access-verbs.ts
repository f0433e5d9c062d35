import { type Command, Option } from 'commander';
import { AS } from './verbs/acting.js';
import { type AnswerOptions } from './verbs/answer.js';
import {
  type InviteOptions,
  type ListAccountsOptions,
  type MakeKeyOptions,
  type MayOptions,
  type RoleChangesOptions,
} from './verbs/access.js';
import { paged, type Verbs } from './verb.js';

const LANGUAGES = ['nl', 'en'];
const KEY_ROLES = ['PROGRAMME_MANAGER', 'PLANNER', 'BACK_OFFICE', 'ADMIN'];

type AccessVerbs = typeof import('./verbs/access.js');
const access = (): Promise<AccessVerbs> => import('./verbs/access.js');

/** Who may come in: accounts of people, keys of other programs. */
export function addAccessVerbs(program: Command, verbs: Verbs): void {
  addAccounts(verbs.add(program, 'account', 'Who has an account'), verbs);
  const may = verbs
    .add(program, 'may', 'What you may ask and send, by your roles')
    .option('--commands', 'what may be sent alone')
    .option(...AS);
  verbs.does<MayOptions>(may, async (_args, options, around) => (await access()).showRights(options, around));
  addApiKeys(verbs.add(program, 'api-key', 'Keys for other programs, and for the command line elsewhere'), verbs);
}

function addAccounts(account: Command, verbs: Verbs): void {
  const invite = verbs
    .add(account, 'invite', 'Invite somebody; shows the link this once')
    .argument('<email>', 'the e-mail address they will sign in with')
    .argument('<role...>', 'COACH:coach-7, or PLANNER where a role needs no id')
    .addOption(new Option('--language <code>', 'theirs').choices(LANGUAGES).default('nl'));
  verbs.does<InviteOptions>(invite, async ([email = '', roles], options, around) =>
    (await access()).invite(email, listOf(roles), options, around),
  );
  const list = verbs
    .add(account, 'list', 'Accounts and invitations, with their roles')
    .option('--role <role>', 'those of one role, such as PLANNER');
  verbs.does<ListAccountsOptions>(list, async (_args, options, around) =>
    (await access()).listAccounts(options, around),
  );
  const roles = verbs
    .add(account, 'roles', 'Other roles instead of those it had; open sessions follow')
    .argument('<id>', 'the account, as the list names it')
    .argument('<role...>', 'COACH:coach-7, or PLANNER where a role needs no id');
  verbs.does<AnswerOptions>(roles, async ([id = '', named], options, around) =>
    (await access()).changeRoles(id, listOf(named), options, around),
  );
  const changes = paged(
    verbs.add(account, 'role-changes', 'Who gave which account which roles, and when; the newest first'),
  ).option('--account <id>', 'those of one account, as the list names it');
  verbs.does<RoleChangesOptions>(changes, async (_args, options, around) =>
    (await access()).listRoleChanges(options, around),
  );
  const again = verbs
    .add(account, 'invite-again', 'A new link for an invitation')
    .argument('<id>', 'the account, as the list names it');
  verbs.does<AnswerOptions>(again, async ([id = ''], options, around) =>
    (await access()).inviteAgain(id, options, around),
  );
  const renew = verbs
    .add(account, 'renew-password', 'A link by which somebody who forgot it chooses another')
    .argument('<id>', 'the account, as the list names it');
  verbs.does<AnswerOptions>(renew, async ([id = ''], options, around) =>
    (await access()).renewPassword(id, options, around),
  );
  const remove = verbs
    .add(account, 'remove-second-factor', 'Ask somebody who lost it for no code any more')
    .argument('<id>', 'the account, as the list names it');
  verbs.does<AnswerOptions>(remove, async ([id = ''], options, around) =>
    (await access()).removeSecondFactor(id, options, around),
  );
  const disable = verbs
    .add(account, 'disable', 'Let nobody in by one any more, and end its sessions')
    .argument('<id>', 'the account, as the list names it');
  verbs.does<AnswerOptions>(disable, async ([id = ''], options, around) =>
    (await access()).disableAccount(id, options, around),
  );
}

function addApiKeys(keys: Command, verbs: Verbs): void {
  const create = verbs
    .add(keys, 'create', 'Make one; shows it this once')
    .argument('<name>', 'what it is for')
    .addOption(new Option('--role <role>', 'as whom it acts').choices(KEY_ROLES).makeOptionMandatory())
    .option('--days <number>', 'how long it is good for, 1 to 366', '90');
  verbs.does<MakeKeyOptions>(create, async ([name = ''], options, around) =>
    (await access()).makeKey(name, options, around),
  );
  verbs.does<AnswerOptions>(
    verbs.add(keys, 'list', 'Which there are; of each only how it begins'),
    async (_args, options, around) => (await access()).listKeys(options, around),
  );
  const revoke = verbs
    .add(keys, 'revoke', 'Let nobody in by one any more')
    .argument('<id>', 'the key, as the list names it');
  verbs.does<AnswerOptions>(revoke, async ([id = ''], options, around) =>
    (await access()).revokeKey(id, options, around),
  );
}

/** Commander hands a variadic argument on as a list in one place. */
const listOf = (values: unknown): readonly string[] => (Array.isArray(values) ? values.map(String) : []);
