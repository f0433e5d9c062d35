import { type Ids } from '@overstap/kernel';
import { type Database } from '@overstap/platform';
import { type PersonalDataCodec, SubjectErasedError } from '@overstap/privacy';
import { type AccountLanguage, type NewAccount } from './account.js';
import { Accounts } from './accounts.js';
import { Administration, hasAdministrator, lockAdministrators } from './administration.js';
import { ApiKeys } from './api-keys.js';
import { Attempts, type Counted, FORGOTTEN_PASSWORD, SIGN_IN } from './attempts.js';
import { KeyedHashes } from './email-addresses.js';
import { isHeld, isHeldBy } from './holders.js';
import { Links, type Link } from './links.js';
import { OwnSecondFactor } from './own-second-factor.js';
import { type PasswordCost, Passwords } from './passwords.js';
import { type Grant } from './principal.js';
import { type ProvidedIdentity } from './provider.js';
import { BY_PROGRAM, type RoleChanger } from './role-changes.js';
import { SecondFactors } from './second-factors.js';
import { Sessions } from './sessions.js';

export interface AccessParts {
  readonly database: Database;
  readonly codec: PersonalDataCodec;
  readonly ids: Ids;
  /** The machine's time: a virtual clock that moves a year on must not sign anybody out. */
  readonly now?: () => Date;
  readonly passwordCost?: PasswordCost;
}

/** `token`: of the session that began. */
export type SignedIn = { readonly outcome: 'signed-in'; readonly token: string; readonly account: string };
export type SignInOutcome =
  | SignedIn
  /** One answer for an account that is not there and a password that is not right. */
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'too-many'; readonly retryAfter: number }
  /** The password is right and the account wants a code too; to be given with the token, within five minutes. */
  | { readonly outcome: 'code-needed'; readonly token: string };

/** `link-over`: it was used, has expired or was nobody's. `address-taken`: of the first administrator, by somebody invited before. */
export type WelcomeOutcome =
  SignedIn | Extract<SignInOutcome, { outcome: 'code-needed' }> | { readonly outcome: 'link-over' | 'address-taken' };

export interface Welcomed {
  readonly name: string;
  readonly password: string;
  /** Of the first administrator; an invitation knows it. */
  readonly email?: string;
  readonly language: AccountLanguage;
}

/** Who may come in and how. */
export class Access {
  readonly accounts: Accounts;
  readonly administration: Administration;
  readonly sessions: Sessions;
  readonly links: Links;
  readonly apiKeys: ApiKeys;
  readonly secondFactors: SecondFactors;
  readonly ownSecondFactor: OwnSecondFactor;
  readonly passwords: Passwords;
  private readonly attempts: Attempts;
  private readonly forgotten: Attempts;
  readonly hashes: KeyedHashes;
  private readonly database: Database;
  private readonly now: () => Date;
  private administered = false;

  constructor({ database, codec, ids, now = () => new Date(), passwordCost }: AccessParts) {
    const hashes = new KeyedHashes(database);
    this.hashes = hashes;
    this.database = database;
    this.now = now;
    this.accounts = new Accounts(database, codec, hashes, ids, now);
    this.administration = new Administration(database, this.accounts, now);
    this.sessions = new Sessions(database, now);
    this.links = new Links(database, now);
    this.apiKeys = new ApiKeys(database, ids, now);
    this.secondFactors = new SecondFactors(database, codec, now);
    this.passwords = new Passwords(passwordCost);
    this.attempts = new Attempts(database, hashes, now, SIGN_IN);
    this.ownSecondFactor = new OwnSecondFactor(this.accounts, this.secondFactors, this.passwords, this.attempts);
    this.forgotten = new Attempts(database, hashes, now, FORGOTTEN_PASSWORD);
  }

  /** True for ever once it is: the last administrator cannot be taken away. */
  async isSetUp(tenant: string): Promise<boolean> {
    this.administered ||= await this.administration.hasAdministrator(tenant);
    return this.administered;
  }

