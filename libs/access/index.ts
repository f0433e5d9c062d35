export { Access, type WelcomeOutcome, type SignedIn, type SignInOutcome } from './access.js';
export { ACCOUNT_LANGUAGES, ACCOUNT_STATUSES, type Account, type AccountLanguage } from './account.js';
export { type Settled } from './administration.js';
export {
  API_KEY_ROLES,
  ACCOUNT_ROLES,
  actorFor,
  type Grant,
  grantNamed,
  type GrantNamed,
  OPERATOR,
  type Principal,
  type Who,
} from './principal.js';
export { type ApiKey, looksLikeApiKey, MOST_API_KEYS } from './api-keys.js';
export { isEmailAddress } from './email-addresses.js';
export { installationKey, INSTALLATION_KEY_FILE } from './installation-key.js';
export { type LinkKind } from './links.js';
export { accessMigrations } from './migrations.js';
export { isLongEnough, isShortEnough, type PasswordCost } from './passwords.js';
export {
  type NumberedRoleChange,
  roleChanges,
  type RoleChanger,
  ROLE_CHANGE_REASONS,
  type RoleLogReport,
  verifyRoleChanges,
} from './role-changes.js';
export { appLink, base32 } from './totp.js';
export { type Errand, IdentityProvider } from './provider.js';
export { isSame, isToken } from './tokens.js';
