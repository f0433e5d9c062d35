import {
  type Account,
  ACCOUNT_LANGUAGES,
  ACCOUNT_STATUSES,
  type ApiKey,
  API_KEY_ROLES,
  type Grant,
  type NumberedRoleChange,
  ROLE_CHANGE_REASONS,
} from '@overstap/access';
import { type Actor, type JsonObject } from '@overstap/kernel';
import { answering, get, inPath, inQuery, post } from '../http/paths.js';
import {
  always,
  either,
  flag,
  instant,
  itemsOf,
  list,
  named,
  object,
  objectOf,
  oneOf,
  orNull,
  pageOf,
  role,
  text,
  uuid,
  whole,
} from '../http/shapes.js';
import { ChangeRoles, Invite, MakeApiKey } from './account-bodies.js';
import { ActAs, BeginSecondFactor, ForgottenPassword, GiveCode, SignIn, SignInCode } from './sign-in-bodies.js';
import { type OpenRoute } from './what-one-may.js';

const ACTOR = named('Actor', objectOf<Actor>({ type: role, id: text }));
const SESSION = either(
  object({ kind: oneOf(['operator', 'api-key']), actor: ACTOR, roles: list(ACTOR) }),
  object({
    kind: always('account'),
    account: uuid,
    name: text,
    language: oneOf(ACCOUNT_LANGUAGES),
    actor: ACTOR,
    roles: list(ACTOR),
    actingAs: orNull(ACTOR),
  }),
);
const SIGNED_IN = object({ account: uuid });
const SIGNING_IN: JsonObject = {
  ...answering(SIGNED_IN),
  ...answering(
    object({ codeNeeded: text }),
    202,
    'A code of the second factor is to be sent along with codeNeeded to /sign-in/code',
  ),
};
const ASKED = object({ asked: always(true) });
const SIGNED_OUT = object({ signedOut: whole });
const REMOVED = object({ removed: flag });

const ROLES = list(objectOf<Grant>({ role, ref: text }));
const ACCOUNT = named(
  'Account',
  objectOf<Omit<Account, 'grants'> & { readonly roles: Account['grants'] }>({
    id: uuid,
    email: text,
    name: text,
    status: oneOf(ACCOUNT_STATUSES),
    language: oneOf(ACCOUNT_LANGUAGES),
    roles: ROLES,
    createdAt: instant,
    signedInAt: orNull(instant),
  }),
);
const LINK = named('AccountLink', object({ id: uuid, link: text, expiresAt: instant }));
const ROLE_CHANGE = named(
  'RoleChange',
  objectOf<NumberedRoleChange>({
    number: whole,
    account: uuid,
    why: oneOf(ROLE_CHANGE_REASONS),
    by: objectOf<NumberedRoleChange['by']>({ kind: oneOf(['account', 'api-key', 'operator', 'program']), id: text }),
    before: list(text),
    after: list(text),
    at: instant,
  }),
);

const KEY = {
  id: uuid,
  prefix: text,
  name: text,
  role: oneOf<string>(API_KEY_ROLES),
  createdAt: instant,
  expiresAt: instant,
  revokedAt: orNull(instant),
};
const API_KEY = named('ApiKey', objectOf<ApiKey>(KEY));

const page = [inQuery('limit', 'How many, 1 to 500; 100 unless told'), inQuery('cursor', '`next` of the page before')];

/** The routes of signing in and of accounts, for OpenAPI; the pages are not in it. */
export const ACCESS_PATHS: Readonly<Record<string, JsonObject>> = {
  '/sign-in': post('signIn', 'Begin a session: the answer sets its cookie', SignIn, SIGNED_IN, [], SIGNING_IN),
  '/sign-in/code': post(
    'giveCode',
    'The second half of signing in, where the first answered 202 with codeNeeded',
    SignInCode,
    SIGNED_IN,
    [],
    SIGNING_IN,
  ),
  '/forgotten-password': post(
    'forgottenPassword',
    'Mail a link for a new password, where mail is set; the answer says nothing about the account',
    ForgottenPassword,
    ASKED,
    [],
    answering(ASKED, 202, 'Heard'),
  ),
  '/second-factor': post(
    'beginSecondFactor',
    'A secret to put into an app; shown this once',
    BeginSecondFactor,
    object({ secret: text, link: text }),
  ),
  '/second-factor/confirm': post(
    'confirmSecondFactor',
    'Ask for its codes from now on; shows recovery codes this once',
    GiveCode,
    object({ recoveryCodes: list(text) }),
  ),
  '/second-factor/remove': post('removeSecondFactor', 'Ask for codes no more', GiveCode, REMOVED),
  '/session': get('session', 'Who is signed in, and in which roles', SESSION),
  '/session/acting-as': post(
    'actAs',
    'Act in one of your roles alone, for as long as this session lasts; or in all of them again',
    ActAs,
    object({ actingAs: orNull(ACTOR) }),
  ),
  '/may': get(
    'may',
    'What whoever is signed in may ask and send, by their roles',
    itemsOf(objectOf<OpenRoute>({ method: oneOf<string>(['GET', 'POST']), path: text, summary: orNull(text) })),
  ),
  '/sign-out': post('signOut', 'End this session', undefined, SIGNED_OUT),
  '/sign-out-everywhere': post('signOutEverywhere', 'End every session of this account', undefined, SIGNED_OUT),
  '/accounts': {
    ...get('accounts', 'Who has an account or an invitation, and in which roles', pageOf(ACCOUNT), [
      inQuery('role', 'Those of this role'),
    ]),
    ...post('invite', 'Invite somebody; shows the link this once', Invite, LINK),
  },
  '/accounts/role-changes': get(
    'roleChanges',
    'Who gave which account which roles, and when; the newest first',
    pageOf(ROLE_CHANGE),
    [inQuery('account', 'Those of this account'), ...page],
  ),
  '/my/role-changes': get('myRoleChanges', 'Who gave your account which roles, and when', pageOf(ROLE_CHANGE), page),
  '/accounts/{id}/invite-again': post('inviteAgain', 'A new link for an invitation', undefined, LINK, [inPath('id')]),
  '/accounts/{id}/renew-password': post(
    'renewPassword',
    'A link by which they choose another password',
    undefined,
    LINK,
    [inPath('id')],
  ),
  '/accounts/{id}/remove-second-factor': post('removeSecondFactorOf', 'For whoever lost it', undefined, REMOVED, [
    inPath('id'),
  ]),
  '/accounts/{id}/roles': post(
    'changeRoles',
    'Other roles instead of those it had; open sessions follow',
    ChangeRoles,
    object({ id: uuid, roles: ROLES }),
    [inPath('id')],
  ),
  '/accounts/{id}/disable': post(
    'disableAccount',
    'Let nobody in by this account any more',
    undefined,
    object({ disabled: uuid }),
    [inPath('id')],
  ),
  '/api-keys': {
    ...get('apiKeys', 'The keys of other programs; of each only its prefix', pageOf(API_KEY)),
    ...post(
      'makeApiKey',
      'Make a key for another program; shows it this once',
      MakeApiKey,
      objectOf<ApiKey & { readonly key: string }>({ ...KEY, key: text }),
    ),
  },
  '/api-keys/{id}/revoke': post(
    'revokeApiKey',
    'Let nobody in by this key any more',
    undefined,
    object({ revoked: uuid }),
    [inPath('id')],
  ),
};