  /** Whether somebody acts in this role as this person, or is invited to. */
  isHeld = (tenant: string, grant: Grant): Promise<boolean> =>
    this.database.readAs(tenant, (client) => isHeld(client, tenant, grant, this.now()));

  /** Whether this account or API key may come in now, and act so. */
  isHeldBy = (tenant: string, holder: string, grant: Grant): Promise<boolean> =>
    this.database.readAs(tenant, (client) => isHeldBy(client, tenant, holder, grant, this.now()));

  /** Signs in under a new token, whatever token the browser had before. */
  async signIn(tenant: string, email: string, password: string, address: string): Promise<SignInOutcome> {
    const counted = await this.attempts.count(tenant, email, address);
    if (counted !== 'counted') return { outcome: 'too-many', ...counted };
    const found = await this.accounts.withPassword(tenant, email);
    const matches = await this.passwords.matches(found?.passwordHash, password);
    if (!matches || !found) return { outcome: 'refused' };
    const { id } = found;
    if ((await this.accounts.byId(tenant, id))?.status !== 'ACTIVE') return { outcome: 'refused' };
    // The attempt stays counted until the code is right too: codes are short.
    if (await this.secondFactors.isOn(tenant, id))
      return { outcome: 'code-needed', token: (await this.links.make(tenant, 'CODE', id)).token };
    await this.attempts.forget(tenant, email, address);
    return this.begin(tenant, id);
  }

  /** The second half of signing in. A code that is not right may be given again, as often as a password. */
  async signInWithCode(tenant: string, token: string, code: string, address: string): Promise<SignInOutcome> {
    const link = await this.links.look(tenant, token);
    const account = link?.kind === 'CODE' && link.account ? await this.accounts.byId(tenant, link.account) : undefined;
    if (account?.status !== 'ACTIVE') return { outcome: 'refused' };
    const counted = await this.attempts.count(tenant, account.email, address);
    if (counted !== 'counted') return { outcome: 'too-many', ...counted };
    if (!(await this.secondFactors.isGood(tenant, account.id, code))) return { outcome: 'code-needed', token };
    const used = await this.database.readAs(tenant, (client) => this.links.use(client, tenant, token));
    if (!used) return { outcome: 'refused' };
    await this.attempts.forget(tenant, account.email, address);
    return this.begin(tenant, account.id);
  }

  /** Signs in whom their organisation's provider vouches for; a second factor is the provider's to ask for. */
  async signInProvided(tenant: string, { issuer, subject, email }: ProvidedIdentity): Promise<SignedIn | undefined> {
    const provided = await this.hashes.of(tenant, 'provided', JSON.stringify([issuer, subject]));
    const account = await this.accounts.ofProvided(tenant, provided, email);
    return account && this.begin(tenant, account.id);
  }

  /** A link for the first administrator; undefined when there is one. Earlier ones stay good: several processes may start at once. */
  async firstLink(tenant: string): Promise<string | undefined> {
    if (await this.isSetUp(tenant)) return undefined;
    return (await this.links.make(tenant, 'FIRST', null)).token;
  }

  /** Somebody says that they forgot the password of an account; whether there is one is not looked at here. */
  countForgotten = (tenant: string, email: string, address: string): Promise<Counted> =>
    this.forgotten.count(tenant, email, address);

  /** Invites somebody; undefined when the address has an account already. The token is the link's. */
  async invite(
    tenant: string,
    account: Omit<NewAccount, 'id' | 'status' | 'passwordHash' | 'demo' | 'grants' | 'name'> & {
      /** A role without a ref is somebody's own: they are in it whom their account is. */
      readonly grants: readonly { readonly role: Grant['role']; readonly ref?: string }[];
    },
    by: RoleChanger,
  ): Promise<{ readonly id: string; readonly token: string; readonly expiresAt: string } | undefined> {
    const id = this.accounts.newId();
    const grants = account.grants.map(({ role, ref = id }) => ({ role, ref }));
    const invited: NewAccount = { ...account, id, name: '', grants, status: 'INVITED' };
    if (!(await this.accounts.add(tenant, invited, { why: 'INVITED', by }))) return undefined;
    return { id, ...(await this.links.make(tenant, 'INVITATION', id)) };
  }

