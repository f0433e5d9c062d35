import { type JsonObject } from '@overstap/kernel';
import { get, inPath, inQuery, post } from '../http/paths.js';
import { ChangeRoles, Invite, MakeApiKey } from './account-bodies.js';
import { BeginSecondFactor, ForgottenPassword, GiveCode, SignIn, SignInCode } from './sign-in-bodies.js';

/** The routes of signing in and of accounts, for OpenAPI; the pages are not in it. */
export const ACCESS_PATHS: Readonly<Record<string, JsonObject>> = {
  '/sign-in': post('signIn', 'Begin a session: the answer sets its cookie', SignIn),
  '/sign-in/code': post(
    'giveCode',
    'The second half of signing in, where the first answered 202 with codeNeeded',
    SignInCode,
  ),
  '/forgotten-password': post(
    'forgottenPassword',
    'Mail a link for a new password, where mail is set; the answer says nothing about the account',
    ForgottenPassword,
  ),
  '/second-factor': post('beginSecondFactor', 'A secret to put into an app; shown this once', BeginSecondFactor),
  '/second-factor/confirm': post(
    'confirmSecondFactor',
    'Ask for its codes from now on; shows recovery codes this once',
    GiveCode,
  ),
  '/second-factor/remove': post('removeSecondFactor', 'Ask for codes no more', GiveCode),
  '/session': get('session', 'Who is signed in, and in which roles'),
  '/may': get('may', 'What whoever is signed in may ask and send, by their roles'),
  '/sign-out': post('signOut', 'End this session', undefined),
  '/sign-out-everywhere': post('signOutEverywhere', 'End every session of this account', undefined),
  '/accounts': {
    ...get('accounts', 'Who has an account or an invitation, and in which roles', [
      inQuery('role', 'Those of this role'),
    ]),
    ...post('invite', 'Invite somebody; shows the link this once', Invite),
  },
  '/accounts/role-changes': get('roleChanges', 'Who gave which account which roles, and when; the newest first', [
    inQuery('account', 'Those of this account'),
    inQuery('limit', 'How many, 1 to 500; 100 unless told'),
    inQuery('cursor', '`next` of the page before'),
  ]),
  '/my/role-changes': get('myRoleChanges', 'Who gave your account which roles, and when', [
    inQuery('limit', 'How many, 1 to 500; 100 unless told'),
    inQuery('cursor', '`next` of the page before'),
  ]),
  '/accounts/{id}/invite-again': post('inviteAgain', 'A new link for an invitation', undefined, [inPath('id')]),
  '/accounts/{id}/renew-password': post('renewPassword', 'A link by which they choose another password', undefined, [
    inPath('id'),
  ]),
  '/accounts/{id}/remove-second-factor': post('removeSecondFactorOf', 'For whoever lost it', undefined, [inPath('id')]),
  '/accounts/{id}/roles': post(
    'changeRoles',
    'Other roles instead of those it had; open sessions follow',
    ChangeRoles,
    [inPath('id')],
  ),
  '/accounts/{id}/disable': post('disableAccount', 'Let nobody in by this account any more', undefined, [inPath('id')]),
  '/api-keys': {
    ...get('apiKeys', 'The keys of other programs; of each only its prefix'),
    ...post('makeApiKey', 'Make a key for another program; shows it this once', MakeApiKey),
  },
  '/api-keys/{id}/revoke': post('revokeApiKey', 'Let nobody in by this key any more', undefined, [inPath('id')]),
};