  /** Uses a link: the account gets its name and password, or a new password alone, and is signed in. */
  async welcome(tenant: string, token: string, welcomed: Welcomed): Promise<WelcomeOutcome> {
    const link = await this.links.look(tenant, token);
    if (!link) return { outcome: 'link-over' };
    const passwordHash = await this.passwords.hash(welcomed.password);
    const { kind } = link;
    if (kind === 'CODE') return { outcome: 'link-over' };
    const welcome = { FIRST: this.administrate, INVITATION: this.accept, PASSWORD: this.renew }[kind];
    try {
      const account = await welcome.call(this, tenant, token, link, welcomed, passwordHash);
      // Another password is not another second factor.
      if (await this.secondFactors.isOn(tenant, account))
        return { outcome: 'code-needed', token: (await this.links.make(tenant, 'CODE', account)).token };
      return await this.begin(tenant, account);
    } catch (error) {
      if (error instanceof NotWelcome) return { outcome: error.outcome };
      if (error instanceof SubjectErasedError) return { outcome: 'link-over' };
      throw error;
    }
  }

  private async begin(tenant: string, account: string): Promise<SignedIn> {
    await this.accounts.signedIn(tenant, account);
    return { outcome: 'signed-in', account, token: await this.sessions.begin(tenant, account) };
  }

  private async administrate(
    tenant: string,
    token: string,
    _link: Link,
    { name, email = '', language }: Welcomed,
    passwordHash: string,
  ): Promise<string> {
    const id = this.accounts.newId();
    const grants = [{ role: 'ADMIN', ref: id }] as const;
    const account: NewAccount = { id, email, name, language, grants, status: 'ACTIVE', passwordHash };
    const sealed = await this.accounts.sealed(tenant, account);
    await this.database.readAs(tenant, async (client) => {
      await lockAdministrators(client);
      const link = await this.links.use(client, tenant, token);
      if (!link || (await hasAdministrator(client, tenant))) throw new NotWelcome('link-over');
      // Whoever was printed another one comes too late.
      await client.query(`DELETE FROM access_link WHERE tenant = $1 AND kind = 'FIRST'`, [tenant]);
      if (!(await this.accounts.insert(client, tenant, account, sealed, { why: 'FIRST', by: BY_PROGRAM })))
        throw new NotWelcome('address-taken');
    });
    return id;
  }

  private async accept(
    tenant: string,
    token: string,
    { account: id }: Link,
    { name }: Welcomed,
    passwordHash: string,
  ): Promise<string> {
    const invited = id === null ? undefined : await this.accounts.byId(tenant, id);
    if (!invited) throw new NotWelcome('link-over');
    const { sealed } = await this.accounts.sealed(tenant, { ...invited, name });
    await this.database.readAs(tenant, async (client) => {
      const link = await this.links.use(client, tenant, token);
      const comesIn = link && (await this.accounts.activate(client, tenant, invited.id, sealed, passwordHash));
      if (!comesIn) throw new NotWelcome('link-over');
    });
    return invited.id;
  }

  private async renew(
    tenant: string,
    token: string,
    { account: id }: Link,
    _welcomed: Welcomed,
    passwordHash: string,
  ): Promise<string> {
    // One whose person was erased is not there any more.
    const account = id === null ? undefined : await this.accounts.byId(tenant, id);
    if (!account) throw new NotWelcome('link-over');
    await this.database.readAs(tenant, async (client) => {
      const link = await this.links.use(client, tenant, token);
      const renewed = link && (await this.accounts.renewPassword(client, tenant, account.id, passwordHash));
      if (!renewed) throw new NotWelcome('link-over');
    });
    return account.id;
  }
}

/** Takes a transaction back that would have let somebody in: their link stays good. */
class NotWelcome extends Error {
  constructor(readonly outcome: 'link-over' | 'address-taken') {
    super(outcome);
  }
}
